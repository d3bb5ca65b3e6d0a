import { isList, isObject, type JsonObject } from '../../json.js'
import { parseQuantity } from '../../kubernetes/quantity.js'
import { isOmitted } from '../../overlay/merge/field.js'
import type { Applied } from './applied.js'
import { amountNames, recordFields, sides, type RecordField } from './fields.js'
import { recordStart, valueText } from './write.js'

type Fields = Record<string, unknown>

/**
 * Reads the record of a container: the first line of `command[2]` behind `sh -c`, whatever the lines after it say.
 *
 * A field that a record cannot name is passed over. One that cannot be read, or that is there twice, voids the line: somebody has
 * edited it, and nobody knows what was applied then.
 *
 * @returns undefined for a container without a record; KServe's have none. It never throws, and takes time linear in the text.
 *
 * @example
 * readRecord({ command: ['sh', '-c', '# modelcar a:1 limits.cpu=1\n…'] }) // { image: 'a:1', container: { resources: { limits: { cpu: '1' } } }, follows: {} }
 */
export function readRecord({ command, args }: JsonObject): Applied | undefined {
  if (!isList(command) || command.length !== 3 || command[0] !== 'sh' || command[1] !== '-c') return undefined
  const text = command[2]
  if (typeof text !== 'string' || !text.startsWith(recordStart) || !isOmitted(args)) return undefined
  const end = text.indexOf('\n')
  return readLine(text.slice(recordStart.length, end === -1 ? text.length : end))
}

function readLine(line: string): Applied | undefined {
  const end = line.indexOf(' ')
  const image = end < 0 ? line : line.slice(0, end)
  if (image === '' || nameless.test(line)) return undefined
  const container: Fields = {}
  const follows: { runAsUser?: number; runAsGroup?: number } = {}
  const seen = new Set<string>()
  // Stryker disable next-line StringLiteral: where the line matches, both groups do.
  for (const [, name = '', text = ''] of line.matchAll(known)) {
    const field = readable.get(name)
    if (field === undefined) continue
    const value = field.read(text)
    // An ID that is followed and one that is set are the same field of the container.
    const place = field.path.join()
    if (value === undefined || seen.has(place)) return undefined
    seen.add(place)
    if (name === 'follows.runAsUser' && typeof value === 'number') follows.runAsUser = value
    if (name === 'follows.runAsGroup' && typeof value === 'number') follows.runAsGroup = value
    setAt(container, field.path, value)
  }
  return { image, container, follows }
}

/** An entry that is no field with a value. */
const nameless = / (?:=|[^ =]*(?: |$))/

/** A field of a record, read: where its value belongs in the container, and the value, undefined for a text that is none. */
interface Readable {
  readonly path: readonly string[]
  readonly read: (text: string) => unknown
}

const readable: ReadonlyMap<string, Readable> = /* @__PURE__ */ new Map<string, Readable>([
  ['resources', { path: ['resources'], read: (text) => (text === '{}' ? {} : undefined) }],
  ...sides.flatMap((side) =>
    amountNames.map((name): [string, Readable] => [
      `${side}.${name}`,
      { path: ['resources', side, name], read: readAmount },
    ]),
  ),
  ...recordFields.map(({ name, path, fits }): [string, Readable] => [
    name,
    {
      path: path[0] === 'follows' ? ['securityContext', ...path.slice(1)] : path,
      read: (text) => readValue(text, fits),
    },
  ]),
])

/** An entry of a field that can be read: of all others a line may have any number, which one search passes over. */
const known = /* @__PURE__ */ (() =>
  new RegExp(` (${[...readable.keys()].join('|').replaceAll('.', '\\.')})=([^ ]*)`, 'g'))()

function readAmount(text: string): string | undefined {
  const amount = parseQuantity(text)
  return amount === undefined || amount < 0n ? undefined : text
}

/** A value is read where its text is the one that would be written for it. */
function readValue(text: string, fits: RecordField['fits']): unknown {
  try {
    const value: unknown = JSON.parse(text)
    return fits(value) && valueText(value) === text ? value : undefined
    // Stryker disable next-line BlockStatement: without a word it gives nothing, too.
  } catch {
    return undefined
  }
}

function setAt(holder: Fields, path: readonly string[], value: unknown): void {
  const [key = '', ...rest] = path
  if (rest.length === 0) {
    // `resources={}` beside an amount says nothing that the amount does not.
    holder[key] ??= value
    return
  }
  const inner: Fields = { ...(isObject(holder[key]) ? holder[key] : {}) }
  holder[key] = inner
  setAt(inner, rest, value)
}
