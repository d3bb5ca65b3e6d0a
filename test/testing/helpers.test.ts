import { describe, expect, test } from 'vitest'
import { partsOf, mirrored, pinned } from '../../src/testing/images.js'
import {
  clone,
  copy,
  entriesOf,
  fieldsOf,
  isFields,
  omit,
  sameJson,
  setField,
  show,
  showThrown,
  stringsOf,
} from '../../src/testing/json.js'
import { keyOf } from '../../src/testing/list-keys.js'
import { madeOf, metadataOf, withMetadata } from '../../src/testing/metadata.js'
import {
  allContainersOf,
  cleanPath,
  envOf,
  isWithin,
  mountsOf,
  namesOf,
  parentOf,
  volumesOf,
} from '../../src/testing/pod.js'

// What the rest of the folder is written in.

const bare = (fields: object): unknown => Object.assign(Object.create(null) as object, fields)

describe('JSON', () => {
  test('is read as what it should be, or as empty', () => {
    expect([{}, [], null, 'a', 1, undefined].map(isFields)).toEqual([true, false, false, false, false, false])
    expect([{ a: 1 }, [1], null].map(fieldsOf)).toEqual([{ a: 1 }, {}, {}])
    expect([[{ a: 1 }, null, 'b', [{}]], { 0: {} }, null].map(entriesOf)).toEqual([[{ a: 1 }], [], []])
    expect([['a', 1, null, ''], 'a', undefined].map(stringsOf)).toEqual([['a', ''], [], []])
  })

  test('gets fields of any name', () => {
    const made: Record<string, unknown> = {}
    for (const key of ['a', '__proto__', 'toString']) setField(made, key, 1)
    expect(Object.entries(made)).toEqual([
      ['a', 1],
      ['__proto__', 1],
      ['toString', 1],
    ])
    setField(made, '__proto__', 2)
    expect(Object.getOwnPropertyDescriptor(made, '__proto__')).toEqual({
      value: 2,
      writable: true,
      enumerable: true,
      configurable: true,
    })
    delete made['__proto__']
    expect(Object.keys(made)).toEqual(['a', 'toString'])
  })

  test('is copied to the ground, with or without what is undefined', () => {
    const given = { a: [{ b: 1 }, undefined, null], c: undefined, d: bare({ ['__proto__']: 1 }) }
    expect(copy(given)).toStrictEqual({ a: [{ b: 1 }, undefined, null], c: undefined, d: { ['__proto__']: 1 } })
    expect(clone(given)).toStrictEqual({ a: [{ b: 1 }, undefined, null], d: { ['__proto__']: 1 } })
    for (const made of [copy(given), clone(given)]) {
      expect(made.a).not.toBe(given.a)
      expect(made.a[0]).not.toBe(given.a[0])
      expect(Object.getPrototypeOf(made.d)).toBe(Object.prototype)
    }
  })

  test('loses the fields that are named', () => {
    const given = { a: 1, b: 2, c: 3 }
    expect(omit(given, 'a', 'c')).toEqual({ b: 2 })
    expect(given).toEqual({ a: 1, b: 2, c: 3 })
  })

  test.each<[unknown, unknown]>([
    [1, 1],
    [NaN, NaN],
    [
      [1, [2]],
      [1, [2]],
    ],
    [
      { a: 1, b: 2 },
      { b: 2, a: 1 },
    ],
    [{ a: 1, b: undefined }, { a: 1 }],
    [{}, bare({ a: undefined })],
    [{ a: 1 }, bare({ a: 1 })],
    [JSON.parse('{"__proto__":1}'), bare({ ['__proto__']: 1 })],
  ])('%j is the same as %j', (one, other) => {
    expect([sameJson(one, other), sameJson(other, one)]).toEqual([true, true])
  })

  test.each<[unknown, unknown]>([
    [1, 2],
    [1, '1'],
    [null, undefined],
    [null, {}],
    [[], {}],
    [[1], [1, 2]],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: 1 }, { a: 2 }],
    [{ a: 1 }, { b: 1 }],
    [{ a: 1 }, {}],
    [{ a: undefined, b: 1 }, { a: 1 }],
    [{ constructor: Object }, { a: 1 }],
    [{ a: 1, b: 1 }, { a: 1 }],
    [{ a: null }, { a: undefined, b: null }],
    [{ 0: 1 }, [1]],
  ])('%j is not the same as %j', (one, other) => {
    expect([sameJson(one, other), sameJson(other, one)]).toEqual([false, false])
  })

  test.each<[unknown, string]>([
    [undefined, 'nothing'],
    [() => 1, 'a function'],
    [Symbol('a'), 'a symbol'],
    [null, 'null'],
    ['a', '"a"'],
    ['x'.repeat(298), `"${'x'.repeat(298)}"`],
    ['x'.repeat(299), `"${'x'.repeat(299)}…`],
  ])('%s is shown as %s', (value, text) => {
    expect(show(value)).toBe(text)
  })

  test('that was thrown is shown, whatever it is', () => {
    expect([new TypeError('a'), 'b', { c: 1 }, undefined, Object.create(null)].map(showThrown)).toEqual([
      'TypeError: a',
      'b',
      '{"c":1}',
      'undefined',
      'what was thrown throws itself when it is read',
    ])
  })
})

describe('an image', () => {
  test.each<[image: string, host: string, path: string, digest: string]>([
    ['a', '', 'a', ''],
    ['a:1', '', 'a:1', ''],
    ['a/b:1', '', 'a/b:1', ''],
    ['example.com/a/b:1', 'example.com', 'a/b:1', ''],
    ['example:5000/a', 'example:5000', 'a', ''],
    ['localhost/a', 'localhost', 'a', ''],
    ['localhost', '', 'localhost', ''],
    ['a.b', '', 'a.b', ''],
    ['a/b@sha256:0', '', 'a/b', 'sha256:0'],
    ['example.com/a:1@sha256:0', 'example.com', 'a:1', 'sha256:0'],
    ['', '', '', ''],
  ])(
    '%j has the host %j, the path %j and the digest %j, and comes from a mirror by its path',
    (image, host, path, digest) => {
      expect(partsOf(image)).toEqual({ host, path, digest })
      expect(mirrored(image)).toBe(`mirror.example/${path}${digest === '' ? '' : '@'}${digest}`)
      expect(mirrored(image, 'm:1')).toBe(`m:1/${path}${digest === '' ? '' : '@'}${digest}`)
    },
  )

  test('is pinned where it is not', () => {
    expect(pinned('a:1')).toBe(`a:1@sha256:${'ab'.repeat(32)}`)
    expect(pinned('a@sha256:0')).toBe('a@sha256:0')
  })
})

describe('a path', () => {
  test.each([
    ['/a', '/a'],
    ['a', '/a'],
    ['/a/', '/a'],
    ['//a//b', '/a/b'],
    ['/./a/./b/.', '/a/b'],
    ['/a/../b', '/b'],
    ['/../a', '/a'],
    ['/a/..', '/'],
    ['/a/.b', '/a/.b'],
    ['/a/..b', '/a/..b'],
    ['', '/'],
    ['/', '/'],
    [undefined, '/undefined'],
  ])('%j is clean as %s', (path, clean) => {
    expect(cleanPath(path)).toBe(clean)
  })

  test('has a parent', () => {
    expect(['/a/b', '/a/b/', '/a', '/'].map(parentOf)).toEqual(['/a', '/a', '/', '/'])
  })

  test.each<[string, string, boolean]>([
    ['/a', '/a', true],
    ['/a/b', '/a', true],
    ['/a/b', '/a/', true],
    ['/a', '/a/b', false],
    ['/ab', '/a', false],
    ['/b', '/a', false],
    ['/x/a', '/a', false],
    ['/a', '/', true],
    ['/', '/', true],
    ['/', '/a', false],
  ])('%s is within %s: %s', (path, directory, within) => {
    expect(isWithin(path, directory)).toBe(within)
  })
})

test('the parts of a pod are lists, whatever is there', () => {
  const pod = { containers: [{ name: 'a' }, null], initContainers: [{ name: 'b' }], volumes: null }
  expect(allContainersOf(pod)).toEqual([{ name: 'b' }, { name: 'a' }])
  expect([volumesOf(pod), mountsOf({}), envOf({ env: [{ name: 'E' }, 1] })]).toEqual([[], [], [{ name: 'E' }]])
  expect(namesOf([{ name: 'a' }, { name: 1 }, {}, { name: '' }])).toEqual(['a', ''])
})

test.each<[path: string, entry: object, key: string | undefined]>([
  ['containers', { name: 'a' }, 'a'],
  ['initContainers', { name: 'a' }, 'a'],
  ['ephemeralContainers', { name: 'a' }, 'a'],
  ['volumes', { name: 'a' }, 'a'],
  ['imagePullSecrets', {}, 'undefined'],
  ['containers[*].env', { name: 'A' }, 'A'],
  ['initContainers[*].env', { name: 'A' }, 'A'],
  ['ephemeralContainers[*].env', { name: 'A' }, 'A'],
  ['containers[*].volumeMounts', { name: 'v', mountPath: '/a/./b/' }, '/a/b'],
  ['containers[*].volumeDevices', { name: 'v', devicePath: '/dev/' }, '/dev/'],
  ['containers[*].ports', { containerPort: 80 }, '80/TCP'],
  ['initContainers[*].ports', { containerPort: 80, protocol: 'UDP' }, '80/UDP'],
  ['containers[*].ports', { containerPort: 80, protocol: 1 }, '80/TCP'],
  ['tolerations', { key: 'a' }, undefined],
  ['xinitContainers[*].env', { name: 'A' }, undefined],
])('in %s %j has the key %s', (path, entry, key) => {
  expect(keyOf(path)?.(entry as Record<string, unknown>)).toBe(key)
})

test('the metadata of a pod goes along with what is made of its spec, and is not written over', () => {
  const [first, second, unknown] = [{ a: 1 }, { a: 2 }, { a: 3 }]
  expect(withMetadata(first, { name: 'first' })).toBe(first)
  expect(metadataOf(first)).toEqual({ name: 'first' })
  expect(metadataOf(unknown)).toBeUndefined()
  expect(madeOf(first, second)).toBe(second)
  expect(metadataOf(second)).toEqual({ name: 'first' })
  withMetadata(second, { name: 'second' })
  expect(metadataOf(madeOf(first, second))).toEqual({ name: 'second' })
  expect(metadataOf(madeOf(unknown, { a: 4 }))).toBeUndefined()
})
