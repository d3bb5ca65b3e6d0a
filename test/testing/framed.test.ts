import { describe, expect, test } from 'vitest'
import { lostBetween } from '../../src/testing/laws/framed.js'

// The API server takes a variable that is there twice, so a mutator may be handed one.

const a = { name: 'A', value: '1' }
const b = { name: 'B', value: '2' }
const podSpec = (env: readonly object[]) => ({ containers: [{ name: 'app', env }] })

describe('of a key that is there twice', () => {
  test.each([
    ['both stay', [a, b, a, { name: 'C' }], []],
    ['the second may go where the first is the same', [a, b], []],
    [
      'the second has another value',
      [a, b, { name: 'A', value: '3' }],
      ['containers[app].env[A].value: has another value'],
    ],
    ['the second has moved', [a, a, b], ['containers[app].env: in another order']],
    ['both are gone', [b], ['containers[app].env[A]: is gone', 'containers[app].env[A]: is gone']],
  ])('%s', (_, env, lost) => {
    expect(lostBetween(podSpec([a, b, a]), podSpec(env), () => false)).toEqual(lost)
  })
})

describe('what was there and is not', () => {
  test.each<[before: unknown, after: unknown, lost: string[]]>([
    [{ a: 1 }, { a: 2 }, ['a: has another value']],
    [{ a: 'x' }, { a: '' }, ['a: has another value']],
    [{ a: '' }, { a: 'x' }, ['a: has another value']],
    [{ a: 'x' }, { a: null }, ['a: is gone']],
    [{ a: 'x' }, { a: {} }, ['a: is gone']],
    [{ a: false }, {}, ['a: is gone']],
    [{ a: { b: 1, c: 2 } }, { a: { b: 2 } }, ['a.b: has another value', 'a.c: is gone']],
    [{ a: { b: 1 } }, { a: 'x' }, ['a: has another value']],
    [{ a: 'x' }, { a: { b: 1 } }, ['a: has another value']],
    [{ a: { b: 1 } }, { a: [1] }, ['a: has another value']],
    // What is absent, null or empty has nothing to lose.
    [{ a: null, b: {}, c: [], d: undefined }, { a: 1, b: 'x', c: 'x', d: 1 }, []],
    // Of a list with keys each entry is told, of another one where it ends to be there.
    [{ volumes: [{ name: 'v' }] }, { volumes: 'x' }, ['volumes[v]: is gone']],
    [{ imagePullSecrets: [{}] }, {}, ['imagePullSecrets[undefined]: is gone']],
    [{ tolerations: [{ key: 'a' }] }, { tolerations: 'x' }, ['tolerations: is gone']],
    [
      { tolerations: [{ key: 'a' }, { key: 'a' }] },
      { tolerations: [{ key: 'a' }] },
      ['tolerations[1]: is gone, or has another value'],
    ],
    [{ tolerations: [{ key: 'a' }, { key: 'b' }] }, { tolerations: [{ key: 'c' }, { key: 'a' }, { key: 'b' }] }, []],
    [
      { tolerations: [{ key: 'a' }, { key: 'b' }] },
      { tolerations: [{ key: 'b' }, { key: 'a' }] },
      ['tolerations[1]: is gone, or has another value'],
    ],
    // An entry may get more fields.
    [{ tolerations: [{ key: 'a' }] }, { tolerations: [{ key: 'a', effect: 'b' }] }, []],
    // Words are a command line together.
    [{ args: ['a'] }, { args: ['a', 'b'] }, ['args: has another value']],
    [{ x: { command: ['a'] } }, { x: { command: ['b', 'a'] } }, ['x.command: has another value']],
    [{ args: ['a'] }, { args: [] }, ['args: is gone']],
    [{ commands: ['a'], myargs: ['a'] }, { commands: ['a', 'b'], myargs: ['a', 'b'] }, []],
  ])('%j in %j', (before, after, lost) => {
    expect(lostBetween(before, after, () => false)).toEqual(lost)
  })

  test('may be what the mutator is there to change, by its path', () => {
    const lost = (...paths: string[]): string[] =>
      lostBetween(
        { containers: [{ name: 'a', image: 'a' }], tolerations: [{ key: 'a' }], volumes: [{ name: 'v' }] },
        { containers: [{ name: 'a', image: 'b' }], tolerations: [{ key: 'b' }] },
        (path) => paths.includes(path),
      )
    const all = [
      'containers[a].image: has another value',
      'tolerations[0]: is gone, or has another value',
      'volumes[v]: is gone',
    ]
    expect(lost()).toEqual(all)
    expect(lost('containers[*].image', 'tolerations[*].key', 'volumes[*]')).toEqual([])
    expect(lost('containers[*]', 'tolerations[*]', 'volumes')).toEqual([])
    expect(lost('containers', 'tolerations', 'volumes')).toEqual([])
    expect(lost('image', 'containers[a].image', 'volumes[*].name', 'key')).toEqual(all)
  })
})
