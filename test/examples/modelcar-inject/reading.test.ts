import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readDocument } from '../../../examples/modelcar-inject/yaml/document.js'
import { resolve } from '../../../examples/modelcar-inject/yaml/scalars.js'
import { split } from '../../../examples/modelcar-inject/yaml/split.js'
import { runs, seed } from '../../kit/runs.js'
import { hasKubectl, readByKubectl } from './kubectl.js'

const head = 'apiVersion: v1\nkind: Pod\n'

const read = (text: string): readonly unknown[] =>
  split(text).flatMap((piece) => {
    const document = piece.isDocument ? readDocument(piece) : undefined
    return document === undefined ? [] : [document.reading.value]
  })

/** Whole numbers of 64 bits lose digits in a `number`, and so does what is written here. */
const rounded = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (_, each: unknown) => (typeof each === 'bigint' ? Number(each) : each)))

describe('fields mean what they mean to kubectl', () => {
  const table: readonly (readonly [string, string, object])[] = [
    ['booleans', 'a: yes\nb: Off\nc: n\nd: y\ne: tRue', { a: true, b: false, c: false, d: true, e: 'tRue' }],
    ['nulls', 'a:\nb: ~\nc: NULL\nd: {e, f: 1}', { a: null, b: null, c: null, d: { e: null, f: 1 } }],
    ['octals', 'a: 0777\nb: 0o777\nc: 08\nd: -0o7\ne: 0o8', { a: 511, b: 511, c: 8, d: -7, e: '0o8' }],
    ['other bases', 'a: 0x1F\nb: 0b11\nc: 1_000\nd: 0xg\ne: +0x1', { a: 31, b: 3, c: 1000, d: '0xg', e: 1 }],
    ['floats', 'a: 1.\nb: .5\nc: 1e3\nd: 1E400\ne: -0.0\nf: 1.50', { a: 1, b: 0.5, c: 1000, d: '1E400', e: 0, f: 1.5 }],
    [
      'what only looks like a float',
      'a: e2\nb: .\nc: .e5\nd: ._5\ne: _1',
      { a: 'e2', b: '.', c: '.e5', d: '._5', e: '_1' },
    ],
    [
      'times',
      'a: 1:30\nb: 2020-01-01\nc: 2020-01-01T00:00:00Z',
      { a: '1:30', b: '2020-01-01', c: '2020-01-01T00:00:00Z' },
    ],
    [
      '64 bits',
      'a: 9223372036854775807\nb: -9223372036854775808',
      { a: 9223372036854775807n, b: -9223372036854775808n },
    ],
    ['more', 'a: 9223372036854775808\nb: 18446744073709551616', { a: 9223372036854775808, b: 18446744073709551616 }],
    ['tags', "a: !!str 1\nb: !!int '3'\nc: !!float 1\nd: ! 12\ne: !x 1", { a: '1', b: 3, c: 1, d: '12', e: '1' }],
    [
      'more tags',
      'a: !!binary aGk=\nb: !!timestamp 2020-01-01\nc: !!set {x}',
      { a: 'hi', b: '2020-01-01', c: { x: null } },
    ],
    [
      'keys',
      'yes: 1\n012: 2\n1e3: 3\n0.1: 4\n1e21: 5\n1234567.0: 6',
      { true: 1, 10: 2, 1000: 3, 0.1: 4, '1e+21': 5, '1.234567e+06': 6 },
    ],
    ['a key that is there twice', 'a: 1\nb: 2\na: 3', { a: 3, b: 2 }],
    ['a merge', 'a: &a {k: 1, l: 2}\nb: {<<: *a, k: 3}', { a: { k: 1, l: 2 }, b: { k: 3, l: 2 } }],
    ['a merge behind a key', 'a: &a {k: 1}\nb: {k: 3, <<: *a}', { a: { k: 1 }, b: { k: 1 } }],
    ['a merge of several', 'a: {<<: [{k: 1}, {k: 2, l: 3}]}', { a: { k: 1, l: 3 } }],
    [
      'a merge by its tag, and a key',
      'a: {!!merge <<: {k: 1}, "x": 2}\nb: {"<<": 5}',
      { a: { k: 1, x: 2 }, b: { '<<': 5 } },
    ],
    ['an anchor that comes again', 'a: &x 1\nb: *x\nc: &x 2\nd: *x', { a: 1, b: 1, c: 2, d: 2 }],
    ['an anchor inside of its name', 'a: &x {b: &x 1}\nc: *x', { a: { b: 1 }, c: 1 }],
    ['an alias as a key', 'a: &x k\n*x : 1', { a: 'k', k: 1 }],
    ['tabs', 'a:\t1\t# x\nb: {\n\tc:\t1\n}\nd: [\t1,\t2\t]', { a: 1, b: { c: 1 }, d: [1, 2] }],
    [
      'lines',
      "a: 'x\n\n  y'\nb: x\n  y # c\nc: |\n  x\n\n\nd: |+\n  x\n\n",
      { a: 'x\ny', b: 'x y', c: 'x\n', d: 'x\n\n' },
    ],
    ['a last line without its end', 'a: |\n  x', { a: 'x\n' }],
    ['Windows lines', 'a: |\r\n  x\r\n  y\r\nb: "x\r\n  y"\r\n', { a: 'x\ny\n', b: 'x y' }],
    [
      'lines in quotes and brackets that are not indented',
      'a: "x\ny"\nb:\n  c: \'x\n\ny\'\n  d: [\n1,\n{e: f\ng},\n]\n  h: 1',
      { a: 'x y', b: { c: 'x\ny', d: [1, { e: 'f g' }], h: 1 } },
    ],
    ['a comment without a blank in front', 'a: {b: 1}# x\nc: "d"# y', { a: { b: 1 }, c: 'd' }],
    ['carriage returns', 'a: 1\rb: x\r  y\r# c: 2\rd: |\r  x\r  y\r', { a: 1, b: 'x y', d: 'x\ny\n' }],
    ['U+0085', 'a: 1 # c\u0085b: "x\u0085\u0085  y"\u0085', { a: 1, b: 'x\ny' }],
    ['U+2028 between keys', 'a: 1 # c\u2028b:\u2029  c: 2', { a: 1, b: { c: 2 } }],
    [
      'U+2028 in texts',
      "a: x \u2028  y\nb: 'x\n\u2028 it''s'\nc: \"x\u2028\n y\\\u2029 z\\t\"\nd: x\n  y\u2029\n\n  z",
      { a: 'x\u2028y', b: "x\u2028it's", c: 'x\u2028\nyz\t', d: 'x y\u2029\n\nz' },
    ],
    [
      'U+2028 in blocks',
      'a: | # c\u2028  x\u2028   y\n\n  z\u2028b: >2-\n  x\n  y\u2029  z\n   k\n  l\u2028\u2028c: |+\n  x\u2028\u2029',
      { a: 'x\u2028 y\n\nz\u2028', b: 'x y\u2029z\n k\nl', c: 'x\u2028\u2029\n' },
    ],
    ['another document behind an odd line break', 'a: 1\u2028---\u2028a: 2', { a: 1 }],
  ]
  const expected = (value: object) => [{ apiVersion: 'v1', kind: 'Pod', ...value }]

  test.each(table)('%s', (_, fields, value) => {
    expect(read(head + fields)).toEqual(expected(value))
  })

  test.skipIf(!hasKubectl).each(table)('%s, by kubectl', (_, fields, value) => {
    expect(rounded(expected(value))).toEqual(readByKubectl(head + fields))
  })
})

const pod = (name: string): string => `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"${name}"}}`
const named = (...names: readonly string[]): readonly unknown[] => names.map((name): unknown => JSON.parse(pod(name)))

describe('streams are split as kubectl splits them', () => {
  const table: readonly (readonly [string, string, readonly unknown[]])[] = [
    ['JSON objects back to back', `${pod('a')}${pod('b')}\n ${pod('c')}\n`, named('a', 'b', 'c')],
    ['brackets and quotes in JSON', pod('a}\\"{\\\\') + pod('b'), named('a}\\"{\\\\', 'b')],
    [
      'separators with comments, blanks and carriage returns',
      `---\n${pod('a')}\n--- # x\n${pod('b')}\n---\t\r\n${pod('c')}`,
      named('a', 'b', 'c'),
    ],
    [
      'byte order marks',
      `\uFEFFapiVersion: v1\nkind: Pod\nmetadata: {name: a}\n---\n\uFEFF${pod('b')}\n`,
      named('a', 'b'),
    ],
    ['odd white space in JSON', `${pod('a\u2028')}\r${pod('b\u0085')}`, named('a\u2028', 'b\u0085')],
    ['JSON and YAML', `${pod('a')} \nkind: Pod\napiVersion: v1\nmetadata: {name: b}\n`, named('a', 'b')],
    ['empty documents', `---\n---\n# x\n---\n${pod('a')}\n---\n`, named('a')],
    ['what is behind an end', `---\n${pod('a')}\n...\n${pod('b')}\n---\n${pod('c')}`, named('a', 'c')],
    [
      'KYAML',
      '---\n{\n  apiVersion: "v1",\n  kind: "Pod",\n  # c\n  metadata: {\n    name: "a",\n  },\n}\n',
      named('a'),
    ],
  ]

  test.each(table)('%s', (_, stream, documents) => {
    expect(read(stream)).toEqual(documents)
  })

  test.skipIf(!hasKubectl).each(table)('%s, by kubectl', (_, stream, documents) => {
    expect(readByKubectl(stream)).toEqual(documents)
  })

  test('a JSON object and a document behind it, which kubectl reads since 1.33', () => {
    expect(read(`${pod('a')}\n---\n${pod('b')}\n`)).toEqual(named('a', 'b'))
  })

  test('every byte is in one of the pieces', () => {
    const stream = fc
      .array(fc.constantFrom('---', '\n', '{', '}', '"', '\\', 'a: 1', ' ', '#', '{"a":"}"}'))
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(stream, (text) => {
        try {
          expect(
            split(text)
              .map((piece) => piece.text)
              .join(''),
          ).toBe(text)
        } catch (error) {
          expect(String(error)).toMatch(/expected nothing but (a comment behind "---"|JSON)/)
        }
      }),
      { numRuns: runs, seed },
    )
  })
})

describe('what kubectl refuses is refused', () => {
  const table: readonly (readonly [string, string, string])[] = [
    [
      'text behind a separator',
      'a: 1\n--- {b: 2}\n',
      'expected nothing but a comment behind "---", found "--- {b: 2}" at line 4',
    ],
    ['a list as a key', '[a]: 1', 'expected a text as a key, found a list or a map'],
    ['null as a key', '~: 1', 'expected a text as a key, found null'],
    ['no number', 'a: .nan', 'JSON has no number .nan'],
    ['a tag that does not fit', 'a: !!int x', 'cannot read "x" as a !!int'],
    ['an anchor that is not there', 'a: *x', '*x: there is no such anchor in front of it'],
    ['an anchor in its own value', 'a: &x {b: *x}', '*x: the anchor has this alias inside'],
    ['a merge of a text', 'a: {<<: x}', 'expected a map behind <<, or a list of maps'],
    ['a tab in front of a key', 'a:\n\tb: 1\n c: 2', 'at line 4, column 1'],
    ['a directive', 'a: 1\n---\n%YAML 1.1\n---\na: 1', 'expected no directive, found "%YAML 1.1"'],
    ['a control character', 'a: \u0007', 'kubectl does not read the character U+0007'],
    ['a bracket that is open', 'a: {b: [1, 2}\nc: 3', 'at line 3, column 13'],
  ]

  test.each(table)('%s', (_, fields, message) => {
    expect(() => read(head + fields)).toThrow(message)
  })

  test.skipIf(!hasKubectl).each(table)('%s, by kubectl', (_, fields) => {
    expect(() => readByKubectl(head + fields)).toThrow('error')
  })

  test('something else behind several JSON objects', () => {
    const stream = `${pod('a')}${pod('b')}\n---\n${pod('c')}\n`
    expect(() => read(stream)).toThrow('expected nothing but JSON behind several JSON objects')
    if (hasKubectl) expect(() => readByKubectl(stream)).toThrow('error')
  })
})

// The YAML library reads these otherwise than kubectl.
test.each([
  ['a colon that belongs to the text', 'a: {b:, c: 1}', 'expected a blank behind "b:"'],
  [
    'a byte order mark in front of a key',
    'a: 1\n\uFEFFb: 2',
    'expected a byte order mark at the beginning of a document only',
  ],
  ['a block of blanks', 'a: |2\n     \nb: 1', 'nothing but blanks in a block'],
])('%s is refused', (_, fields, message) => {
  expect(() => read(head + fields)).toThrow(message)
})

const digit = fc.constantFrom(...'0178.eE+-_xobafin:', '0x', '2020-01-01', 'yes', 'null', '.inf')
const number = fc
  .array(digit, { minLength: 1, maxLength: 6 })
  .map((parts) => parts.join(''))
  .filter((text) => !/^[-?:]|:$|^\.\.\.|^[-+]?\.(inf|nan)$/i.test(text))

test.skipIf(!hasKubectl)('numbers, and what is like one, mean what they mean to kubectl', () => {
  fc.assert(
    fc.property(fc.array(number, { minLength: 200, maxLength: 400 }), (texts) => {
      const [object] = readByKubectl(`${head}values:\n${texts.map((text) => `- ${text}\n`).join('')}`)
      expect({ apiVersion: 'v1', kind: 'Pod', values: rounded(texts.map(resolve)) }).toEqual(object)
    }),
    { numRuns: Math.ceil(runs / 100), seed },
  )
})
