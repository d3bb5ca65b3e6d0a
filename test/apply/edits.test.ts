import { describe, expect, test } from 'vitest'
import { apply } from '../../src/patch/apply.js'
import type { Edit, Path } from '../../src/patch/edit.js'
import { inOrder } from '../../src/patch/order.js'
import { placeOf, emptyTree } from '../../src/patch/path-tree.js'

// What edits make of a value, to the last key.

const add = (path: Path, value: unknown = 'new'): Edit => ({ op: 'add', path, value })
const replace = (path: Path, value: unknown = 'new'): Edit => ({ op: 'replace', path, value })
const remove = (path: Path): Edit => ({ op: 'remove', path })
const spec = () => ({ a: [{ l: [1, 2], m: { x: 1, y: 2 } }, { l: [3] }], b: [4, 5, 6], c: { d: 7, e: 8 }, f: 9 })
type Spec = ReturnType<typeof spec>

describe('edits make', () => {
  test.each<[string, readonly Edit[], (made: Spec & Record<string, unknown>) => object]>([
    ['a new field of the root', [add(['z'])], (made) => ({ ...made, z: 'new' })],
    ['another value of it', [replace(['f'])], (made) => ({ ...made, f: 'new' })],
    ['a root without a field', [remove(['f'])], ({ f: _, ...made }) => made],
    ['an object without a field', [remove(['c', 'd'])], (made) => ({ ...made, c: { e: 8 } })],
    ['another entry', [replace(['b', 1])], (made) => ({ ...made, b: [4, 'new', 6] })],
    ['an entry at the end', [add(['b', '-']), add(['b', '-'], 2)], (made) => ({ ...made, b: [4, 5, 6, 'new', 2] })],
    ['an entry in front', [add(['b', 0])], (made) => ({ ...made, b: ['new', 4, 5, 6] })],
    [
      'entries here and there',
      [add(['b', 1], 'x'), add(['b', 2], 'y'), add(['b', 5], 'z')],
      (made) => ({ ...made, b: [4, 'x', 'y', 5, 6, 'z'] }),
    ],
    [
      'entries of two lists',
      [add(['b', 0], 'x'), add(['a', 0], 'y'), add(['a', 1, 'l', 0], 'z')],
      (made) => ({ ...made, a: ['y', { ...made.a[0], l: ['z', 1, 2] }, made.a[1]], b: ['x', 4, 5, 6] }),
    ],
    [
      'entries of lists that stand alike',
      [add(['a', 0, 'l', 0], 'x'), add(['a', 1, 'l', 0], 'y')],
      (made) => ({ ...made, a: [{ ...made.a[0], l: ['x', 1, 2] }, { l: ['y', 3] }] }),
    ],
    [
      'an entry that is then another one',
      [add(['b', 0], 'x'), replace(['b', 2], 'y'), add(['b', '-'], 'z')],
      (made) => ({ ...made, b: ['x', 4, 'y', 6, 'z'] }),
    ],
    ['a list without entries', [remove(['b', 2]), remove(['b', 0])], (made) => ({ ...made, b: [5] })],
    ['an empty list', [2, 1, 0].map((index) => remove(['b', index])), (made) => ({ ...made, b: [] })],
    [
      'an entry, after a change in it',
      [replace(['a', 0, 'm', 'x'], 'x'), replace(['a', 0], 'y')],
      (made) => ({ ...made, a: ['y', made.a[1]] }),
    ],
    ['a field, after changes below it', [add(['a', 0, 'l', 0]), replace(['a'])], (made) => ({ ...made, a: 'new' })],
    ['a field below a new one', [add(['z'], {}), add(['z', 'y'])], (made) => ({ ...made, z: { y: 'new' } })],
    ['a field below null', [add(['z'], null), add(['z', 'y'])], (made) => ({ ...made, z: { y: 'new' } })],
    ['a field below a text', [add(['z'], 'text'), add(['z', 'y'])], (made) => ({ ...made, z: { y: 'new' } })],
    [
      'fields of one name, one in the other',
      [add(['a', 0, 'a']), add(['a', 1, 'c'], {}), add(['a', 1, 'c', 'a']), add(['c', 'a']), add(['c', 'l', 'a'])],
      (made) => ({
        ...made,
        a: [
          { ...made.a[0], a: 'new' },
          { ...made.a[1], c: { a: 'new' } },
        ],
        c: { ...made.c, a: 'new', l: { a: 'new' } },
      }),
    ],
    [
      'changes along one path and beside it',
      [
        replace(['a', 0, 'm', 'x'], 'x'),
        replace(['a', 0, 'm', 'y'], 'y'),
        add(['a', 1, 'm'], {}),
        add(['a', 1, 'm', 'z'], 'z'),
        replace(['a', 0, 'l', 1], 'l'),
        add(['c', 'g', 'h'], 'h'),
        add(['a', 0, 'n'], 'n'),
      ],
      (made) => ({
        ...made,
        a: [
          { l: [1, 'l'], m: { x: 'x', y: 'y' }, n: 'n' },
          { l: [3], m: { z: 'z' } },
        ],
        c: { ...made.c, g: { h: 'h' } },
      }),
    ],
  ])('%s', (_, edits, expected) => {
    const given = spec()
    const made = apply(given, edits)
    expect(made).toStrictEqual(expected(spec()))
    expect(Object.keys(made)).toEqual(Object.keys(expected(spec())))
    expect(given).toStrictEqual(spec())
  })

  test('a copy of what is below a field of its name', () => {
    const given = { env: 1, c: { env: { x: 1 } }, d: { c: { x: 1 } } }
    const before = structuredClone(given)
    const made = apply(given, [replace(['env'], 2), add(['c', 'env', 'y'], 3), add(['d', 'c', 'y'], 4)])
    expect(made).toStrictEqual({ env: 2, c: { env: { x: 1, y: 3 } }, d: { c: { x: 1, y: 4 } } })
    expect(given).toStrictEqual(before)
  })

  test('nothing else new', () => {
    const given = spec()
    expect(apply(given, [])).toBe(given)
    const made = apply(given, [replace(['a', 0, 'm', 'x'])]) as Spec
    expect([made.b, made.c, made.a[1], made.a[0]!.l]).toEqual([given.b, given.c, given.a[1], given.a[0]!.l])
    expect(made.b).toBe(given.b)
    expect(made.a[1]).toBe(given.a[1])
    expect(made.a[0]!.l).toBe(given.a[0]!.l)
  })

  test('fields of the names that modes write, and no others, at their names', () => {
    const names = ['containers', 'initContainers', 'volumes', 'shareProcessNamespace', 'other']
    const edits = names.map((name) => add([name], [name]))
    expect(apply({}, edits)).toStrictEqual(Object.fromEntries(names.map((name) => [name, [name]])))
  })
})

test('removals go from the back, and outer ones after inner ones', () => {
  const paths: Path[] = [['a'], ['b', 2], ['b', 10], ['b', 10, 'x'], ['c', 'd'], ['c', 'e'], ['a', 'z'], ['2', 'x']]
  const removals = paths.map((path) => ({ op: 'remove' as const, path }))
  expect(inOrder({ insertions: [], writes: [], removals }).map(({ path }) => path.join('/'))).toEqual([
    'c/e',
    'c/d',
    'b/10',
    'b/2',
    'a',
    '2/x',
  ])
})

test('what stands at or below a removal is left out, and a removal is there once', () => {
  const removals = [['a', 1, 'x'], ['b'], ['a', 1], ['a', 1]].map((path) => ({ op: 'remove' as const, path }))
  const gone: readonly Path[] = [['b'], ['a', 1], ['a', 1, 'x', 'y']]
  const kept: readonly Path[] = [['a'], ['a', 0], ['a', 10], ['a', '1'], ['c', 'd'], ['bb']]
  const writes = [...gone, ...kept].map((path) => ({ op: 'add' as const, path, value: 1 }))
  const edits = inOrder({ insertions: [], writes, removals })
  expect(edits.map(({ op, path }) => `${op} ${path.join('/')}`)).toEqual([
    ...kept.map((path) => `add ${path.join('/')}`),
    'remove b',
    'remove a/1',
  ])
})

test('a path tree has one place for each path', () => {
  const tree = emptyTree<string>()
  placeOf(tree, ['a', 1]).value = 'one'
  expect(placeOf(tree, ['a', 1]).value).toBe('one')
  expect(placeOf(tree, ['a', '1']).value).toBeUndefined()
})
