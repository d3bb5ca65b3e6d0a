import fc from 'fast-check'
import { createPatch } from 'rfc6902'
import { describe, expect, test } from 'vitest'
import { sameJson } from '../../src/testing/json.js'
import { applyPatch, type Operation, PatchError } from '../../src/testing/json-patch.js'
import { check } from '../kit/runs.js'

describe('the kit’s patch engine', () => {
  const document = { a: [1, 2], 'x/y': { '~': 1 } }

  test.each([
    [
      { op: 'add', path: '/a/-', value: 3 },
      { ...document, a: [1, 2, 3] },
    ],
    [
      { op: 'add', path: '/a/0', value: 0 },
      { ...document, a: [0, 1, 2] },
    ],
    [
      { op: 'replace', path: '/a/1', value: null },
      { ...document, a: [1, null] },
    ],
    [{ op: 'remove', path: '/a' }, { 'x/y': { '~': 1 } }],
    [
      { op: 'replace', path: '/x~1y/~0', value: 2 },
      { ...document, 'x/y': { '~': 2 } },
    ],
    [{ op: 'replace', path: '', value: 1 }, 1],
    [
      { op: 'move', from: '/a/0', path: '/b' },
      { ...document, a: [2], b: 1 },
    ],
    [
      { op: 'copy', from: '/a', path: '/a/0' },
      { ...document, a: [[1, 2], 1, 2] },
    ],
    [{ op: 'test', path: '/a/1', value: 2 }, document],
    [{ op: 'test', path: '', value: document }, document],
  ] as const)('applies %j', (operation, expected) => {
    expect(applyPatch(document, [operation])).toEqual(expected)
  })

  test.each<Operation>([
    { op: 'add', path: '/b/-', value: 1 },
    { op: 'add', path: '/a/3', value: 1 },
    { op: 'add', path: '/a/01', value: 1 },
    { op: 'replace', path: '/b', value: 1 },
    { op: 'replace', path: '/a/-', value: 1 },
    { op: 'remove', path: '/a/2' },
    { op: 'remove', path: '/toString' },
    { op: 'add', path: '/c' },
    { op: 'add', path: 'c', value: 1 },
    { op: 'add', path: '/a/0/b', value: 1 },
  ])('refuses %j', (operation) => {
    expect(() => applyPatch(document, [operation])).toThrow()
  })

  test.each<[Operation, string]>([
    [
      { op: 'remove', path: '/b' },
      "error in remove for path: '/b': Unable to remove nonexistent key: b: missing value",
    ],
    [
      { op: 'remove', path: '/a/2' },
      "error in remove for path: '/a/2': Unable to access invalid index: 2: invalid index referenced",
    ],
    [
      { op: 'add', path: '/a/3', value: 1 },
      "error in add for path: '/a/3': Unable to access invalid index: 3: invalid index referenced",
    ],
    [
      { op: 'replace', path: '/b', value: 1 },
      'replace operation does not apply: doc is missing path: "/b": missing value',
    ],
    [{ op: 'add', path: '/b/c', value: 1 }, 'add operation does not apply: doc is missing path: "/b/c": missing value'],
    [{ op: 'test', path: '/b', value: 1 }, 'test operation does not apply: doc is missing path: "/b": missing value'],
    [{ op: 'copy', from: '/b', path: '/c' }, 'copy operation does not apply: doc is missing path: "/b": missing value'],
    [
      { op: 'copy', from: '/a', path: '/b/c' },
      'add operation does not apply: doc is missing path: "/b/c": missing value',
    ],
    [
      { op: 'move', from: '/a', path: '/b/c' },
      'add operation does not apply: doc is missing path: "/b/c": missing value',
    ],
    [{ op: 'test', path: '/a/1', value: 3 }, 'testing value /a/1 failed: test failed'],
    [{ op: 'test', path: '/a/1' }, 'testing value /a/1 failed: test failed'],
  ])('refuses %j in the words of the API server', (operation, message) => {
    expect(() => applyPatch(document, [operation])).toThrow(new PatchError(message))
  })

  test.each<[Operation, string]>([
    [{ op: 'add', path: '/c' }, 'add operation does not apply: /c has no value'],
    [{ op: 'replace', path: '/a' }, 'replace operation does not apply: /a has no value'],
    [{ op: 'add', path: 'c', value: 1 }, 'add operation does not apply: "c" is no JSON pointer'],
    [{ op: 'remove', path: 5 as never }, 'remove operation does not apply: 5 is no JSON pointer'],
    [{ op: 'move', path: '/c' }, 'remove operation does not apply: nothing is no JSON pointer'],
    [{ op: 'copy', path: '/c' }, 'copy operation does not apply: nothing is no JSON pointer'],
    [{ op: 'delete' as never, path: '/a' }, 'unexpected kind: "delete"'],
  ])('says what is wrong with %j', (operation, message) => {
    expect(() => applyPatch(document, [operation])).toThrow(new PatchError(message))
  })

  test('throws errors that have a name', () => {
    expect(String(new PatchError('no'))).toBe('PatchError: no')
  })

  test('knows indexes of more than one digit', () => {
    const list = Array.from({ length: 12 }, (_, index) => index)
    expect(applyPatch(list, [{ op: 'remove', path: '/10' }])).toEqual(list.filter((index) => index !== 10))
    expect(() => applyPatch(list, [{ op: 'remove', path: '/1a' }])).toThrow(PatchError)
  })

  test('copies what it copies, and writes any key', () => {
    const made = applyPatch({ a: { b: 1 } }, [
      { op: 'copy', from: '/a', path: '/c' },
      { op: 'add', path: '/c/b', value: 2 },
      { op: 'add', path: '/__proto__', value: 3 },
    ])
    expect(JSON.stringify(made)).toBe('{"a":{"b":1},"c":{"b":2},"__proto__":3}')
  })

  test('moves and copies into the end of a list, and in between', () => {
    const at = (op: 'move' | 'copy', path: string): unknown => applyPatch(document, [{ op, from: '/a/0', path }])
    expect([at('move', '/a/-'), at('copy', '/a/1')]).toEqual([
      { ...document, a: [2, 1] },
      { ...document, a: [1, 1, 2] },
    ])
  })

  test.each(['/a/2', '/a/10', '/a/01', '/a/1x', '/a/x1', '/a/-', '/a/-1', '/a/'])('finds nothing at %s', (path) => {
    for (const operation of [
      { op: 'remove', path },
      { op: 'replace', path, value: 1 },
      { op: 'test', path },
    ] as const)
      expect(() => applyPatch(document, [operation])).toThrow(PatchError)
  })

  test.each<Operation>([
    { op: 'move', from: '/b', path: '/c' },
    { op: 'copy', from: '/b', path: '/c' },
    { op: 'test', path: '/a/1', value: 3 },
    { op: 'test', path: '/b', value: 1 },
    { op: 'move', path: '/c' },
  ])('refuses %j', (operation) => {
    expect(() => applyPatch(document, [operation])).toThrow()
  })

  test('writes to a copy, and applies nothing of what does not apply as a whole', () => {
    const before = structuredClone(document)
    expect(() =>
      applyPatch(document, [
        { op: 'remove', path: '/a' },
        { op: 'remove', path: '/a' },
      ]),
    ).toThrow()
    applyPatch(document, [{ op: 'remove', path: '/a' }])
    expect(document).toEqual(before)
  })

  test('arrives where another implementation wants to', () => {
    const json = fc.array(fc.jsonValue({ maxDepth: 2 }), { maxLength: 3 })
    check(
      fc.property(json, json, (one, other) => {
        const operations = createPatch(one, other).filter(({ op }) =>
          ['add', 'replace', 'remove'].includes(op),
        ) as Operation[]
        expect(sameJson(applyPatch(one, operations), other)).toBe(true)
      }),
    )
  })
})
