import fc from 'fast-check'
import { clone, type Fields, isFields, setField } from '../json.js'

/** Picks one of some examples, copied, so that no two pods share it. */
export const oneOf = <T>(...examples: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...examples).map(clone)

/** A field that is there in so many of a hundred objects; it shrinks to one that is not. */
export const maybe = <T>(percent: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof(
    { withCrossShrink: true },
    { weight: 100 - percent, arbitrary: fc.constant(undefined) },
    { weight: percent, arbitrary },
  )

/** An object out of fields, those left out that hold `undefined`: plain, with the keys in a fixed order. */
export const object = (fields: Readonly<Record<string, fc.Arbitrary<unknown>>>): fc.Arbitrary<Fields> =>
  fc.record(fields, { noNullPrototype: true }).map(withoutUndefined)

/** Leaves out the fields that hold `undefined`. */
export const withoutUndefined = (value: Fields): Fields =>
  Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined))

/** A short list, mostly of one or two entries. */
export const list = <T>(entry: fc.Arbitrary<T>, maxLength = 3, minLength = 0): fc.Arbitrary<T[]> =>
  fc.array(entry, { minLength, maxLength: Math.max(minLength, maxLength), size: 'max' })

/** Keeps the first of the entries that have the same key. */
export function distinct<T>(entries: readonly T[], keyOf: (entry: T) => string): T[] {
  const seen = new Set<string>()
  return entries.filter((entry) => {
    const key = keyOf(entry)
    if (seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** Every object and list in a JSON value, the value itself first. */
export function nodesOf(value: unknown): (Fields | unknown[])[] {
  if (Array.isArray(value)) return [value, ...value.flatMap((entry: unknown) => nodesOf(entry))]
  if (!isFields(value)) return []
  return [value, ...Object.values(value).flatMap((field) => nodesOf(field))]
}

/** Sets a field of a copy, whatever its name. */
export function withField(value: Fields, key: string, field: unknown): Fields {
  const copy = { ...value }
  setField(copy, key, field)
  return copy
}
