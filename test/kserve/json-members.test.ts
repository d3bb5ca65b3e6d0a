import fc from 'fast-check'
import { expect, test } from 'vitest'
import { jsonMembers } from '../../src/kserve/json-members.js'
import { check } from '../kit/runs.js'

const blank = fc.stringMatching(/^[ \t\r\n]{0,2}$/)
const key = fc.oneof(fc.string(), fc.constantFrom('{', '}', ',', ':', '"', '\\', '\\"', '[', '__proto__', '/*'))
const json = fc.oneof(
  fc.json({ maxDepth: 2 }),
  key.map((text) => JSON.stringify(text)),
  fc.constantFrom('1e3', '-0', '{}', '[]'),
)
const entry = fc.tuple(blank, key, blank, blank, json, blank)

test('the members of any object come out in the order of the text, repeated keys too', () => {
  check(
    fc.property(fc.array(entry), blank, (entries, around) => {
      const members = entries.map(([a, name, b, c, value, d]) => `${a}${JSON.stringify(name)}${b}:${c}${value}${d}`)
      const text = `${around}{${members.join(',') || around}}${around}`
      JSON.parse(text)
      expect(jsonMembers(text)).toEqual(entries.map(([, name, , , value]) => [name, value]))
    }),
  )
})

test('numbers come out as they were written', () => {
  expect(jsonMembers('{"a": 1e3, "b": 1000, "a": 1.0}')).toEqual([
    ['a', '1e3'],
    ['b', '1000'],
    ['a', '1.0'],
  ])
})

test.each<[string, readonly (readonly [string, string])[]]>([
  ['{}', []],
  [
    ' {"a" : 1 , "b"\n:\t2} ',
    [
      ['a', '1'],
      ['b', '2'],
    ],
  ],
  [
    '{"a": [1, [2, {"x": 3}], 4], "b": 5}',
    [
      ['a', '[1, [2, {"x": 3}], 4]'],
      ['b', '5'],
    ],
  ],
  [
    '{"a": {"x": {"y": 1}, "z": 2}, "b": 3}',
    [
      ['a', '{"x": {"y": 1}, "z": 2}'],
      ['b', '3'],
    ],
  ],
  [
    '{"a:,": "},", "\\"b": "\\\\", "c\\\\": "]"}',
    [
      ['a:,', '"},"'],
      ['"b', '"\\\\"'],
      ['c\\', '"]"'],
    ],
  ],
])('what is nested or quoted parts no members: %s', (text, members) => {
  JSON.parse(text)
  expect(jsonMembers(text)).toEqual(members)
})
