import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { misspelt, nearest } from '../../src/input/nearest.js'
import { check } from '../kit/runs.js'

/** Optimal string alignment, as its definition has it. */
function distance(left: string, right: string, memo = new Map<string, number>()): number {
  const key = `${String(left.length)},${String(right.length)}`
  const known = memo.get(key)
  if (known !== undefined) return known
  const of = (l: number, r: number) => distance(left.slice(0, left.length - l), right.slice(0, right.length - r), memo)
  const [a, b] = [left.at(-1), right.at(-1)]
  const least =
    left === '' || right === ''
      ? left.length + right.length
      : Math.min(
          of(1, 1) + (a === b ? 0 : 1),
          of(1, 0) + 1,
          of(0, 1) + 1,
          left.length > 1 && right.length > 1 && a === right.at(-2) && b === left.at(-2) ? of(2, 2) + 1 : Infinity,
        )
  memo.set(key, least)
  return least
}

const word = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'D'), maxLength: 7 })

describe('the nearest of known words', () => {
  test('is the first of those that the fewest changes lead to, if these are not too many', () => {
    check(
      fc.property(
        word,
        fc.uniqueArray(word, { maxLength: 5 }),
        fc.integer({ min: 0, max: 4 }),
        (given, known, limit) => {
          const distances = known.map((each) => distance(given.toLowerCase(), each.toLowerCase()))
          const least = Math.min(...distances)
          const expected = least <= limit ? known[distances.indexOf(least)] : undefined
          expect(nearest(given, known, limit)).toBe(expected)
        },
      ),
      { numRuns: 300 },
    )
  })

  test.each([
    ['imag', ['image', 'mode'], 'image'],
    ['IMAGE', ['image'], 'image'],
    ['ab', ['cd'], 'cd'],
    ['ab', ['cde'], undefined],
    ['abcdefghi', ['abcdefxyz'], 'abcdefxyz'],
    ['abcdefghi', ['abcdewxyz'], undefined],
    ['x', [], undefined],
    ['a'.repeat(1000), ['b'.repeat(1000)], undefined],
    // Nobody mistypes a word of so many letters: not all of them are compared.
    ['a'.repeat(1000), ['a'.repeat(1000)], undefined],
    ['a'.repeat(64), ['a'.repeat(65)], 'a'.repeat(65)],
  ])('of %j in %j is %j', (given, known, expected) => {
    expect(nearest(given, known)).toBe(expected)
  })
})

test.each([
  ['imag', ['image'], 'image'],
  ['imge', ['image'], 'image'],
  ['hostIPC', ['hostPID'], 'hostPID'],
  ['abcde', ['abcxy'], undefined],
  ['abcdef', ['abcdxy'], 'abcdxy'],
  ['abcdef', ['abcxyz'], undefined],
  ['config_map_key_ref', ['secretKeyRef', 'configMapKeyRef'], 'configMapKeyRef'],
  ['pod-anti-affinity', ['podAffinity', 'podAntiAffinity'], 'podAntiAffinity'],
  ['--', ['os', 'ip'], undefined],
])('%j can only be a misspelt one of %j: %j', (given, known, expected) => {
  expect(misspelt(given, known)).toBe(expected)
})
