import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { compileOverlay, includes } from '../../src/index.js'
import { inContainer, inPod, overlaid, planFor } from './overlaid.js'

const gpu = { key: 'gpu', operator: 'Exists', effect: 'NoSchedule' }
const other = { key: 'team', operator: 'Equal', value: 'x' }
const tolerations = (...entries: unknown[]) => ({ tolerations: entries })
const wanted = { tolerations: includes([gpu]) }

describe('a list that ours are included in', () => {
  test.each<[string, object, object?]>([
    ['absent', {}, tolerations(gpu)],
    ['null', { tolerations: null }, tolerations(gpu)],
    ['empty', tolerations(), tolerations(gpu)],
    ['with others', tolerations(other), tolerations(other, gpu)],
    ['with ours in front', tolerations(gpu, other), tolerations(gpu, other)],
    ['with ours behind', tolerations(other, gpu), tolerations(other, gpu)],
    ['with ours twice', tolerations(gpu, other, gpu), tolerations(gpu, other, gpu)],
    ['with ours in another order of fields', tolerations({ effect: 'NoSchedule', operator: 'Exists', key: 'gpu' })],
    ['with ours and null beside it', tolerations({ ...gpu, value: null, tolerationSeconds: undefined })],
    ['with ours and an empty text beside it', tolerations({ ...gpu, value: '' })],
    [
      'with a stricter one',
      tolerations({ ...gpu, tolerationSeconds: 0 }),
      tolerations({ ...gpu, tolerationSeconds: 0 }, gpu),
    ],
    ['with one of another value', tolerations({ ...gpu, key: 'g' }), tolerations({ ...gpu, key: 'g' }, gpu)],
    ['with one that has less', tolerations({ key: 'gpu' }), tolerations({ key: 'gpu' }, gpu)],
    ['with a field of a newer Kubernetes', tolerations({ ...gpu, newer: 1 }), tolerations({ ...gpu, newer: 1 }, gpu)],
    ['with null in it', tolerations(null), tolerations(null, gpu)],
  ])('%s', (_what, spec, expected = spec) => {
    expect(inPod(spec, wanted)).toEqual(expected)
  })

  test('each that is missing goes to the end by an edit of its own, in the overlay’s order', () => {
    const args = includes(['-a', '-b', '-c'])
    expect(planFor({ args: ['-b'] }, { args }).patch).toEqual([
      { op: 'add', path: '/containers/0/args/-', value: '-a' },
      { op: 'add', path: '/containers/0/args/-', value: '-c' },
    ])
    expect(inContainer({}, { args })).toEqual({ args: ['-a', '-b', '-c'] })
  })

  test('the order of lists in an entry counts', () => {
    const affinity = (...values: string[]) => ({
      matchExpressions: [{ key: 'zone', operator: 'In', values }],
    })
    const required = (terms: unknown) => ({
      affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: terms } } },
    })
    const there = required([affinity('a', 'b')])
    expect(inPod(there, required(includes([affinity('a', 'b')])))).toEqual(there)
    expect(inPod(there, required(includes([affinity('b', 'a')])))).toEqual(
      required([affinity('a', 'b'), affinity('b', 'a')]),
    )
  })

  test('none of ours is nothing', () => {
    for (const spec of [{}, tolerations(), tolerations(other)])
      expect(inPod(spec, { tolerations: includes([]) })).toEqual(spec)
  })

  test('ours are copied, and no two pods share them', () => {
    const made = [1, 2].map(() => (inPod({}, wanted).tolerations as unknown[])[0])
    expect(new Set([gpu, ...made]).size).toBe(3)
  })

  test('in a container that is new', () => {
    const containers = [{ name: 'own', image: 'a', args: includes(['-v']), envFrom: includes([]) }]
    expect(overlaid({ containers: [] }, { spec: { containers } }).containers).toEqual([
      { name: 'own', image: 'a', args: ['-v'] },
    ])
  })

  test('dropped capabilities are a set, in which ALL has every other', () => {
    const drop = (list: unknown) => ({ securityContext: { capabilities: { drop: list } } })
    expect(inContainer(drop(['ALL']), drop(includes(['CHOWN'])))).toEqual(drop(['ALL']))
    expect(inContainer(drop(['KILL']), drop(includes(['CHOWN'])))).toEqual(drop(['KILL', 'CHOWN']))
  })

  test('amounts are compared by value', () => {
    const items = (divisor?: unknown) => [
      { path: 'cpu', resourceFieldRef: { containerName: 'server', resource: 'limits.cpu', divisor } },
    ]
    const volume = (list: unknown) => ({ volumes: [{ name: 'v', downwardAPI: { items: list } }] })
    expect(inPod(volume(items('1000m')), volume(includes(items('1'))))).toEqual(volume(items('1000m')))
    expect(inPod(volume(items('1')), volume(includes(items('1m'))))).toEqual(volume([...items('1'), ...items('1m')]))
  })
})

describe('what the API server fills in does not make an entry another one', () => {
  const { sent, stored } = JSON.parse(
    readFileSync(new URL('../fixtures/defaults/entries.json', import.meta.url), 'utf8'),
  ) as Record<'sent' | 'stored', object>

  /** The same pod with every list without keys as one that has to be included. */
  const included = (value: unknown, field = ''): unknown => {
    const keyed = ['containers', 'volumes', 'env', 'command'].includes(field)
    if (Array.isArray(value)) return keyed ? value.map((entry) => included(entry)) : includes(value)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, included(each, key)]))
  }

  test('as it was recorded', () => {
    expect(overlaid(stored, { spec: included(sent) })).toBe(stored)
    expect(sent).not.toEqual(stored)
  })

  test('an object that it writes empty', () => {
    const terms = (list: unknown) => ({
      affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: list } },
    })
    const stored = terms([{ weight: 1, preference: {} }])
    expect(inPod(stored, terms(includes([{ weight: 1 }])))).toEqual(stored)
    expect(inPod(terms([{ weight: 1 }]), terms(includes([{ weight: 1, preference: {} }])))).toEqual(
      terms([{ weight: 1 }]),
    )
    const chosen = { weight: 1, preference: { matchFields: [{ key: 'metadata.name', operator: 'In', values: ['a'] }] } }
    expect(inPod(terms([chosen]), terms(includes([{ weight: 1 }])))).toEqual(terms([chosen, { weight: 1 }]))
  })

  test('but another value does, and so does one that is asked for and not there', () => {
    const sources = (list: unknown) => ({ volumes: [{ name: 'v', projected: { sources: list } }] })
    const token = (expirationSeconds?: number) => [{ serviceAccountToken: { path: 't', expirationSeconds } }]
    expect(inPod(sources(token(3600)), sources(includes(token())))).toEqual(sources(token(3600)))
    expect(inPod(sources(token(600)), sources(includes(token())))).toEqual(sources([...token(600), ...token()]))
    expect(inPod(sources(token()), sources(includes(token(3600))))).toEqual(sources([...token(), ...token(3600)]))
  })
})

test('no list is a fault of the pod', () => {
  expect(() => inPod({ tolerations: 'x' }, wanted)).toThrow('spec.tolerations: expected a list, found "x"')
})

test('an entry that is nested without end equals nothing', () => {
  let nested: object = {}
  for (let depth = 0; depth < 20_000; depth++) nested = { nested }
  const podSpec = { containers: [], tolerations: [nested] }
  expect(compileOverlay({ spec: wanted }).plan(podSpec).patch).toEqual([
    { op: 'add', path: '/tolerations/-', value: gpu },
  ])
})
