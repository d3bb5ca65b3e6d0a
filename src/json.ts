/** A JSON object, or an instance of a class that stands for one. */
export type JsonObject = Readonly<Record<string, unknown>>

/** Tells whether a value is an object with fields: not null, not a list. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Tells whether a value is a list. */
export const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value)

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

/** Copies a JSON value, so that nothing is shared with the original. */
export function copy<T>(value: T): T
export function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown) => copy(entry))
  if (!isObject(value)) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, copy(field)]))
}
