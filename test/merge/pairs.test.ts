import { describe, expect, test } from 'vitest'
import { mergePairs, pairsOf } from '../../src/modelcar/pairs.js'

describe('arguments of a storage initializer, in pairs', () => {
  test.each<[unknown, unknown]>([
    [undefined, []],
    [null, []],
    ['oci://a', []],
    [[], []],
    [['x'], [['x']]],
    [
      ['x', '/y'],
      [['x'], ['/y']],
    ],
    [['oci://a'], [['oci://a']]],
    [['oci://a', '/y'], [['oci://a', '/y']]],
    [
      ['x', 'oci://a'],
      [['x'], ['oci://a']],
    ],
    [
      ['oci://a', 'oci://b', '/y'],
      [['oci://a'], ['oci://b', '/y']],
    ],
    [
      ['oci://a', '/y', 'oci://b'],
      [['oci://a', '/y'], ['oci://b']],
    ],
    [['oci://a', 7], [['oci://a', 7]]],
    [
      [7, 'oci://a', '/y', 's3://b', '/z'],
      [[7], ['oci://a', '/y'], ['s3://b'], ['/z']],
    ],
  ])('%j: %j', (args, pairs) => {
    expect(pairsOf(args)).toEqual(pairs)
  })
})

describe('merged with the wanted pairs', () => {
  const merge = mergePairs([
    { uri: 'oci://a', path: '/y' },
    { uri: 'oci://b', path: '/z' },
  ])

  test.each<[readonly unknown[], readonly unknown[]]>([
    [[], ['oci://a', '/y', 'oci://b', '/z']],
    [
      ['oci://a', '/y', 'oci://b', '/z'],
      ['oci://a', '/y', 'oci://b', '/z'],
    ],
    [
      ['oci://b', '/z', 's3://c', '/x', 'oci://a', '/y'],
      ['oci://b', '/z', 's3://c', '/x', 'oci://a', '/y'],
    ],
    [
      ['oci://a', '//y/', 'oci://b', '/z'],
      ['oci://a', '/y', 'oci://b', '/z'],
    ],
    [
      ['oci://a', '/y'],
      ['oci://a', '/y', 'oci://b', '/z'],
    ],
    [
      ['oci://a', '/y', 'oci://b', '/z', 'oci://c', '/x'],
      ['oci://a', '/y', 'oci://b', '/z'],
    ],
    [
      ['oci://a', '/z', 'oci://b', '/y'],
      ['oci://b', '/z', 'oci://a', '/y'],
    ],
    [
      ['oci://a', '/y', 'oci://a', '/y'],
      ['oci://a', '/y', 'oci://b', '/z'],
    ],
  ])('%j: %j', (args, merged) => {
    expect(merge(args)).toEqual(merged)
  })

  test('none are wanted: those with other schemes stay', () => {
    expect(mergePairs([])(['oci://a', '/y', 's3://c', '/x'])).toEqual(['s3://c', '/x'])
  })
})
