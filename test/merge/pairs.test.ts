import { describe, expect, test } from 'vitest'
import {
  areOciPairs,
  foreignPaths,
  hasOciPairs,
  mergePairs,
  ociPaths,
  pairsOf,
  withoutOciPairs,
} from '../../src/modelcar/pairs.js'

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

  test.each<[args: unknown, has: boolean, areAll: boolean, others: unknown[], paths: string[]]>([
    [undefined, false, true, [], []],
    ['oci://a', false, true, [], []],
    [[], false, true, [], []],
    [['x'], false, false, ['x'], []],
    [['oci://a'], true, true, [], []],
    [['oci://a', '/y/'], true, true, [], ['/y']],
    [['oci://a', '/y', '/z'], true, false, ['/z'], ['/y']],
    [['oci://a', 'oci://b', '/y'], true, true, [], ['/y']],
    [['oci://a', 's3://b', '/z'], true, false, ['s3://b', '/z'], []],
    [['s3://b', 'oci://a', '/y'], true, false, ['s3://b'], ['/y']],
    // A path that something else goes to as well.
    [['s3://b', '/y', 'oci://a', '/y'], true, false, ['s3://b', '/y'], []],
    [['oci://a', '$$(A)', 7, 'OCI://c'], true, false, [7, 'OCI://c'], ['/$(A)', '/$$(A)']],
    [['oci://a', 7], true, true, [], []],
  ])('%j: has one %s, has only these %s, has beside them %j, goes to %j', (args, has, areAll, others, paths) => {
    expect(hasOciPairs(args)).toBe(has)
    expect(areOciPairs(args)).toBe(areAll)
    expect(withoutOciPairs(args)).toEqual(others)
    expect([...ociPaths(args)]).toEqual(paths)
  })

  test.each<[args: unknown, paths: [index: number, path: string][]]>([
    [undefined, []],
    [['/y'], []],
    [['s3://b'], []],
    [['s3://b', '/y/'], [[1, '/y']]],
    [['s3://b', '/y', '/z'], [[1, '/y']]],
    [['s3://b', 'gs://c', '/y'], [[2, '/y']]],
    [['oci://a', '/y'], []],
    [
      ['S3://b', '/y', 'oci://a', '/y', 'hf://c', '/z'],
      [
        [1, '/y'],
        [5, '/z'],
      ],
    ],
    [['s3://b', 7], []],
  ])('%j: downloads of other schemes to %j', (args, paths) => {
    expect(foreignPaths(args).flatMap((each) => each.paths.map((path) => [each.index, path]))).toEqual(paths)
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
