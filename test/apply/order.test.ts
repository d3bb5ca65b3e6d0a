import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { JsonObject } from '../../src/json.js'
import { apply } from '../../src/patch/apply.js'
import type { Addition, Edit, Path, Removal } from '../../src/patch/edit.js'
import { inOrder, type UnorderedEdits } from '../../src/patch/order.js'
import { pointer } from '../../src/patch/pointer.js'
import { applyPatch, type Operation } from '../../src/testing/json-patch.js'
import { options } from '../kit/runs.js'

const add = (path: Path, value: unknown = 'new'): Addition => ({ op: 'add', path, value })
const replace = (path: Path, value: unknown = 'new'): Addition => ({ op: 'replace', path, value })
const remove = (path: Path): Removal => ({ op: 'remove', path })

const toOperation = (edit: Edit): Operation => ({ ...edit, path: pointer(edit.path) })
const written = (edits: Partial<UnorderedEdits>): string[] =>
  inOrder({ insertions: [], writes: [], removals: [], ...edits }).map(({ op, path }) => `${op} ${pointer(path)}`)

describe('the order of edits', () => {
  test('is that of the walk where nothing is inserted or removed', () => {
    const writes = [replace(['b', 3]), add(['a', '-']), add(['c'])]
    expect(inOrder({ insertions: [], writes, removals: [] })).toBe(writes)
  })

  test('insertions come first, and all other edits have the indexes after them', () => {
    const edits = {
      insertions: [add(['a', 2]), add(['a', 0]), add(['a', 2], 'second')],
      writes: [add(['a', 0, 'x']), add(['a', 1, 'x']), replace(['a', 2, 'x']), add(['a', '-']), add(['b', 2, 'x'])],
      removals: [remove(['a', 1, 'y']), remove(['a', 3])],
    }
    expect(written(edits)).toEqual([
      ...['add /a/0', 'add /a/3', 'add /a/4'],
      ...['add /a/1/x', 'add /a/2/x', 'replace /a/5/x', 'add /a/-', 'add /b/2/x'],
      ...['remove /a/6', 'remove /a/2/y'],
    ])
    expect(inOrder(edits).flatMap((edit) => ('value' in edit ? [edit.value] : []))[2]).toBe('second')
  })

  test('a list in a list that moves is found where it will be', () => {
    const edits = {
      insertions: [add(['a', 1, 'env', 1]), add(['a', 1, 'env', 0]), add(['a', 0])],
      writes: [add(['a', 1, 'env', 1, 'x'])],
    }
    expect(written(edits)).toEqual(['add /a/0', 'add /a/2/env/0', 'add /a/2/env/2', 'add /a/2/env/3/x'])
  })

  test('what goes is removed once, and nothing at or below it is edited', () => {
    const edits = {
      insertions: [add(['a', 1]), add(['a', 1, 'env', 0])],
      writes: [add(['a', 1, 'x', 'y']), replace(['a', 1]), replace(['a', 10, 'x']), add(['a', '-'])],
      removals: [remove(['a', 1]), remove(['a', 1, 'x']), remove(['a', 1]), remove(['b']), remove(['a', 1, 'x'])],
    }
    expect(written(edits)).toEqual(['add /a/1', 'replace /a/11/x', 'add /a/-', 'remove /b', 'remove /a/2'])
  })

  test('keys that look like indexes are no indexes', () => {
    expect(written({ insertions: [add(['a', 0])], writes: [add(['a', '0']), add(['0', '1'])] })).toEqual([
      'add /a/0',
      'add /a/0',
      'add /0/1',
    ])
  })
})

interface Entry {
  readonly id: number
  readonly list: readonly { readonly id: number }[]
}

const value = fc.array(fc.nat(3), { maxLength: 4 }).map((lengths) => ({
  a: lengths.map((length, id) => ({ id, list: Array.from({ length }, (_, id) => ({ id })) })),
}))

const some = fc.record(
  {
    outer: fc.array(fc.nat(4), { maxLength: 3 }),
    inner: fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { maxLength: 3 }),
    writes: fc.uniqueArray(fc.tuple(fc.nat(3), fc.option(fc.nat(3))), { maxLength: 4, selector: String }),
    appends: fc.array(fc.option(fc.nat(3)), { maxLength: 2 }),
    removals: fc.array(fc.tuple(fc.nat(3), fc.option(fc.nat(3))), { maxLength: 3 }),
  },
  { noNullPrototype: true },
)

/** The same, said in another way: each list is written anew, entry by entry. */
function rebuilt(list: readonly Entry[], { insertions, writes, removals }: UnorderedEdits, at: Path): unknown[] {
  const is = (path: Path) => (edit: Edit) => pointer(edit.path) === pointer(path)
  const values = (edits: readonly Addition[], path: Path) => edits.filter(is(path)).map((edit) => edit.value)
  const entries = list.flatMap((entry, index) => {
    const path = [...at, index]
    const before = values(insertions, path)
    if (removals.some(is(path))) return before
    const [x] = values(writes, [...path, 'x'])
    const inner = 'list' in entry && {
      list: rebuilt(entry.list as Entry[], { insertions, writes, removals }, [...path, 'list']),
    }
    return [...before, { ...entry, ...inner, ...(x !== undefined && { x }) }]
  })
  return [...entries, ...values(insertions, [...at, list.length]), ...values(writes, [...at, '-'])]
}

test('in every engine the edits make what they say', () => {
  fc.assert(
    fc.property(value, some, (podSpec, { outer, inner, writes, appends, removals }) => {
      let last = 0
      const isThere = ([index, below]: readonly [number, number | null]): boolean => {
        const entry = podSpec.a[index]
        return entry !== undefined && (below === null || below < entry.list.length)
      }
      const pathOf = ([index, below]: readonly [number, number | null]): Path =>
        below === null ? ['a', index] : ['a', index, 'list', below]
      const edits: UnorderedEdits = {
        insertions: [
          ...outer.filter((index) => index <= podSpec.a.length).map((index) => add(['a', index], ++last)),
          ...inner
            .filter(([index, below]) => isThere([index, null]) && below <= podSpec.a[index]!.list.length)
            .map((each) => add(pathOf(each), ++last)),
        ],
        writes: [
          ...writes.filter(isThere).map((each) => add([...pathOf(each), 'x'], ++last)),
          ...appends
            .filter((index) => index === null || isThere([index, null]))
            .map((index) => add(index === null ? ['a', '-'] : ['a', index, 'list', '-'], ++last)),
        ],
        removals: removals.filter(isThere).map((each) => remove(pathOf(each))),
      }
      const before = structuredClone(podSpec)
      const expected = { a: rebuilt(podSpec.a, edits, ['a']) }
      const ordered = inOrder(edits)
      expect(applyPatch(podSpec, ordered.map(toOperation))).toEqual(expected)
      expect(apply(podSpec as unknown as JsonObject, ordered)).toEqual(expected)
      expect(podSpec).toEqual(before)
    }),
    options,
  )
})

describe('many edits at once', () => {
  const count = 64_000
  const entries = Array.from({ length: count }, (_, id) => ({ id, list: [{ id }] }))
  const podSpec = { a: entries, b: entries }
  const indexes = entries.map(({ id }) => id)
  const none = { insertions: [], writes: [], removals: [] }

  test.each<[string, UnorderedEdits, number]>([
    ['removals from one list', { ...none, removals: indexes.map((index) => remove(['a', index])) }, 0],
    [
      'every other entry removed',
      { ...none, removals: indexes.filter((i) => i % 2).map((i) => remove(['a', i])) },
      count / 2,
    ],
    ['appended entries', { ...none, writes: indexes.map((id) => add(['a', '-'], id)) }, 2 * count],
    ['insertions into one list', { ...none, insertions: indexes.map((index) => add(['a', index])) }, 2 * count],
    ['insertions in front of one entry', { ...none, insertions: indexes.map(() => add(['a', 0])) }, 2 * count],
    [
      'edits in two lists by turns',
      { ...none, writes: indexes.flatMap((index) => [add(['a', index, 'x']), add(['b', index, 'x'])]) },
      count,
    ],
    ['removals in every entry', { ...none, removals: indexes.map((index) => remove(['a', index, 'list', 0])) }, count],
    ['insertions in every entry', { ...none, insertions: indexes.map((index) => add(['a', index, 'list', 1])) }, count],
  ])('%s', (_, edits, length) => {
    const ordered = inOrder(edits)
    const made = apply(podSpec, ordered)
    expect(made['a']).toHaveLength(length)
    expect(podSpec.a).toHaveLength(count)
  })
})
