import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { add, isAmongFirst, isAnythingFound, startFound, told, type Item } from '../../src/overlay/found.js'
import type { Path } from '../../src/patch/edit.js'
import { check } from '../kit/runs.js'

// What is found in a pod spec is told once each, in the order of the pod spec, and of the first hundred alone.

const spec = { b: [{ y: 1, x: 2 }, {}], a: { d: {}, c: [] } }
const item = (path: Path, code = 'A'): Item<string> => ({ code, path, message: () => code })
const fieldsOf = (...items: readonly Item<string>[]): readonly string[] => {
  const found = startFound<string>(spec)
  for (const each of items) add(found, each)
  return told(found).causes.map(({ code, field }) => `${field} ${code}`)
}

const ordered: readonly Path[] = [
  [],
  ['b'],
  ['b', 0],
  ['b', 0, 'y'],
  ['b', 0, 'x'],
  ['b', 0, 'absent'],
  ['b', 0, 'missing'],
  ['b', 2],
  ['b', 10],
  ['a'],
  ['a', 'd'],
  ['a', 'c', 1],
  ['a', 'c', 1, 'e', 'f'],
  ['a', 'c', 1, 'e', 'g'],
  ['aa'],
  ['ab', 'c'],
]

test('any of it, in any order, comes out in that of the pod spec', () => {
  const expected = ordered.map((path) => fieldsOf(item(path))[0])
  check(
    fc.property(fc.shuffledSubarray([...ordered], { minLength: 2 }), (paths) => {
      const fields = fieldsOf(...paths.map((path) => item(path)), ...paths.map((path) => item(path)))
      expect(fields).toEqual(expected.filter((_, index) => paths.includes(ordered[index]!)))
    }),
    { numRuns: 200 },
  )
})

test('several codes of one place are told as they were found, each once', () => {
  const at = ['a', 'd']
  expect(fieldsOf(item(at, 'B'), item(at, 'A'), item(['b']), item(at, 'B'), item(at, 'A'), item(at, 'C'))).toEqual([
    'spec.b A',
    'spec.a.d B',
    'spec.a.d A',
    'spec.a.d C',
  ])
})

describe('of more than a hundred', () => {
  const full = () => {
    const found = startFound<string>({})
    for (let index = 99; index >= 0; index--) add(found, item(['l', 2 * index]))
    return found
  }
  const last = (found: ReturnType<typeof full>) => told(found).causes.at(-1)?.field

  test('the first are told, and the others counted', () => {
    const found = full()
    expect([told(found).omitted, last(found)]).toEqual([0, 'spec.l[198]'])
    add(found, item(['l', 200]))
    expect([told(found).causes.length, told(found).omitted, last(found)]).toEqual([100, 1, 'spec.l[198]'])
    add(found, item(['l', 1]))
    expect([told(found).causes.length, told(found).omitted, last(found)]).toEqual([100, 2, 'spec.l[196]'])
  })

  test('those that are found in a row count once', () => {
    const found = full()
    add(found, item(['l', 300]))
    add(found, item(['l', 300]))
    expect(told(found).omitted).toBe(1)
    add(found, item(['l', 300], 'B'))
    expect(told(found).omitted).toBe(2)
    add(found, item(['l', 4]))
    expect(told(found).omitted).toBe(2)
  })

  test('it is known what would be among the first', () => {
    const found = full()
    expect([197, 198, 199].map((index) => isAmongFirst(found, ['l', index]))).toEqual([true, false, false])
    const few = startFound<string>({})
    expect(isAnythingFound(few)).toBe(false)
    add(few, item(['l', 0]))
    expect([isAnythingFound(few), isAmongFirst(few, ['l', 5])]).toEqual([true, true])
  })
})
