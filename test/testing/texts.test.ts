import { describe, expect, test } from 'vitest'
import { differences, jsonDifferences } from '../../src/testing/laws/differences.js'
import { diffText } from '../../src/testing/laws/diff.js'
import { difference, snapshot } from '../../src/testing/laws/snapshot.js'
import { runSync, type Steps } from '../../src/testing/laws/steps.js'
import { trendOf, trendText } from '../../src/testing/laws/trend.js'
import { yamlLines } from '../../src/testing/laws/yaml.js'

// What a person reads of a broken law.

describe('a value as YAML', () => {
  test.each<[unknown, string[]]>([
    ['app', ['app']],
    ['two words', ['two words']],
    ['registry.example/a:1', ['registry.example/a:1']],
    ['', ['""']],
    ['true', ['"true"']],
    ['No', ['"No"']],
    ['~', ['"~"']],
    ['1', ['"1"']],
    ['a: b', ['"a: b"']],
    ['a ', ['"a "']],
    ['-a', ['"-a"']],
    [undefined, ['nothing']],
    [null, ['null']],
    [1, ['1']],
    [{}, ['{}']],
    [[], ['[]']],
    [{ a: undefined, b: 1 }, ['b: 1']],
    [{ a: null }, ['a: null']],
    [
      [{ a: undefined }, null],
      ['- ', '- null'],
    ],
    [{ a: [], b: [[]] }, ['a: []', 'b:', '  - []']],
    [{ 'a b': 1, 'x.y/z-1': 2 }, ['"a b": 1', 'x.y/z-1: 2']],
    [{ a: { b: { c: 1 } }, d: {} }, ['a:', '  b:', '    c: 1', 'd: {}']],
    [{ a: [{ b: 1, c: [2, 'x'] }, []] }, ['a:', '  - b: 1', '    c:', '      - 2', '      - x', '  - []']],
    [
      [[1, 2], 3],
      ['- - 1', '  - 2', '- 3'],
    ],
  ])('%j', (value, lines) => {
    expect(yamlLines(value)).toEqual(lines)
  })
})

describe('what became of a value', () => {
  const list = (...items: readonly (string | number)[]) => items
  test.each<[string, unknown, unknown, string[]]>([
    ['nothing', [1, 2], [1, 2], ['  …']],
    ['all of it', 'a', 'b', ['- a', '+ b']],
    [
      'one more at the end',
      list('a', 'b', 'c', 'd'),
      list('a', 'b', 'c', 'd', 'e'),
      ['  …', '  - c', '  - d', '+ - e'],
    ],
    ['one more in front', list('b', 'c', 'd'), list('a', 'b', 'c', 'd'), ['+ - a', '  - b', '  - c', '  …']],
    ['one less', list('a', 'b', 'c'), list('a', 'c'), ['  - a', '- - b', '  - c']],
    [
      'two places far from each other',
      list('a', 'b', 'c', 'd', 'e', 'f', 'g'),
      list('x', 'b', 'c', 'd', 'e', 'f', 'y'),
      ['- - a', '+ - x', '  - b', '  - c', '  …', '  - e', '  - f', '- - g', '+ - y'],
    ],
    [
      'one place far from both ends',
      list('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i'),
      list('a', 'b', 'c', 'd', 'x', 'f', 'g', 'h', 'i'),
      ['  …', '  - c', '  - d', '- - e', '+ - x', '  - f', '  - g', '  …'],
    ],
    ['what is there twice', list('a', 'a'), list('a', 'a', 'a'), ['  - a', '  - a', '+ - a']],
    [
      'as much as can be stays',
      list('a', 'b', 'c', 'd'),
      list('b', 'x', 'd', 'c'),
      ['- - a', '  - b', '- - c', '+ - x', '  - d', '+ - c'],
    ],
  ])('%s', (_what, before, after, lines) => {
    expect(diffText(before, after).split('\n')).toEqual(lines)
  })

  test('of what is long on one side, nothing is compared; of what is not, every line', () => {
    const around = (count: number) => Array.from({ length: count }, (_, index) => (index === 7 ? 'same' : `a${index}`))
    const isCompared = (before: string[], after: string[]): boolean =>
      diffText(before, after).split('\n').includes('  - same')
    expect(isCompared(around(1500), ['same'])).toBe(true)
    expect(isCompared(['same'], around(1500))).toBe(true)
    expect(isCompared(around(1501), ['same'])).toBe(false)
    expect(isCompared(['same'], around(1501))).toBe(false)
    // What both begin with is not counted.
    expect(isCompared(['x', ...around(1500)], ['x', 'same'])).toBe(true)
  })

  test('of what is long, all of the old stands before all of the new', () => {
    const many = (sign: string) => Array.from({ length: 1501 }, (_, index) => `${sign}${String(index)}`)
    const lines = diffText(['first', ...many('a'), 'last'], ['first', ...many('b'), 'last']).split('\n')
    expect(lines.slice(0, 2)).toEqual(['  - first', '- - a0'])
    expect(lines.slice(1501, 1503)).toEqual(['- - a1500', '+ - b0'])
    expect(lines.slice(-2)).toEqual(['+ - b1500', '  - last'])
  })
})

describe('where two values differ', () => {
  test.each<[unknown, unknown, string[]]>([
    [1, 1, []],
    [1, 2, ['/: 1 became 2']],
    [{ a: [1, 2] }, { a: [1, 3, 4] }, ['/a/1: 2 became 3', '/a/2: nothing became 4']],
    [{ a: 1 }, { b: 1 }, ['/a: 1 became nothing', '/b: nothing became 1']],
    [{ a: [] }, { a: {} }, ['/a: [] became {}']],
  ])('%j and %j', (one, other, expected) => {
    expect(jsonDifferences(one, other)).toEqual(expected)
    expect(differences(one, other)).toEqual(expected)
  })

  test('twelve places are told', () => {
    expect(
      jsonDifferences(
        Array.from({ length: 20 }, () => 1),
        [],
      ),
    ).toHaveLength(12)
  })

  test('equal values may be two objects', () => {
    const one = { a: 1 }
    expect(differences(one, one)).toEqual([])
    expect(differences(one, { a: 1 })).toEqual(['the same JSON, but not the same object'])
    expect(differences({ a: 1 }, one, one)).toEqual([])
  })
})

describe('what was done to an object', () => {
  const after = (
    change: (value: Record<string, unknown>) => void,
    value: Record<string, unknown> = { a: { b: 1 } },
  ) => {
    const before = snapshot(value)
    change(value)
    return difference(before, snapshot(value))
  }
  test.each<[string, (value: Record<string, unknown>) => void, string | undefined]>([
    ['nothing', () => undefined, undefined],
    ['one object more', (value) => (value['c'] = {}), '2 objects became 3'],
    ['another object of the same fields', (value) => (value['a'] = { b: 1 }), 'object 0, property a: {"a":{"b":1}}'],
    ['another prototype', (value) => void Object.setPrototypeOf(value, null), 'object 0 has another prototype'],
    ['no more fields', (value) => Object.preventExtensions(value), 'object 0 was frozen: {"a":{"b":1}}'],
    ['one field more', (value) => (value['c'] = 1), 'object 0, number of own properties: {"a":{"b":1},"c":1}'],
    ['another value below', (value) => ((value['a'] as { b: number }).b = 2), 'object 1, property b: {"b":2}'],
    [
      'a field that cannot be written to',
      (value) => Object.defineProperty(value, 'a', { writable: false }),
      'object 0, property a: {"a":{"b":1}}',
    ],
    [
      'a field that is not listed',
      (value) => Object.defineProperty(value, 'a', { enumerable: false }),
      'object 0, property a: {}',
    ],
  ])('%s', (_what, change, expected) => {
    expect(after(change)).toBe(expected)
  })

  test('another order', () => {
    const reorder = (value: Record<string, unknown>): void => {
      delete value['a']
      value['a'] = 1
    }
    expect(after(reorder, { a: 1, b: 1 })).toBe('object 0, property a: {"b":1,"a":1}')
  })

  test('another object', () => {
    expect(difference(snapshot({}), snapshot({}))).toBe('object 0 is another one')
  })

  test('what is shown of an object is cut', () => {
    const value = { a: 'x'.repeat(300) }
    expect(after(Object.freeze, value)).toBe(`object 0 was frozen: {"a":"${'x'.repeat(194)}`)
    const other = { a: 'x'.repeat(300), b: 1 }
    expect(after((given) => (given['b'] = 2), other)).toBe(`object 0, property b: {"a":"${'x'.repeat(194)}`)
  })

  test('a value that holds itself has an end', () => {
    const value: Record<string, unknown> = {}
    value['self'] = value
    expect(difference(snapshot(value), snapshot(value))).toBeUndefined()
  })
})

test.each([
  [{ kind: 'settles', after: 0 }, 'nothing changes'],
  [{ kind: 'settles', after: 2 }, 'it settles after 2 more'],
  [{ kind: 'oscillates', period: 3 }, 'it oscillates: every 3 rounds the pod is as it was before'],
  [{ kind: 'grows', lists: { a: 1, 'b.c': 2 } }, 'it grows: a by 1, b.c by 2 in every round'],
  [{ kind: 'changes' }, 'it changes in every round, and comes to no end'],
] as const)('%j is said in words', (trend, text) => {
  expect(trendText(trend)).toBe(text)
})

describe('what becomes of something that a step changes', () => {
  const along =
    <T>(states: readonly T[], from = 0) =>
    (state: T): Steps<T> =>
      (function* () {
        const at = states.findIndex((each) => JSON.stringify(each) === JSON.stringify(state))
        return states[at + 1] ?? states[from] ?? state
      })()
  const lengths = (...counts: number[]) => counts.map((length, turn) => ({ turn, list: Array<number>(length).fill(0) }))

  test.each<[string, unknown[], number, object]>([
    ['it settles at once', ['a'], 0, { kind: 'settles', after: 0 }],
    ['it settles later', ['a', 'b', 'c'], 2, { kind: 'settles', after: 2 }],
    ['it comes back', ['a', 'b', 'c'], 0, { kind: 'oscillates', period: 3 }],
    ['it comes back to a later one', ['a', 'b', 'c'], 1, { kind: 'oscillates', period: 2 }],
    ['it grows', lengths(0, 1, 2, 3, 4, 5, 7), 0, { kind: 'grows', lists: { list: 2 } }],
    ['it grows, but not at first', lengths(1, 1, 2, 3, 4, 5, 6), 0, { kind: 'changes' }],
    ['it grows, but not at last', lengths(0, 1, 2, 3, 4, 5, 5), 0, { kind: 'changes' }],
    [
      'lists in lists grow together',
      [1, 2, 3, 4, 5, 6, 7].map((length) => [{ a: Array(length).fill(0) }, { a: Array(length).fill(1), b: [1] }]),
      0,
      { kind: 'grows', lists: { '[*].a': 2 } },
    ],
    ['it changes', [1, 2, 3, 4, 5, 6, 7], 0, { kind: 'changes' }],
  ])('%s', (_what, states, from, trend) => {
    expect(runSync(trendOf(states[0], along(states, from)))).toEqual(trend)
  })
})
