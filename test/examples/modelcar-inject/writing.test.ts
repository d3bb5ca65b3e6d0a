import { describe, expect, test } from 'vitest'
import { injection } from '../../../examples/modelcar-inject/injection.js'
import { changeManifest, difference } from '../../../examples/modelcar-inject/manifest.js'
import { readDocument } from '../../../examples/modelcar-inject/yaml/document.js'
import { writeDocument } from '../../../examples/modelcar-inject/yaml/write.js'
import { hasKubectl, readByKubectl } from './kubectl.js'

/** Writes a document whose value is changed by a function. */
function rewrite(text: string, change: (value: never) => unknown): string {
  const document = readDocument({ text, line: 1, isDocument: true, isJson: text.startsWith('{"') })
  if (document === undefined) throw new Error('expected a value')
  return writeDocument(document, change(document.reading.value as never))
}

describe('what is to be printed is read again', () => {
  test('what means what it should is no fault', () => {
    expect(difference('a: 1\n---\n# x\n---\nb: [yes]\n', [{ a: 1 }, { b: [true] }])).toBeUndefined()
  })

  test.each([
    ['another value', 'a: 1\n---\nb: e2\n', 'document 2'],
    ['a document too many', 'a: 1\n---\nb: 1\n---\nc: 1\n', 'document 3'],
    ['a document too few', 'a: 1\n', 'document 2'],
    ['what cannot be read', 'a: 1\n---\nb: [\n', 'document 2'],
    ['an image of 1 []', 'a: 1 []\n---\nb: 1\n', 'document 1'],
  ])('%s is one', (_, text, where) => {
    expect(difference(text, [{ a: 1 }, { b: 1 }])).toMatchObject({ where })
  })
})

describe('a document with another value', () => {
  test('nodes that stay keep their text, whatever that means', () => {
    const text = `a: 0o17 # c\nb: 9223372036854775807\nc: "\\u0041"\nd: 'it''s'\ne: |\n  x\n\nf: !!str 1\ng: !x {k: &k ~}\nh: yes\ni: 1_0\n`
    expect(rewrite(text, (value: object) => ({ ...value, j: 1 }))).toBe(`${text.replace('"\\u0041"', '"A"')}j: 1\n`)
  })

  test('texts that could be something else are quoted', () => {
    const texts = [
      'yes',
      'NULL',
      '1',
      '1:30',
      '2020-01-01',
      '0x1',
      '.5',
      '<<',
      '=',
      '',
      ' x',
      'a: b',
      '#',
      '- a',
      '~',
      '1e3',
      'e2',
      'a',
    ]
    const written = rewrite('a: []\n', () => ({ a: texts }))
    expect(written.match(/^ {2}- [^"'].*$/gm)).toEqual(['  - e2', '  - a'])
    expect(readDocument({ text: written, line: 1, isDocument: true, isJson: false })?.reading.value).toEqual({
      a: texts,
    })
  })

  test('an alias stays where its anchor has its value; the first copy of another one is an anchor for the next', () => {
    const text = 'a: &x [1]\nb: *x\nc: *x # c\nd: *x\ne: *x\n'
    const changed = rewrite(text, (value: Record<string, unknown>) => ({ ...value, a: [2], c: [2] }))
    expect(changed).toBe('a: &x [2]\nb: &x2\n  - 1\nc: *x # c\nd: *x2\ne: *x2\n')
  })

  test('a merge stays but for what it brings and is not wanted', () => {
    const text = 'a: &a {k: 1, l: 2}\nb:\n  <<: *a\n  m: 3\nc:\n  <<: *a\n'
    const changed = rewrite(text, (value: object) => ({ ...value, b: { k: 1, l: 4, m: 3 }, c: { k: 1 } }))
    expect(changed).toBe('a: &a {k: 1, l: 2}\nb:\n  <<: *a\n  m: 3\n  l: 4\nc:\n  k: 1\n')
  })

  test('comments in front of what goes stay', () => {
    const text = 'a:\n  # one\n  - name: x # its own\n  # two\n  - name: y\n  # three\n# four\nb: 1\n'
    const changed = rewrite(text, () => ({ a: [{ name: 'y' }], b: 1 }))
    expect(changed.match(/# (one|two|three|four)/g)).toEqual(['# one', '# two', '# three', '# four'])
    const emptied = rewrite(text, () => ({ a: [], b: 1 }))
    expect(emptied.match(/# (one|two|three|four)/g)).toEqual(['# one', '# two', '# three', '# four'])
  })

  test.each([
    ['a block', 'a: # one\n  b: # two\n    - c\n'],
    ['a list that is not indented', 'a: # one\n- c\n'],
    ['a value on the next line', 'a: # one\n  c\n'],
    ['nothing', 'a: # one\nb: # two\n  # three\n'],
    ['more comments', 'a: # one\n  # two\n\n  # three\n  - c\n'],
    ['a key between quotes', '"a": # one\n  - c\n'],
  ])('a comment beside a key stays there: %s', (_, text) => {
    for (const given of [text, text.replaceAll('\n', '\r\n')]) {
      const end = given.includes('\r') ? '\r\n' : '\n'
      expect(rewrite(given, (value: object) => ({ ...value, z: 1 }))).toBe(`${given}z: 1${end}`)
    }
  })

  test('a comment beside an anchor or a tag stays beside the key', () => {
    const text = 'a: &a # one\n  b: 1\nc: !!str # two\n  d\n'
    expect(rewrite(text, (value: object) => ({ ...value, z: 1 }))).toBe(
      'a: # one\n  &a\n  b: 1\nc: # two\n  !!str d\nz: 1\n',
    )
  })

  test.each([
    ['nothing becomes a list', 'a: # one\nb: 1\n', { a: ['x'], b: 1 }, 'a: # one\n  - x\nb: 1\n'],
    ['null becomes a list', 'a: ~ # one\nb: 1\n', { a: ['x'], b: 1 }, 'a: # one\n  - x\nb: 1\n'],
    ['an empty list gets an entry', 'a: [] # one\nb: 1\n', { a: ['x'], b: 1 }, 'a: # one\n  - x\nb: 1\n'],
    ['an alias becomes a map', 'c: &c 1\na: *c # one\n', { c: 1, a: { x: 1 } }, 'c: &c 1\na: # one\n  x: 1\n'],
    ['a list becomes empty', 'a: # one\n  - x\nb: 1\n', { a: [], b: 1 }, 'a: # one\n  []\nb: 1\n'],
    ['a text becomes another one', 'a: x # one\nb: 1\n', { a: 'k', b: 1 }, 'a: k # one\nb: 1\n'],
    ['a list goes', 'a: # one\n  - x\nb: 1\n', { b: 1 }, '# one\nb: 1\n'],
    ['a list between brackets goes', 'a: [x] # one\nb: 1\n', { b: 1 }, '# one\nb: 1\n'],
    ['a text goes, and the comment on it', 'a: x # one\nb: 1\n', { b: 1 }, 'b: 1\n'],
  ])('a comment beside a key: %s', (_, text, value, written) => {
    expect(rewrite(text, () => value)).toBe(written)
  })

  test.each([
    [
      'line breaks that only go-yaml knows',
      'a: "x\u2028y"\rb: |\n  k\u2029  l\n',
      'a: "x\\u2028y"\nb: "k\\u2029l\\n"\nc: 2\n',
    ],
    ['control characters', 'a: "\\x7f"\nb: "\\N"\n', 'a: "\\u007f"\nb: "\\u0085"\nc: 2\n'],
    ['a byte order mark', 'a: x\uFEFF\n', 'a: "x\\ufeff"\nc: 2\n'],
  ])('%s are escaped, since readers differ about them', (_, text, written) => {
    expect(rewrite(text, (value: object) => ({ ...value, c: 2 }))).toBe(written)
  })

  test('what is passed over behind the end of a document stays as it is', () => {
    expect(rewrite('a: 1\r---\rb: 2\n', () => ({ a: 2 }))).toBe('a: 2\r---\rb: 2\n')
    expect(rewrite('a: 1\n...\n# x\u2028y\n', () => ({ a: 2 }))).toBe('a: 2\n...\n# x\u2028y\n')
  })

  test.each([
    ['a text that ends in line breaks, at the end of the stream', 'a: 1', { a: 'x\n\n' }],
    ['a first line that begins with a tab', 'a: 1\n', { a: '\tx\ny\n' }],
    ['a first line that begins with blanks', 'a: 1\n', { a: '  x\ny\n' }],
    ['a key of several lines', 'a: 1\n', { ' x\ny\n': 1 }],
    ['nothing between brackets', 'a: {b: , c: }\n', { a: { b: null, c: null, d: 1 } }],
  ])('%s means the same to kubectl', (_, text, value) => {
    const written = rewrite(text, () => value)
    expect(readDocument({ text: written, line: 1, isDocument: true, isJson: false })?.reading.value).toEqual(value)
    const manifest = `apiVersion: v1\nkind: Pod\n${written}`
    if (hasKubectl) expect(readByKubectl(manifest)).toEqual([{ apiVersion: 'v1', kind: 'Pod', ...value }])
  })

  test('JSON has such characters escaped', () => {
    expect(rewrite('{"a":"x\u2028\u007f"}', (value: object) => ({ ...value, b: 1 }))).toBe(
      '{"a":"x\\u2028\\u007f","b":1}',
    )
  })

  test('numbers and texts of JSON stay as they are written', () => {
    const numbers = [
      '12345678901234567890',
      '-9223372036854775808',
      '1e400',
      '1.0',
      '1E2',
      '-0',
      '0.10',
      '1e-400',
      '1e3',
    ]
    const texts = ['"\\u00e9"', '"\\/"', '"\\u000012"', '"12"', '"yes"', '"é"']
    const lists = `"numbers":[${numbers.join()}],"texts":[${texts.join()}]`
    const text = `{${lists},"10":1,"2":2,"a":1,"a":2}`
    expect(rewrite(text, (value: object) => ({ ...value, b: ['1', 1, true, null, 'a', {}, []] }))).toBe(
      `{${lists},"10":1,"2":2,"a":1,"a":2,"b":["1",1,true,null,"a",{},[]]}`,
    )
  })

  test('JSON stays JSON, to the last digit', () => {
    const text = '{\n  "a": 9223372036854775807,\n  "b": "x: y"\n}\n'
    const written = rewrite(text, (value: object) => ({ ...value, c: [{ d: 'yes', e: null }] }))
    expect(JSON.parse(written)).toEqual({ a: 9223372036854775807, b: 'x: y', c: [{ d: 'yes', e: null }] })
    expect(written).toContain('{\n  "a": 9223372036854775807,\n  "b": "x: y",\n  "c"')
  })
})

test.each([
  ['levels', (n: number) => `${'['.repeat(n)}${']'.repeat(n)}`],
  ['levels of blocks', (n: number) => '- '.repeat(n) + 'a'],
  ['levels of keys', (n: number) => `{a: ${'{a: '.repeat(n)}`],
  ['keys in keys', (n: number) => '? '.repeat(n)],
  ['colons', (n: number) => 'a: b: '.repeat(n)],
  [
    'an alias of aliases',
    (n: number) =>
      `a0: &a0 [x]\n${Array.from({ length: n / 100 }, (_, i) => `a${String(i + 1)}: &a${String(i + 1)} [${`*a${String(i)}, `.repeat(9)}]\n`).join('')}`,
  ],
  [
    'levels by aliases',
    (n: number) =>
      Array.from({ length: 25 }, (_, i) => {
        const inner = i === 0 ? 'x' : `*a${String(i - 1)} `
        return `a${String(i)}: &a${String(i)} ${'['.repeat(n / 50)}${inner}${']'.repeat(n / 50)}\n`
      }).join(''),
  ],
  [
    'merges of merges',
    (n: number) =>
      `a: &a {${Array.from({ length: n }, (_, i) => `k${String(i)}: v, `).join('')}}\nb: {${'<<: *a, '.repeat(n)}}\n`,
  ],
  ['quotes', (n: number) => '{"'.repeat(n)],
])('%s: 20,000 are a fault, and nothing is thrown', (_, make) => {
  const { text, faults } = changeManifest(make(20_000), injection({ image: 'registry.example/x:1' }))
  expect(text).toBeUndefined()
  expect(faults).toEqual([expect.objectContaining({ where: 'document 1' })])
})
