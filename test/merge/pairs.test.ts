import { describe, expect, test } from 'vitest'
import { hasPairs, pairsOf } from '../../src/modelcar/pairs.js'

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

describe('has the wanted pairs', () => {
  const wanted = [
    ['oci://a', '/y'],
    ['oci://b', '/z'],
  ] as const

  test.each<[unknown, boolean]>([
    [['oci://a', '/y', 'oci://b', '/z'], true],
    [['oci://b', '/z', 's3://c', '/x', 'oci://a', '/y'], true],
    [['oci://a', '//y/', 'oci://b', '/z'], false],
    [['oci://a', '/y'], false],
    [['oci://a', '/y', 'oci://b', '/z', 'oci://c', '/x'], false],
    [['oci://a', '/z', 'oci://b', '/y'], false],
    ['oci://a', false],
    [undefined, false],
  ])('%j: %j', (args, expected) => {
    expect(hasPairs(args, wanted)).toBe(expected)
  })

  test('none are had by no list either way', () => {
    expect(hasPairs([], [])).toBe(true)
    expect(hasPairs(undefined, [])).toBe(false)
  })
})
