import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { betweenCalls, stepsBetween } from '../../src/testing/arbitraries/between-calls.js'
import { settle } from '../../src/testing/arbitraries/containers.js'
import { decoration, decorations, Model } from '../../src/testing/arbitraries/decorations.js'
import { mutated } from '../../src/testing/arbitraries/junk.js'
import { respell } from '../../src/testing/arbitraries/paths.js'
import { podOf, withoutWindowsFaults } from '../../src/testing/arbitraries/pods.js'
import { distinct, list, maybe, nodesOf, object, oneOf, withField } from '../../src/testing/arbitraries/values.js'
import { changes } from '../../src/testing/changes.js'
import { clone, type Fields, isFields } from '../../src/testing/json.js'
import { cleanPath, namesOf } from '../../src/testing/pod.js'

// What pods are put together from, and what is made of them.

const asFields = (entries: unknown): Fields[] => entries as Fields[]

const draw = <T>(arbitrary: fc.Arbitrary<T>, numRuns = 1000): T[] => fc.sample(arbitrary, { numRuns, seed: 1 })
const textsOf = (values: readonly unknown[]): string[] =>
  [...new Set(values.map((value) => JSON.stringify(value)))].sort()

describe('values', () => {
  test('that are examples are copies', () => {
    const example = { a: [1] }
    const drawn = draw(oneOf<unknown>(example, 2), 50)
    expect(textsOf(drawn)).toEqual(['2', '{"a":[1]}'])
    expect(drawn).not.toContain(example)
  })

  test('that may be absent are so as often as is said, and shrink to that', () => {
    const arbitrary = maybe(30, fc.constantFrom('a', 'b'))
    expect(draw(arbitrary).filter((value) => value !== undefined).length / 1000).toBeCloseTo(0.3, 1)
    expect(new Set(draw(arbitrary))).toEqual(new Set([undefined, 'a', 'b']))
    const { counterexample } = fc.check(
      fc.property(fc.tuple(arbitrary, fc.nat()), ([, number]) => number < 7),
      { seed: 1 },
    )
    expect(counterexample).toEqual([[undefined, 7]])
  })

  test('in an object are there but for undefined, in the order of its fields', () => {
    const drawn = draw(object({ b: maybe(50, fc.constant(1)), a: fc.constant(null) }), 100)
    expect(textsOf(drawn)).toEqual(['{"a":null}', '{"b":1,"a":null}'])
    for (const each of drawn) {
      expect(Object.getPrototypeOf(each)).toBe(Object.prototype)
      expect('b' in each && each['b'] === undefined).toBe(false)
    }
  })

  test('in a list are up to three, or as many as is said', () => {
    expect(new Set(draw(list(fc.nat())).map(({ length }) => length))).toEqual(new Set([0, 1, 2, 3]))
    expect(new Set(draw(list(fc.nat(), 1)).map(({ length }) => length))).toEqual(new Set([0, 1]))
  })

  test('that are distinct are the first of each key', () => {
    expect(distinct(['a1', 'b1', 'a2', 'c1', 'b2'], (text) => text.charAt(0))).toEqual(['a1', 'b1', 'c1'])
  })

  test('have nodes: every object and list, the outer ones first', () => {
    expect(nodesOf({ a: [{ b: 1 }, null, 'x'], c: {} }).map((node) => JSON.stringify(node))).toEqual([
      '{"a":[{"b":1},null,"x"],"c":{}}',
      '[{"b":1},null,"x"]',
      '{"b":1}',
      '{}',
    ])
    expect(nodesOf('text')).toEqual([])
  })

  test('get a field of any name, in a copy', () => {
    const given = { a: 1 }
    expect(JSON.stringify(withField(given, '__proto__', 2))).toBe('{"a":1,"__proto__":2}')
    expect(given).toEqual({ a: 1 })
  })
})

test('a path is written in six ways that mean the same', () => {
  const ways = ['/mnt/a', '/mnt/a/', '//mnt/a', '/mnt/a/.', 'mnt/a', '/./mnt/a']
  expect([0, 1, 2, 3, 4, 5, 6].map((form) => respell('/mnt/a', form))).toEqual([...ways, '/mnt/a'])
  expect(ways.map(cleanPath)).toEqual(ways.map(() => '/mnt/a'))
  expect(respell('/', 4)).toBe('/')
})

test('a container gets the volumes of its mounts by their numbers, and no two mounts at one place', () => {
  const volumes = [{ name: 'a' }, { name: 'b' }]
  const mounts = [
    { volume: 3, mountPath: '/x', readOnly: true },
    { volume: 0, mountPath: '//x/' },
    { volume: 2, mountPath: '/y' },
  ]
  const bare = { name: 'c', image: 'i' }
  expect(settle({ ...bare, mounts }, volumes)).toStrictEqual({
    ...bare,
    volumeMounts: [
      { name: 'b', mountPath: '/x', readOnly: true },
      { name: 'a', mountPath: '/y' },
    ],
  })
  expect(settle({ ...bare, mounts: [] }, volumes)).toStrictEqual(bare)
  expect(settle({ ...bare, mounts }, [])).toStrictEqual(bare)
})

describe('a pod that is put together', () => {
  const entry = (name: string, note: number) => ({ name, note, mounts: [] })
  const made = (parts: object): Fields[] =>
    draw(
      podOf({
        path: fc.constant('/x'),
        spec: fc.constant({ hostname: 'h' }),
        servers: fc.constant(['s', 't', 's', 'u']),
        neighbours: fc.constant([entry('n', 1), entry('n', 2), entry('m', 3)]),
        inits: fc.constant([entry('i', 1), entry('i', 2), entry('s', 3), entry('n', 4)]),
        volumes: fc.constant([{ name: 'v', emptyDir: {} }, { name: 'v', nfs: {} }, { name: 'w' }]),
        ...parts,
      }),
      60,
    )

  test('has each server, neighbour, init container and volume once, the first of each name', () => {
    const pods = made({})
    const orders = ['s+t+u+n+m', 'n+s+t+u+m', 'n+m+s+t+u']
    expect(textsOf(pods.map(({ containers }) => namesOf(asFields(containers)).join('+')))).toEqual(textsOf(orders))
    expect(textsOf(pods.map(({ initContainers }) => initContainers))).toEqual(['[{"name":"i","note":1}]'])
    expect(textsOf(pods.map(({ volumes }) => volumes))).toEqual(['[{"name":"v","emptyDir":{}},{"name":"w"}]'])
    expect(textsOf(pods.map(({ hostname }) => hostname))).toEqual(['"h"'])
    const neighbours = pods.flatMap(({ containers }) => asFields(containers).filter(({ name }) => name === 'n'))
    expect(textsOf(neighbours)).toEqual(['{"name":"n","note":1}'])
  })

  test('has servers that are drawn two at a time', () => {
    const bodies = made({ neighbours: fc.constant([]) }).map(({ containers }) =>
      asFields(containers).map((container) => JSON.stringify({ ...container, name: '' })),
    )
    expect(bodies.filter(([s, t]) => s !== t).length).toBeGreaterThan(50)
    expect(bodies.filter(([, t, u]) => t !== u)).toEqual([])
    expect(bodies.some(([, t]) => t?.includes('mountPath'))).toBe(true)
    expect(bodies.some(([s]) => s?.includes('mountPath'))).toBe(true)
  })

  test('has null, an empty list or nothing in the place of init containers and volumes', () => {
    const pods = made({ inits: fc.constant([]), volumes: fc.constant([]) })
    const found = pods.map((pod) => ['initContainers', 'volumes'].map((key) => (key in pod ? pod[key] : 'nothing')))
    expect(textsOf(found)).toEqual(
      textsOf([
        ['nothing', 'nothing'],
        [null, null],
        [[], []],
      ]),
    )
    expect(pods.filter((pod) => !('volumes' in pod)).length / pods.length).toBeGreaterThan(0.4)
  })
})

test('a pod of Windows loses what only Linux knows, and others lose nothing', () => {
  const context = { securityContext: { runAsUser: 1 } }
  const pod = {
    containers: [{ name: 'a', ...context }],
    hostPID: true,
    hostIPC: true,
    shareProcessNamespace: true,
    ...context,
  }
  const init = { initContainers: [{ name: 'b', ...context }] }
  const windows = { os: { name: 'windows' } }
  expect(withoutWindowsFaults({ ...pod, ...init, os: { name: 'linux' } })).toEqual({
    ...pod,
    ...init,
    os: { name: 'linux' },
  })
  expect(withoutWindowsFaults(pod)).toBe(pod)
  expect(withoutWindowsFaults({ ...pod, ...init, ...windows, hostname: 'h' })).toStrictEqual({
    containers: [{ name: 'a' }],
    initContainers: [{ name: 'b' }],
    hostname: 'h',
    ...windows,
  })
  expect(withoutWindowsFaults({ ...pod, ...windows })).toStrictEqual({ containers: [{ name: 'a' }], ...windows })
  expect(withoutWindowsFaults({ ...pod, ...windows, initContainers: null })['initContainers']).toBeNull()
})

test('decorations are drawn, all of them, and told by their names', () => {
  const drawn = draw(decoration, 200)
  expect(new Set(drawn.map(String))).toEqual(new Set(Object.keys(decorations)))
  expect(drawn.every((decorate) => decorate({ a: 1 }) !== undefined)).toBe(true)
})

describe('a decoration', () => {
  const given = { a: [{ b: 1 }, { b: 1 }, { b: 2 }], env: { c: [] } }
  const decorated = (name: string): unknown => decorations[name]?.(given)
  const nodes = (name: string): unknown[] => nodesOf(decorated(name))
  const flags = (holds: (node: unknown) => boolean): Record<string, string> =>
    Object.fromEntries(
      Object.keys(decorations).map((name) => [
        name,
        [holds(decorated(name)), ...new Set(nodes(name).slice(1).map(holds))].join(' '),
      ]),
    )

  test.each<[what: string, holds: (node: unknown) => boolean, expected: Record<string, string>]>([
    [
      'frozen',
      Object.isFrozen,
      {
        frozen: 'true true',
        'frozen below the root': 'false true',
        'frozen class instances': 'true true',
        'shared and frozen': 'true true',
      },
    ],
    [
      'instances of a class, where they are no lists',
      (node) => Array.isArray(node) || node instanceof Model,
      {
        'class instances': 'true true',
        'class instances below the root': 'false true',
        'frozen class instances': 'true true',
      },
    ],
    [
      'without a prototype, where they are no lists',
      (node) => Array.isArray(node) || Object.getPrototypeOf(node) === null,
      { 'no prototype': 'true true' },
    ],
  ])('makes objects that are %s', (_what, holds, expected) => {
    const found = Object.entries(flags(holds)).filter(
      ([, each]) => each !== 'false false' && each !== 'false true false',
    )
    expect(Object.fromEntries(found)).toEqual(expected)
  })

  test('copies what it decorates, and shares what is the same only where it says so', () => {
    for (const name of Object.keys(decorations)) {
      const made = nodes(name)
      expect(made.filter((node) => nodesOf(given).includes(node as Fields))).toEqual([])
      expect([name, new Set(made).size]).toEqual([name, name.startsWith('shared') ? 6 : 7])
    }
  })

  test('leaves fields that hold undefined, where they are not there', () => {
    const made = decorated('undefined fields') as Fields
    expect(Object.keys(made)).toEqual(['a', 'env', 'volumes', 'securityContext', 'readOnly'])
    expect(made['env']).toEqual({ c: [] })
    expect(Object.keys(made['a'] as object)).toEqual(['0', '1', '2'])
    expect([made['volumes'], made['securityContext'], made['readOnly']]).toEqual([undefined, undefined, undefined])
    expect(nodesOf(made).filter((node) => isFields(node) && !('readOnly' in node))).toEqual([])
  })
})

describe('a value with wrong values', () => {
  const given = { a: { b: 'x' }, list: ['y'] }
  const drawn = (): Fields[] => draw(mutated(fc.constant(given)), 3000)
  const has = (holds: (value: Fields) => boolean): boolean => drawn().some(holds)

  test('has them at any place, by the names that it has, and by those that an injector reads', () => {
    const before = clone(given)
    const made = drawn()
    expect(given).toEqual(before)
    const places: Readonly<Record<string, (value: Fields) => boolean>> = {
      'a field of the root': ({ a }) => !isFields(a),
      'another field of the root': (value) => !Array.isArray(value['list']),
      'a field of an object in it': ({ a }) => isFields(a) && a['b'] !== 'x' && Object.keys(a).length === 1,
      'an entry of a list in it': (value) =>
        Array.isArray(value['list']) && value['list'].length === 1 && value['list'][0] !== 'y',
      'an entry at the end of a list': (value) =>
        Array.isArray(value['list']) && value['list'].length === 2 && value['list'][0] === 'y',
      'a field that an injector reads, in the root': (value) => 'volumes' in value,
      'a field that an injector reads, in an object in it': ({ a }) => isFields(a) && 'limits' in a && a['b'] === 'x',
      'three at once': (value) => Object.keys(value).length === 5,
    }
    for (const [place, holds] of Object.entries(places)) expect([place, made.some(holds)]).toEqual([place, true])
    expect(made.filter((value) => Object.keys(value).length > 5)).toEqual([])
    expect(made.every((value) => 'a' in value && 'list' in value)).toBe(true)
    expect(
      made.filter(({ list: entries }) => Array.isArray(entries) && Object.keys(entries).length !== entries.length),
    ).toEqual([])
  })

  test('has no fields without a name', () => {
    const names = draw(mutated(fc.constant({})), 300).flatMap((value) => Object.keys(value))
    expect(names).toContain('volumes')
    expect(names).not.toContain('undefined')
  })

  test('shares them with no other', () => {
    const wrong = drawn().flatMap((value) => nodesOf(value))
    expect(new Set(wrong).size).toBe(wrong.length)
    expect(has(({ a }) => Array.isArray(a))).toBe(true)
  })
})

describe('what happens between two calls', () => {
  test('is one to four changes out of all, each anywhere', () => {
    const made = draw(stepsBetween(), 2000)
    expect(new Set(made.map(({ length }) => length))).toEqual(new Set([1, 2, 3, 4]))
    expect(new Set(made.flat().map(({ name }) => name))).toEqual(new Set(Object.keys(changes)))
    expect(new Set(made.flat().map(({ at }) => at))).toEqual(new Set(Array.from({ length: 12 }, (_, at) => at)))
    expect(made.flat().every((step) => Object.getPrototypeOf(step) === Object.prototype)).toBe(true)
  })

  test('may be nothing, and is of the names that are given', () => {
    const made = draw(stepsBetween(['AlwaysPullImages'], 0), 200)
    expect(new Set(made.map(({ length }) => length))).toEqual(new Set([0, 1, 2, 3, 4]))
    expect(new Set(made.flat().map(({ name }) => name))).toEqual(new Set(['AlwaysPullImages']))
  })

  test('is made, and told by its names', () => {
    for (const between of draw(betweenCalls(['AlwaysPullImages']), 20)) {
      expect(String(between)).toMatch(/^(AlwaysPullImages \(\d+\)(, then |$))+$/)
      expect(between({ containers: [{ name: 'a' }] }).containers).toEqual([{ name: 'a', imagePullPolicy: 'Always' }])
    }
  })
})
