import { asSame } from './cast.js'

/** A JSON object of which nothing is known yet. */
export type Fields = Record<string, unknown>

/** Tells whether a value is an object with fields: not null, not a list. */
export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads a value as an object; what is none has no fields. */
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {})

/** Reads a value as a list of objects; what is no list is empty, as `null` and an absent list are to the API server. */
export const entriesOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isFields) : [])

/** Reads a value as a list of strings. */
export const stringsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : []

/** Sets an own field, whatever its name: an assignment to `__proto__` would set the prototype. */
export function setField(object: Fields, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value
  else Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true })
}

/** Copies a JSON value into plain objects and lists; fields that hold `undefined` are left out, as JSON.stringify does. */
export function clone<T>(value: T): T
export function clone(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown) => clone(entry))
  if (!isFields(value)) return value
  const copy: Fields = {}
  for (const [key, field] of Object.entries(value)) if (field !== undefined) setField(copy, key, clone(field))
  return copy
}

/** The same, with the fields that hold `undefined`. */
export function copy<T>(value: T): T
export function copy(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown) => copy(entry))
  if (!isFields(value)) return value
  const made: Fields = {}
  for (const [key, field] of Object.entries(value)) setField(made, key, copy(field))
  return made
}

/**
 * Compares two values as JSON: prototypes, key order and fields that hold `undefined` make no difference, anything else
 * does. Legal label keys such as `valueOf` or `__proto__` are keys like any other.
 */
export function sameJson(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true
  if (Array.isArray(one) && Array.isArray(other)) {
    return one.length === other.length && one.every((entry, index) => sameJson(entry, other[index]))
  }
  if (!isFields(one) || !isFields(other)) return false
  const keys = definedKeys(one)
  return (
    keys.length === definedKeys(other).length &&
    keys.every((key) => Object.hasOwn(other, key) && sameJson(one[key], other[key]))
  )
}

const definedKeys = (object: Fields): string[] => Object.keys(object).filter((key) => object[key] !== undefined)

/** Copies an object without some of its fields. */
export const omit = <T extends object>(object: T, ...keys: readonly string[]): T =>
  asSame(Object.fromEntries(Object.entries(object).filter(([key]) => !keys.includes(key))))

/** Shows a value in a message, cut where it would fill the screen. */
export function show(value: unknown): string {
  if (value === undefined) return 'nothing'
  // There is no JSON of these.
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`
  const text = JSON.stringify(value)
  return text.length > 300 ? `${text.slice(0, 300)}…` : text
}

/** Shows what was thrown, which may be anything. */
export function showThrown(thrown: unknown): string {
  try {
    const text = String(thrown)
    return text === '[object Object]' ? show(thrown) : text
  } catch {
    return 'what was thrown throws itself when it is read'
  }
}
