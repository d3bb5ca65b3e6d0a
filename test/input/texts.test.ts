import { describe, expect, test } from 'vitest'
import { at, checkKeys, readChoice, type Causes } from '../../src/input/check.js'
import { byteLength, expectedOfPath, isWellFormed } from '../../src/input/file-path.js'
import { cut, echo, found, isSameJson, isThenable, nameOf, objectsIn } from '../../src/json.js'
import { fieldPath } from '../../src/patch/field-path.js'
import { pointer } from '../../src/patch/pointer.js'

// How values, fields and paths are told.

test.each<[string, number]>([
  ['', 0],
  ['\x7f', 1],
  ['\x80', 2],
  ['\u07ff', 2],
  ['\u0800', 3],
  ['\uffff', 3],
  ['\u{10000}', 4],
  ['a\u{1f600}é', 7],
])('%j has %i bytes', (text, bytes) => {
  expect(byteLength(text)).toBe(bytes)
  expect(byteLength(text)).toBe(new TextEncoder().encode(text).length)
})

const deep = (bytes: number): string => `/${'a'.repeat(254)}`.repeat(20).slice(0, bytes)

test.each<[string, string | undefined]>([
  ['/a/b', undefined],
  ['/a\0b', 'a path without NUL'],
  ['/a\ud800', 'a path of whole characters'],
  [`/${'a'.repeat(255)}`, undefined],
  [`/${'a'.repeat(256)}`, 'a path whose components have at most 255 bytes each'],
  [`/${'é'.repeat(128)}`, 'a path whose components have at most 255 bytes each'],
  [deep(4095), undefined],
  [deep(4096), 'a path of at most 4095 bytes'],
])('of the path %j is expected %j', (path, expected) => {
  expect(expectedOfPath(path)).toBe(expected)
})

test('a text is whole where each surrogate has its other half', () => {
  expect(['', 'a', '\u{1f600}'].map(isWellFormed)).toEqual([true, true, true])
  expect(['\ud800', 'a\udc00', '\udc00\ud800'].map(isWellFormed)).toEqual([false, false, false])
})

test.each<[unknown, string]>([
  [undefined, 'nothing'],
  [null, 'null'],
  [[], 'a list'],
  [{}, 'an object'],
  ['a"b', '"a\\"b"'],
  ['a'.repeat(80), `"${'a'.repeat(80)}"`],
  ['a'.repeat(81), `"${'a'.repeat(80)}…"`],
  [-1.5, '-1.5'],
  [false, 'false'],
  [1n, 'a bigint'],
  [() => 1, 'a function'],
])('%o is told as %s', (value, told) => {
  expect(found(value)).toBe(told)
  expect(nameOf(value)).toBe(typeof value === 'string' ? value : told)
})

describe('a text that a message repeats', () => {
  test('has at most 256 characters', () => {
    expect(cut('a'.repeat(256))).toBe('a'.repeat(256))
    expect(cut('a'.repeat(257))).toBe(`${'a'.repeat(255)}…`)
  })

  test('may be a list of names', () => {
    expect(echo([])).toBe('')
    expect(echo(['a', 'b'])).toBe('a, b')
    expect(echo(['a'.repeat(256)])).toBe('a'.repeat(256))
    expect(echo(['a'.repeat(257), 'b'])).toBe(`${'a'.repeat(256)}, …`)
    expect(echo(['a', 'b'.repeat(253)])).toBe(`a, ${'b'.repeat(253)}`)
    expect(echo(['a', 'b'.repeat(254)])).toBe('a, …')
  })
})

test.each([
  ['', 'image', 'image'],
  ['fetch', 'image', 'fetch.image'],
  ['', 'a.b', 'config["a.b"]'],
  ['limits', 'example.com/gpu', 'limits["example.com/gpu"]'],
  ['', '', 'config[""]'],
  ['a', 'b-c_1', 'a.b-c_1'],
  ['', 'x'.repeat(300), `${'x'.repeat(255)}…`],
])('below %j the field %j is %s', (parent, key, field) => {
  expect(at(parent, key)).toBe(field)
})

test.each<[readonly (string | number)[], string, string]>([
  [[], 'spec', ''],
  [['containers', 1, 'env', '-'], 'spec.containers[1].env.-', '/containers/1/env/-'],
  [['nodeSelector', 'a/b~c'], 'spec.nodeSelector[a/b~c]', '/nodeSelector/a~1b~0c'],
  [['x', '~1'], 'spec.x.~1', '/x/~01'],
  ...['limits', 'requests', 'overhead', 'matchLabels'].map((map): [readonly string[], string, string] => [
    [map, 'cpu'],
    `spec.${map}[cpu]`,
    `/${map}/cpu`,
  ]),
])('the path %j is %s as a field and %s as a pointer', (path, field, text) => {
  expect(fieldPath(path)).toBe(field)
  expect(pointer(path)).toBe(text)
})

test('the choices that there are are told, an empty text too', () => {
  const causes: Causes = []
  expect(readChoice(causes, 'c', ['', 'a', 'b'], 'field')).toBeUndefined()
  expect(causes).toEqual([{ code: 'InvalidValue', field: 'field', message: 'expected one of "", a, b, found "c"' }])
  expect(['', 'a', null, undefined].map((value) => readChoice(causes, value, ['', 'a'], 'field'))).toEqual([
    '',
    'a',
    undefined,
    undefined,
  ])
})

test('what a field may have been meant to be is looked for as long as it is told: for a hundred', () => {
  const causes: Causes = []
  checkKeys(
    causes,
    Object.fromEntries(Array.from({ length: 102 }, (_, at) => [`image${(at + 16).toString(16)}`, 1])),
    ['image'],
    '',
  )
  const ends = causes.map(({ message }) => message.replace(/^.*; /, ''))
  expect(ends).toEqual([
    ...Array.from({ length: 100 }, () => 'did you mean image?'),
    'the fields are image',
    'the fields are image',
  ])
})

describe('JSON', () => {
  test.each<[unknown, unknown, boolean]>([
    [{ a: [1, { b: null }] }, { a: [1, { b: null }] }, true],
    [{ a: 1, b: undefined }, { a: 1 }, true],
    [{ a: 1 }, { b: undefined, a: 1 }, true],
    [{ a: undefined, b: 1 }, { b: 1, c: 1 }, false],
    [{ toString: 1 }, {}, false],
    [{ a: 1 }, JSON.parse('{"__proto__":{"a":1}}'), false],
    [[1, 2], [1], false],
    [[1], [1, 2], false],
    [[1, 2], [2, 1], false],
    [[1, 2], [1, 3], false],
    [{ length: 0 }, [], false],
    [[], {}, false],
    [null, {}, false],
    [1, '1', false],
  ])('%j and %j: %j', (left, right, is) => {
    expect(isSameJson(left, right)).toBe(is)
    expect(isSameJson(right, left)).toBe(is)
  })

  test('objects in a list, and what can be waited for', () => {
    expect(objectsIn([{ a: 1 }, null, [], 'x', {}])).toEqual([{ a: 1 }, {}])
    expect(objectsIn({ 0: {} })).toEqual([])
    expect([Promise.resolve(), { then: () => 1 }].map(isThenable)).toEqual([true, true])
    expect([null, {}, { then: 1 }, () => 1].map(isThenable)).toEqual([false, false, false, false])
  })
})
