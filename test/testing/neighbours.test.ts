import { describe, expect, test } from 'vitest'
import { changes } from '../../src/testing/changes.js'
import { goodNeighbours, restlessNeighbours } from '../../src/testing/neighbours.js'
import type { PodSpec } from '../../src/testing/pod.js'

const named = (...names: string[]): PodSpec => ({ containers: names.map((name) => ({ name, image: 'a:1' })) })

describe('a good neighbour', () => {
  const spec: PodSpec = {
    containers: [{ name: 'app', image: 'a:1', resources: { limits: { cpu: '1' }, requests: { cpu: '1' } } }],
    initContainers: [{ name: 'init', image: 'b:1' }],
    volumes: [{ name: 'v', image: { reference: 'c:1' } }],
  }

  test.each(goodNeighbours)('$name: does something, once', ({ mutate }) => {
    const once = mutate(spec)
    expect(once).not.toEqual(spec)
    expect(mutate(once)).toEqual(once)
  })

  test('is one of the changes between calls, or pulls images anew', () => {
    const names = goodNeighbours.map(({ name }) => name)
    expect(names.filter((name) => !(name in changes))).toEqual(['always pulls images'])
    expect(names).toHaveLength(11)
  })
})

describe('a restless neighbour', () => {
  test.each<[name: string, given: PodSpec, made: PodSpec[]]>([
    ['counts its calls', named('app'), ['1', '2'].map((calls) => ({ ...named('app'), nodeSelector: { calls } }))],
    [
      'counts its calls',
      { ...named('app'), nodeSelector: { calls: '1.5' } },
      ['2', '3'].map((calls) => ({ ...named('app'), nodeSelector: { calls } })),
    ],
    [
      'counts its calls',
      { ...named('app'), nodeSelector: { calls: 'many' } },
      [{ ...named('app'), nodeSelector: { calls: '1' } }],
    ],
    ['counts its calls', { ...named('app'), nodeSelector: null }, [{ ...named('app'), nodeSelector: { calls: '1' } }]],
    [
      'adds a container in every call',
      named('app', 'more-restless-'),
      [[], ['restless-1']].map((more) => ({
        containers: [
          ...named('app', 'more-restless-').containers,
          ...['restless-0', ...more].map((name) => ({ name, image: 'restless:1' })),
        ],
      })),
    ],
    ['turns the containers round', named('a', 'b', 'c'), [named('c', 'b', 'a'), named('a', 'b', 'c')]],
    ['takes the last container away', named('a', 'b', 'c'), [named('a', 'b'), named('a'), named('a')]],
    [
      'writes its own pull policy',
      { containers: [{ name: 'a', image: 'a:1', imagePullPolicy: 'Always' }], hostname: 'h' },
      [{ containers: [{ name: 'a', image: 'a:1', imagePullPolicy: 'Never' }], hostname: 'h' }],
    ],
  ])('%s: %j', (wanted, given, made) => {
    const neighbour = restlessNeighbours.find(({ name }) => name === wanted)
    let spec = { ...given, hostname: 'h' } as PodSpec
    for (const expected of made) {
      spec = neighbour?.mutate(spec) ?? spec
      expect(spec).toStrictEqual({ ...expected, hostname: 'h' })
    }
  })

  test('there are five', () => {
    expect(restlessNeighbours).toHaveLength(5)
  })
})
