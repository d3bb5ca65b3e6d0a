import { describe, expect, test } from 'vitest'
import { holderOf, startCopies } from '../../src/patch/copies.js'
import { isSameList, type Path } from '../../src/patch/edit.js'
import { inOrder } from '../../src/patch/order.js'
import { apply } from '../../src/patch/apply.js'

// What keeps the cost of many edits that of what they touch.

const root = () => ({ a: [{ l: [1, 2], m: { x: 1 } }, { l: [3] }], b: { c: { d: {} } } })

describe('what edits lead through is copied once', () => {
  const paths: readonly Path[] = [
    ['z'],
    ['a', '-'],
    ['a', 0, 'l', 0],
    ['a', 0, 'm', 'x'],
    ['a', 1, 'n', 'o'],
    ['b', 'c', 'd', 'e'],
    ['new', 'field'],
  ]

  test.each([
    ['in a row', paths.flatMap((path) => [path, path])],
    ['one after the other', [...paths, ...paths]],
    ['there and back', [...paths, ...paths.toReversed()]],
  ])('%s', (_, order) => {
    const given = root()
    const copies = startCopies(given)
    const holders = new Map<string, unknown>()
    for (const path of order) {
      const key = path.join()
      const holder = holderOf(copies, path)
      expect(holder, key).toBe(holders.get(key) ?? holder)
      holders.set(key, holder)
    }
    expect(given).toStrictEqual(root())
    expect(holders.get('z')).toBe(copies.fields)
    expect(holders.get('a,-')).toBe(copies.fields['a'])
    expect(new Set(holders.values()).size).toBe(paths.length)
    expect(copies.fields).toStrictEqual({
      a: [given.a[0], { l: [3], n: {} }],
      b: given.b,
      new: {},
    })
  })
})

test.each<[Path, Path, boolean]>([
  [['a', 0], ['a', 1], true],
  [['a', 0], ['a', '-'], true],
  [['a', 'x'], ['a', 'y'], true],
  [['x'], ['y'], true],
  [['a', 0, 'b', 1], ['a', 0, 'b', 2], true],
  [['a', 0], ['b', 0], false],
  [['a', 0, 'b', 1], ['a', 1, 'b', 1], false],
  [['a', 0, 'b', 1], ['a', 0, 'c', 1], false],
  [['a', 0], ['a', 0, 'b'], false],
  [['a', 0, 'b', 1], ['a', 0], false],
])('%j and %j lead into one list or object: %s', (left, right, isSame) => {
  expect(isSameList(left, right)).toBe(isSame)
})

describe('without anything to do, what is given is given back', () => {
  test('an instance of a class, where there are no edits', () => {
    class Spec {
      readonly [field: string]: unknown
      readonly containers = []
    }
    const spec = new Spec()
    expect(apply(spec, [])).toBe(spec)
  })

  test('edits, each the one that it was, where nothing is inserted', () => {
    const writes = [{ op: 'add' as const, path: ['a', 0, 'b'], value: 1 }]
    const [first, second] = inOrder({ insertions: [], writes, removals: [{ op: 'remove', path: ['c'] }] })
    expect(first).toBe(writes[0])
    expect(second).toEqual({ op: 'remove', path: ['c'] })
  })
})
