import { describe, expect, test } from 'vitest'
import { copier } from '../../src/copier.js'
import { copy } from '../../src/json.js'

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
    // What the copier writes out.
    ['a variable', { name: 'a', value: 'b' }],
    ['the fields of a variable with others in them', { name: { a: 1 }, value: [{}] }],
    ['a mount', { name: 'a', mountPath: '/b' }],
    ['a volume', { name: 'a', emptyDir: { sizeLimit: '1Mi' } }],
    ['resources', { limits: { cpu: '1', memory: '2' }, requests: { cpu: '3', memory: '4' } }],
    [
      'a container',
      { name: 'a', image: 'b', command: ['c'], resources: { limits: { cpu: 1 } }, terminationMessagePolicy: 'd' },
    ],
    [
      'a container with mounts',
      {
        name: 'a',
        image: 'b',
        command: ['c'],
        resources: {},
        volumeMounts: [{ name: 'e', mountPath: '/f' }],
        terminationMessagePolicy: 'd',
      },
    ],
    // What looks like these, and is not.
    ['a variable in another order', { value: 'b', name: 'a' }],
    ['a variable with one field more', { name: 'a', value: 'b', valueFrom: {} }],
    ['a name alone', { name: 'a' }],
    ['a field whose name has a comma', { 'name,value': 'a' }],
    ['amounts in another order', { memory: '2', cpu: '1' }],
    ['an object of everything', { a: { b: { c: 1 } }, d: [{ e: [1, [2]] }], f: null, g: '' }],
  ])('of %s', (_, value) => {
    const given = structuredClone(value)
    const copies = [copyOf(value), copyOf(value)]
    for (const each of copies) {
      expect(each).toStrictEqual(given)
      expect(JSON.stringify(each)).toBe(JSON.stringify(given))
    }
    const parts = [value, ...copies].flatMap(partsOf)
    expect(new Set(parts).size).toBe(parts.length)
    expect(value).toStrictEqual(given)
  })
})
