import { describe, expect, test } from 'vitest'
import { countLines } from '../../../examples/playground/src/editor/count-lines.js'
import { partsOf } from '../../../examples/playground/src/editor/parts.js'

const lines = (count: number, letter: string): string =>
  Array.from({ length: count }, (_, index) => `${letter}${index}\n`).join('')

describe('the lines of a diff', () => {
  test.each([
    ['a\nb\n', 'a\nb\n', 0, 0],
    ['a\nb\n', 'a\nx\ny\nb\n', 2, 0],
    ['a\nb\nc\n', 'c\n', 0, 2],
    ['a\n', 'b\n', 1, 1],
    ['', 'a\n', 1, 0],
  ])('%j to %j', (before, after, added, removed) => {
    expect(countLines(before, after)).toEqual({ added, removed })
  })

  test('of texts with little in common all of both are told, since more would take long', () => {
    const [before, after] = [lines(20_000, 'a'), `${lines(20_000, 'b')}end`]
    expect(countLines(before, after)).toEqual({ added: 20_001, removed: 20_000 })
    expect(partsOf(before, after).map(({ value }) => value)).toEqual([before, after])
  })
})
