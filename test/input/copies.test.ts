import { describe, expect, test } from 'vitest'
import { copier, copy } from '../../src/json.js'

// A copy is the same JSON and shares nothing with the original, nor with another copy of it.

/** Every object and list in a value. */
function partsOf(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return []
  return [value, ...Object.values(value).flatMap(partsOf)]
}

/** Compiles the copying of a value once, and gives copy after copy. */
function compiled(): (value: unknown) => unknown {
  const made = new Map<unknown, () => unknown>()
  return (value) => {
    const make = made.get(value) ?? copier(value)
    made.set(value, make)
    return make()
  }
}

describe.each<[string, (value: unknown) => unknown]>([
  ['copy', copy],
  ['copier', compiled()],
])('%s', (_, copyOf) => {
  test.each([
    ['a scalar', 'a'],
    ['null', null],
    ['an empty list', []],
    ['an empty object', {}],
    ['a list of scalars', [1, 'a', null, true]],
    ['a list of scalars and objects', [1, { a: [2] }, null, 'b']],
    ['a list of objects', [{ a: 1 }, { b: { c: [] } }]],
    ['a list of lists', [[1], [[]], []]],
    ['an object of scalars', { a: 1, b: null, c: 'd' }],
    ['an object of everything', { a: { b: { c: 1 } }, d: [{ e: [1, [2]] }], f: null, g: '' }],
  ])('of %s', (_, value) => {
    const given = structuredClone(value)
    const copies = [copyOf(value), copyOf(value)]
    for (const each of copies) expect(each).toStrictEqual(given)
    const parts = [value, ...copies].flatMap(partsOf)
    expect(new Set(parts).size).toBe(parts.length)
    expect(value).toStrictEqual(given)
  })
})
