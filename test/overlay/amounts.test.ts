import { describe, expect, test } from 'vitest'
import { applyOverlay, preferred, type Overlay } from '../../src/index.js'
import { validatePodSpec } from '../../src/testing/index.js'
import { roundTrip } from '../../src/testing/api-server/round-trip.js'
import type { PodSpec } from '../../src/testing/pod.js'
import { expectCauses, refusalOf } from '../kit/causes.js'

// Amounts of an overlay beside those of a container: what comes out is what an API server takes and what stays so, or it is a conflict.

const gpu = 'nvidia.com/gpu'
const huge = 'hugepages-2Mi'
const there = [
  {},
  { limits: { cpu: '1' } },
  { requests: { cpu: '1' } },
  { limits: { [gpu]: 1 } },
  { limits: { [huge]: '2Mi', cpu: '1' } },
  { limits: { [huge]: '2Mi', memory: '1Gi' }, requests: { memory: '1Gi' } },
]
const wanted = [
  { requests: { [gpu]: 1 } },
  { limits: { [gpu]: 2 } },
  { requests: { [gpu]: preferred(2) } },
  { limits: { [gpu]: preferred(2) } },
  preferred({ requests: { [gpu]: 2 } }),
  { limits: { [gpu]: null } },
  { requests: { [gpu]: null } },
  { limits: { [huge]: '4Mi' } },
  { requests: { [huge]: '4Mi' } },
  { limits: { [huge]: preferred('4Mi') } },
  { limits: { cpu: null }, requests: { cpu: null } },
  { limits: { memory: null }, requests: { memory: null } },
  { limits: { cpu: '500m' } },
  { requests: { cpu: '2' } },
]

const podWith = (resources: object): PodSpec => roundTrip({ containers: [{ name: 'app', image: 'app:1', resources }] })

describe.each(there)('beside %j', (resources) => {
  test.each(wanted)('%j', (amounts) => {
    const overlay = { targets: ['app'], target: { resources: amounts } } as unknown as Overlay
    const apply = (podSpec: PodSpec) => applyOverlay(podSpec, overlay) as unknown as PodSpec
    const podSpec = podWith(resources)
    expect(validatePodSpec(podSpec)).toEqual([])
    let made: PodSpec
    try {
      made = apply(podSpec)
    } catch {
      return expect(refusalOf(() => apply(podSpec)).causes.map(({ code }) => code)).toEqual(['RequestExceedsLimit'])
    }
    expect(validatePodSpec(made)).toEqual([])
    const stored = roundTrip(made)
    expect(apply(stored)).toBe(stored)
  })
})

test.each<[object, object, string, string]>([
  [
    {},
    { requests: { [gpu]: 1 } },
    `requests[${gpu}]`,
    'expected a request of nvidia.com/gpu that fits its limit, found 1 beside none on app',
  ],
  [
    {},
    { limits: { [huge]: '4Mi' } },
    `limits[${huge}]`,
    'expected an amount of cpu or memory beside hugepages-2Mi, found none on app',
  ],
])('%j and %j: a conflict that says what is missing', (resources, amounts, field, message) => {
  const overlay = { targets: ['app'], target: { resources: amounts } } as Overlay
  expectCauses(refusalOf(() => applyOverlay(podWith(resources), overlay)).causes, [
    ['RequestExceedsLimit', `spec.containers[0].resources.${field}`, message],
  ])
})

describe('a container that is added', () => {
  const added = (resources: unknown) =>
    ({ spec: { containers: [{ name: 'own', image: 'own:1', resources }] } }) as Overlay

  test('is told at its list', () => {
    expectCauses(refusalOf(() => applyOverlay(podWith({}), added({ requests: { [gpu]: 1 } }))).causes, [
      ['RequestExceedsLimit', 'spec.containers', 'found 1 beside none on own'],
    ])
  })

  test.each([
    { limits: { memory: preferred('1Gi') }, requests: { memory: '1Gi', cpu: '1' } },
    { limits: { [gpu]: preferred(1) }, requests: { [gpu]: 1 } },
  ])('may have amounts that fit: %j', (resources) => {
    expect(() => applyOverlay(podWith({}), added(resources))).not.toThrow()
  })
})

test.each<[object, object]>([
  [{ limits: { cpu: '1' } }, { limits: { [huge]: '4Mi' } }],
  [{ limits: { memory: '1Gi' } }, { limits: { [huge]: '4Mi' } }],
  [{ requests: { cpu: '1' } }, { limits: { [huge]: '4Mi' } }],
  [{ requests: { memory: '1Gi' } }, { limits: { [huge]: '4Mi' } }],
  [{ requests: { [gpu]: null } }, { limits: { cpu: preferred('1') } }],
])('%j and %j fit', (resources, amounts) => {
  const podSpec = { containers: [{ name: 'app', image: 'app:1', resources }] }
  const overlay = { targets: ['app'], target: { resources: amounts } } as Overlay
  expect(() => applyOverlay(podSpec, overlay)).not.toThrow()
})

test('of what is given out whole, a request that is below its limit is a conflict', () => {
  const podSpec = { containers: [{ name: 'app', image: 'app:1', resources: { limits: { [gpu]: 2 } } }] }
  const overlay = { targets: ['app'], target: { resources: { requests: { [gpu]: preferred(1) } } } } as Overlay
  expectCauses(refusalOf(() => applyOverlay(podSpec, overlay)).causes, [
    ['RequestExceedsLimit', `spec.containers[0].resources.requests[${gpu}]`, 'found 1 beside 2 on app'],
  ])
})

test('an amount that fits is no conflict', () => {
  const overlay: Overlay = { targets: ['app'], target: { resources: { requests: { [gpu]: 1 }, limits: { [gpu]: 1 } } } }
  expect(() => applyOverlay(podWith({}), overlay)).not.toThrow()
})
