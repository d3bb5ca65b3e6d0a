import { applyPatch } from 'rfc6902'
import type { ModelcarConfig, Operation, PodSpecLike } from '../../src/index.js'
import { asFields, type Fields } from './cast.js'
import { reasonFor } from './reasons.js'

/** One change to a pod, for a person: what it is, and what it is for. */
export interface Explanation {
  readonly op: Operation['op']
  /** `init container modelcar-init`, or `kserve-container: env MODEL_INIT_MODE`. */
  readonly what: string
  readonly why: string
}

/** Explains every operation of a patch, in the order of the pod's YAML. A list that is new as a whole is explained entry by entry. */
export function explain(
  podSpec: PodSpecLike,
  patch: readonly Operation[],
  { mode = 'sidecar' }: ModelcarConfig,
): readonly Explanation[] {
  const document = asFields(structuredClone(podSpec))
  const explained: (Explanation & Place)[] = []
  for (const operation of patch) {
    const { op, path } = operation
    const [field = '', ...rest] = path.slice(1).split('/')
    for (const value of entriesOf(operation, document)) {
      const why = op === 'remove' ? leftOver : reasonFor(mode, field, rest, value)
      // What is added to the end of a list has `-` for an index.
      const index = /^\d+$/.test(rest[0] ?? '') ? Number(rest[0]) : Infinity
      explained.push({ op, what: nameOf(document, field, rest, value), why, field, index })
    }
    applyPatch(document, [operation])
  }
  // A field that is new stands behind those that were there.
  const fields = [...new Set([...Object.keys(podSpec), ...explained.map(({ field }) => field)])]
  return explained.toSorted((a, b) => fields.indexOf(a.field) - fields.indexOf(b.field) || compare(a.index, b.index))
}

/** Where in the pod spec a change is made. */
interface Place {
  readonly field: string
  readonly index: number
}

const compare = (a: number, b: number): number => (a === b ? 0 : a - b)

const leftOver = 'left over from an earlier injection'

/** What an operation adds, replaces or removes; of a list that is added as a whole, its entries. */
function entriesOf(operation: Operation, document: Fields): readonly unknown[] {
  if (operation.op === 'remove') return [valueAt(document, operation.path.slice(1).split('/'))]
  const { value } = operation
  return Array.isArray(value) ? value : [value]
}

function nameOf(document: Fields, field: string, rest: readonly string[], value: unknown): string {
  const title = titles[field]
  if (title === undefined) return [field, ...rest].join('.')
  const [index, ...inner] = rest
  if (inner.length === 0) return `${title} ${entryName(value)}`
  const owner = entryName(valueAt(document, [field, index ?? '']))
  const [list = '', ...deeper] = inner
  if (list === 'env') return `${owner}: variable ${entryName(value)}`
  if (list === 'volumeMounts') return `${owner}: mount of ${entryName(value)}`
  return `${owner}: ${[list, ...deeper].join('.')}`
}

const titles: Readonly<Record<string, string>> = {
  initContainers: 'init container',
  containers: 'container',
  volumes: 'volume',
  imagePullSecrets: 'pull secret',
}

const entryName = (value: unknown): string => {
  const { name } = asFields(value)
  return typeof name === 'string' ? name : ''
}

const valueAt = (document: Fields, tokens: readonly string[]): unknown =>
  tokens.reduce<unknown>((value, token) => asFields(value)[token], document)
