/** A JSON object, or an instance of a class that stands for one. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Tells whether a value is an object with fields: not null, not a list. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Tells whether a value is a list. */
export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

/** The entries of a list, `undefined` for one that a list of JavaScript leaves out: its own methods pass such a one over. */
export const withoutHoles = (list: readonly unknown[]): readonly unknown[] => [...list]

/** The objects in a list; none where it is absent or no list. */
export const objectsIn = (list: unknown): readonly JsonObject[] => (isList(list) ? list.filter(isObject) : [])

/** Tells whether a value is a promise, or what counts as one where it is awaited. */
export const isThenable = (value: unknown): value is PromiseLike<unknown> =>
  isObject(value) && typeof value.then === 'function'

/** Without this a promise that fails, and that nobody waits for, ends a process of Node's. */
export const ignore = (given: unknown): void => void Promise.resolve(given).catch(() => undefined)

const longestEcho = 256

/** A text that a message repeats: at most 256 characters of it. */
export const cut = (text: string): string => (text.length > longestEcho ? `${text.slice(0, longestEcho - 1)}…` : text)

/** Names a value for a message: what was found where something else was expected. */
export function found(value: unknown): string {
  if (value === undefined) return 'nothing'
  if (value === null) return 'null'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'an object'
  if (typeof value === 'string') return JSON.stringify(value.length > 80 ? `${value.slice(0, 80)}…` : value)
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return `a ${typeof value}`
}

/** A list of names for a message, of at most 256 characters. */
export function echo(names: readonly string[]): string {
  let text = ''
  for (const name of names) {
    const next = text === '' ? name : `, ${name}`
    if (text.length + next.length > longestEcho) return `${text === '' ? name.slice(0, longestEcho) : text}, …`
    text += next
  }
  return text
}

/** A name for a message; what is no text is named by what it is, since not every JSON object can be made a text. */
export const nameOf = (value: unknown): string => (typeof value === 'string' ? value : found(value))

/** Tells whether two JSON values are the same; a field that is undefined counts as absent. Nothing is called on them. */
export function isSameJson(left: unknown, right: unknown): boolean {
  if (isList(left) && isList(right))
    return left.length === right.length && left.every((entry, index) => isSameJson(entry, right[index]))
  if (!isObject(left) || !isObject(right)) return left === right
  const keys = Object.keys(left).filter((key) => left[key] !== undefined)
  return (
    keys.length === Object.keys(right).filter((key) => right[key] !== undefined).length &&
    keys.every((key) => Object.hasOwn(right, key) && isSameJson(left[key], right[key]))
  )
}

/** Copies a JSON value, so that nothing is shared with the original. */
export function copy<T>(value: T): T
export function copy(value: unknown): unknown {
  if (isList(value)) return value.map((entry) => copy(entry))
  if (!isObject(value)) return value
  const fresh: Record<string, unknown> = { ...value }
  // Stryker disable next-line ConditionalExpression: a copy of what has no fields is the same; it only costs a call.
  for (const key of Object.keys(fresh)) if (isNested(fresh[key])) fresh[key] = copy(fresh[key])
  return fresh
}

/** Tells whether a value of JSON may hold others. */
export const isNested = (value: unknown): boolean => typeof value === 'object'

/** What a table has under a name; nothing of what every object inherits. */
export const own = <T>(table: Readonly<Record<string, T>> = {}, key = ''): T | undefined =>
  Object.hasOwn(table, key) ? table[key] : undefined

/** Reads a field of what may be absent or malformed. */
export const field = (holder: unknown, key: string): unknown => (isObject(holder) ? holder[key] : undefined)

/** Reads what is below fields and entries of what may be absent or malformed. */
export function readPath(holder: unknown, path: readonly (string | number)[]): unknown {
  let value = holder
  for (const step of path) value = isList(value) ? value[Number(step)] : field(value, String(step))
  return value
}
