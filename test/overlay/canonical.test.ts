import { describe, expect, test } from 'vitest'
import { canonical, statesAll } from '../../src/overlay/merge/canonical.js'

// What the API server takes for the same is the same text.

const nested = (depth: number, leaf: string): unknown => (depth === 0 ? leaf : [nested(depth - 1, leaf)])

test.each<[unknown, unknown, string | undefined, boolean]>([
  [{ a: 1, b: [2] }, { b: [2], a: 1 }, undefined, true],
  [[1, 2], [2, 1], undefined, false],
  [['1'], [1], undefined, false],
  ['a', ['a'], undefined, false],
  [null, 'null', undefined, false],
  [{ cpu: '1000m' }, { cpu: 1 }, 'Quantities', true],
  [{ cpu: '1' }, { cpu: '2' }, 'Quantities', false],
  [{ a: '1000m' }, { a: '1' }, 'Strings', false],
  [{ sizeLimit: '1Gi' }, { sizeLimit: '1024Mi' }, 'EmptyDirVolumeSource', true],
  [{ medium: '1000m' }, { medium: '1' }, 'EmptyDirVolumeSource', false],
  [{ name: 'a', value: '' }, { name: 'a' }, 'EnvVar', true],
  [{ name: 'a', value: null }, { name: 'a' }, 'EnvVar', true],
  [{ name: 'a', value: 'b' }, { name: 'a' }, 'EnvVar', false],
  [{ matchLabels: {} }, {}, 'LabelSelector', true],
  [{ matchLabels: { a: '' } }, {}, 'LabelSelector', false],
  [{ matchLabels: { a: 'b' } }, { matchLabels: { a: 'c' } }, 'LabelSelector', false],
  [{ optional: false }, {}, 'SecretEnvSource', false],
  [{ fieldPath: 'x', apiVersion: 'v1' }, { fieldPath: 'x' }, 'ObjectFieldSelector', true],
  [{ fieldPath: 'x', apiVersion: 'v2' }, { fieldPath: 'x' }, 'ObjectFieldSelector', false],
  [{ resource: 'x', divisor: '0m' }, { resource: 'x' }, 'ResourceFieldSelector', true],
  [{ resource: 'x', divisor: '1' }, { resource: 'x' }, 'ResourceFieldSelector', false],
  [{ 'a"b': 1 }, { 'a\\"b': 1 }, undefined, false],
  [nested(100, 'a'), nested(100, 'b'), undefined, false],
  [nested(101, 'a'), nested(101, 'b'), undefined, true],
])('%j and %j of %s: %j', (left, right, type, same) => {
  expect(canonical(left, type) === canonical(right, type)).toBe(same)
})

describe('a value states what another one does', () => {
  test.each<[unknown, unknown, string | undefined, boolean]>([
    [1, 1, undefined, true],
    [{ a: 1, b: 2 }, { a: 1 }, undefined, true],
    [{ a: 1 }, { a: 1, b: 2 }, undefined, false],
    [{ a: { c: 1 } }, { a: { c: 1, d: 2 } }, undefined, false],
    [[{ a: 1 }, { b: 1 }], [{ a: 1 }, { b: 1 }], undefined, true],
    [[{ a: 1 }, {}], [{ a: 1 }, { b: 1 }], undefined, false],
    [{}, [{ a: 1 }], undefined, false],
    [[], { a: 1 }, undefined, false],
    [undefined, { a: 1 }, undefined, false],
    [{ fieldPath: 'x' }, { fieldPath: 'x', apiVersion: 'v1' }, 'ObjectFieldSelector', false],
    [{ name: 'a' }, { name: 'a', value: '' }, 'EnvVar', true],
    [{}, { matchLabels: {} }, 'LabelSelector', true],
  ])('%j of %j in %s: %j', (value, wanted, type, is) => {
    expect(statesAll(value, wanted, type)).toBe(is)
  })
})
