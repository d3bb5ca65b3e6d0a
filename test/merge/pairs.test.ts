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

test.each<[string, unknown, readonly (readonly string[])[]]>([
  ['no list', 's3://b', []],
  ['a URI and its path', ['s3://b', '/mnt/a/'], [['/mnt/a']]],
  ['a scheme in any case', ['GS+x.y-1://b', '/a'], [['/a']]],
  ['several', ['s3://b', '/a', 'oci://c', '/c', 'hf://d', '/d'], [['/a'], ['/d']]],
  ['a path that the kubelet may read otherwise', ['s3://b', '/a$$b'], [['/a$b', '/a$$b']]],
  ['a URI in a flag', ['--from=s3://b', '/a'], []],
  ['a scheme that begins with a digit', ['3s://b', '/a'], []],
  ['a path alone', ['/b', '/a'], []],
  ['two URIs in a row', ['s3://b', 'gs://c'], []],
  ['a URI at the end', ['/a', 's3://b'], []],
  ['what is no text', [5, '/a', 's3://b', 7], [[]]],
])('the paths of other downloads: %s', (_, args, paths) => {
  expect(foreignPaths(args).map((each) => each.paths)).toEqual(paths)
})

test.each<[readonly unknown[], readonly string[]]>([
  [['oci://a', '/a', 's3://b', '/b'], ['/a']],
  [['s3://b', '/b', 'oci://a', '/a/'], ['/a']],
  [['oci://a', '/a', 's3://b', '/a'], []],
  [
    ['oci://a', '/a$$b'],
    ['/a$b', '/a$$b'],
  ],
])('%j fetches images to %j, and nothing else', (args, paths) => {
  expect([...ociPaths(args)]).toEqual(paths)
})
