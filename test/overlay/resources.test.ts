import { describe, expect, test } from 'vitest'
import { preferred } from '../../src/index.js'
import { inContainer, overlaid, planFor } from './overlaid.js'

interface Amounts {
  readonly limits?: object | null | undefined
  readonly requests?: object | null | undefined
}
const limits = (amounts: object): Amounts => ({ limits: amounts })
const requests = (amounts: object): Amounts => ({ requests: amounts })
const both = (amounts: object): Amounts => ({ limits: amounts, requests: amounts })

describe('enforced resources', () => {
  test.each([
    ['none', undefined, both({ cpu: '1' }), both({ cpu: '1' })],
    ['null', null, both({ cpu: '1' }), both({ cpu: '1' })],
    ['empty', {}, limits({ cpu: '1' }), limits({ cpu: '1' })],
    ['a null side', { limits: null }, limits({ cpu: '1' }), limits({ cpu: '1' })],
    ['an undefined side', { limits: undefined }, limits({ cpu: '1' }), limits({ cpu: '1' })],
    ['equal', both({ cpu: '1' }), both({ cpu: '1' }), undefined],
    ['equal in other words', both({ cpu: '1000m' }), both({ cpu: '1' }), undefined],
    ['rounded by the API server', limits({ cpu: '1m' }), limits({ cpu: '100u' }), undefined],
    [
      'other names stay',
      both({ memory: '1Gi', 'nvidia.com/gpu': 1 }),
      limits({ cpu: '1' }),
      { limits: { memory: '1Gi', 'nvidia.com/gpu': 1, cpu: '1' }, requests: { memory: '1Gi', 'nvidia.com/gpu': 1 } },
    ],
    ['another limit', limits({ cpu: '2' }), limits({ cpu: '1' }), limits({ cpu: '1' })],
    [
      'claims stay',
      { ...limits({ cpu: '2' }), claims: [{ name: 'a' }] },
      limits({ cpu: '1' }),
      { ...limits({ cpu: '1' }), claims: [{ name: 'a' }] },
    ],
    ['a null amount', limits({ cpu: null }), limits({ cpu: '1' }), limits({ cpu: '1' })],
    ['a limit below the request drags it along', both({ cpu: '2' }), limits({ cpu: '1' }), both({ cpu: '1' })],
    [
      'a limit above the request does not',
      both({ cpu: '2' }),
      limits({ cpu: '3' }),
      { limits: { cpu: '3' }, requests: { cpu: '2' } },
    ],
    [
      'a limit at the request does not',
      requests({ cpu: '1000m' }),
      limits({ cpu: '1' }),
      { limits: { cpu: '1' }, requests: { cpu: '1000m' } },
    ],
    [
      'a limit of what cannot be shared, without a request',
      limits({ 'nvidia.com/gpu': '2' }),
      limits({ 'nvidia.com/gpu': '1' }),
      limits({ 'nvidia.com/gpu': '1' }),
    ],
    [
      'a limit of what cannot be shared takes its request along',
      both({ 'nvidia.com/gpu': '1' }),
      limits({ 'nvidia.com/gpu': '2' }),
      both({ 'nvidia.com/gpu': '2' }),
    ],
    ['a request above the limit drags it along', both({ cpu: '1' }), requests({ cpu: '2' }), both({ cpu: '2' })],
    [
      'a request below the limit does not',
      both({ cpu: '2' }),
      requests({ cpu: '1' }),
      { limits: { cpu: '2' }, requests: { cpu: '1' } },
    ],
    ['a request where there is no limit', requests({ cpu: '1' }), requests({ cpu: '2' }), requests({ cpu: '2' })],
    ['a limit where there is no request', limits({ cpu: '1' }), limits({ cpu: '2' }), limits({ cpu: '2' })],
    ['numbers', both({ cpu: 3 }), limits({ cpu: 2 }), both({ cpu: 2 })],
    [
      'each name for itself',
      { limits: { cpu: '2', memory: '2' }, requests: { cpu: '2', memory: '2' } },
      { limits: { cpu: '1' }, requests: { memory: '3' } },
      { limits: { cpu: '1', memory: '3' }, requests: { cpu: '1', memory: '3' } },
    ],
    [
      'both sides wanted',
      both({ cpu: '3' }),
      { limits: { cpu: '2' }, requests: { cpu: '1' } },
      { limits: { cpu: '2' }, requests: { cpu: '1' } },
    ],
    [
      'one side wanted in words that are equal',
      { limits: { cpu: '1' }, requests: { cpu: '500m' } },
      { limits: { cpu: '1000m' }, requests: { cpu: '1' } },
      { limits: { cpu: '1' }, requests: { cpu: '1' } },
    ],
    ['no amounts wanted', limits({ cpu: '1' }), {}, undefined],
    ['empty maps wanted', limits({ cpu: '1' }), { limits: {}, requests: {} }, undefined],
    [
      'what is no quantity there is replaced',
      both({ cpu: 'x' }),
      limits({ cpu: '1' }),
      { limits: { cpu: '1' }, requests: { cpu: 'x' } },
    ],
  ])('%s', (_what, there, wanted, expected) => {
    const container = there === undefined ? {} : { resources: there }
    expect(inContainer(container, { resources: wanted })).toEqual({ resources: expected ?? there })
  })

  test.each<[string, Amounts, object]>([
    [
      'are filled in where there are none',
      limits({ memory: '1Gi' }),
      { ...limits({ memory: '1Gi' }), ...requests({ cpu: '1' }) },
    ],
    ['stay away where there are some', both({ memory: '1Gi' }), both({ memory: '1Gi' })],
  ])('requests that are preferred beside limits that are not %s', (_what, there, expected) => {
    const wanted = { limits: { memory: '1Gi' }, requests: preferred({ cpu: '1' }) }
    expect(inContainer({ resources: there }, { resources: wanted })).toEqual({ resources: expected })
  })

  test('nothing is added where nothing is wanted', () => {
    for (const wanted of [{}, { limits: {} }, { limits: {}, requests: {} }])
      expect(inContainer({}, { resources: wanted })).toEqual({})
  })

  test('each amount is an edit, and a missing side is one', () => {
    expect(planFor({ resources: { limits: { memory: '1' } } }, { resources: both({ cpu: '1' }) }).patch).toEqual([
      { op: 'add', path: '/containers/0/resources/limits/cpu', value: '1' },
      { op: 'add', path: '/containers/0/resources/requests', value: { cpu: '1' } },
    ])
    expect(planFor({ resources: both({ cpu: '2' }) }, { resources: limits({ cpu: '1' }) }).patch).toEqual([
      { op: 'replace', path: '/containers/0/resources/limits/cpu', value: '1' },
      { op: 'replace', path: '/containers/0/resources/requests/cpu', value: '1' },
    ])
    expect(planFor({ resources: { limits: null } }, { resources: limits({ cpu: '1' }) }).patch).toEqual([
      { op: 'replace', path: '/containers/0/resources/limits', value: { cpu: '1' } },
    ])
  })

  test('of a new container are left out where they are none', () => {
    for (const resources of [{}, { limits: {} }]) {
      const made = overlaid({ containers: [] }, { spec: { containers: [{ name: 'new', image: 'a', resources }] } })
      expect(made.containers).toEqual([{ name: 'new', image: 'a' }])
    }
  })

  test('beside a field that nobody knows are merged by their fields', () => {
    const wanted = { resources: { limits: { cpu: '1' }, future: { a: '1' } } }
    expect(inContainer({ resources: { limits: { cpu: '1000m' } } }, wanted)).toEqual({
      resources: { limits: { cpu: '1000m' }, future: { a: '1' } },
    })
  })

  test('are copied', () => {
    const wanted = both({ cpu: '1' })
    const made = inContainer({}, { resources: wanted }).resources as Amounts
    expect(made.limits).not.toBe(wanted.limits)
  })

  test('with claims, or other overlay values in them, are merged by their fields', () => {
    expect(inContainer({ resources: { limits: { cpu: '1' } } }, { resources: { claims: [{ name: 'a' }] } })).toEqual({
      resources: { limits: { cpu: '1' }, claims: [{ name: 'a' }] },
    })
    expect(
      inContainer(
        { resources: { limits: { cpu: '1' } } },
        { resources: { limits: { cpu: preferred('2'), memory: preferred('1') } } },
      ),
    ).toEqual({
      resources: { limits: { cpu: '1', memory: '1' } },
    })
    expect(inContainer({ resources: both({ cpu: '1' }) }, { resources: { limits: null } })).toEqual({
      resources: requests({ cpu: '1' }),
    })
    expect(inContainer({ resources: both({ cpu: '1' }) }, { resources: { limits: { cpu: null } } })).toEqual({
      resources: { limits: {}, requests: { cpu: '1' } },
    })
    expect(
      inContainer({ resources: limits({ cpu: '1000m' }) }, { resources: { limits: { cpu: '1' }, future: 1 } }),
    ).toEqual({
      resources: { limits: { cpu: '1000m' }, future: 1 },
    })
  })
})

describe('preferred resources', () => {
  const wanted = both({ cpu: '10m', memory: '15Mi' })

  test.each([
    ['none', undefined, wanted],
    ['null', null, wanted],
    ['empty', {}, wanted],
    ['empty sides', { limits: {}, requests: null }, wanted],
    [
      'another name',
      limits({ 'nvidia.com/gpu': '1' }),
      { limits: { 'nvidia.com/gpu': '1', cpu: '10m', memory: '15Mi' }, requests: { cpu: '10m', memory: '15Mi' } },
    ],
    ['a limit', limits({ cpu: '1' }), { limits: { cpu: '1', memory: '15Mi' }, requests: { memory: '15Mi' } }],
    ['a request', requests({ memory: '1' }), { limits: { cpu: '10m' }, requests: { memory: '1', cpu: '10m' } }],
    ['one of each', { limits: { cpu: 0 }, requests: { memory: '0' } }, undefined],
    ['all', both({ cpu: '1', memory: '1' }), undefined],
    [
      'a null amount',
      limits({ cpu: null, memory: '1' }),
      { limits: { cpu: '10m', memory: '1' }, requests: { cpu: '10m' } },
    ],
  ])('%s', (_what, there, expected) => {
    const container = there === undefined ? {} : { resources: there }
    expect(inContainer(container, { resources: preferred(wanted) })).toEqual({ resources: expected ?? there })
  })

  test.each([
    ['limits', limits({ cpu: '1' }), false],
    ['requests', requests({ memory: '1' }), false],
    ['empty maps', { limits: {}, requests: {} }, true],
    ['null maps', { limits: null }, true],
    ['claims', { claims: [{ name: 'a' }] }, true],
    ['null', null, true],
    ['a word', 'x', true],
  ])('in a pod with pod-level resources: %s', (_what, resources, areFilledIn) => {
    const pod = { containers: [{ name: 'server' }], resources }
    const overlay = {
      spec: {
        containers: [
          { name: 'server', resources: preferred(wanted) },
          { name: 'new', image: 'new:1', resources: preferred(wanted) },
        ],
      },
    }
    const made = overlaid(pod, overlay) as { containers: { resources?: unknown }[] }
    expect(made.containers.map((container) => container.resources)).toEqual(
      areFilledIn ? [wanted, wanted] : [undefined, undefined],
    )
  })

  test('with claims are a value like any other, beside pod-level ones too', () => {
    const resources = { claims: [{ name: 'a' }] }
    const resourceClaims = [{ name: 'a', resourceClaimName: 'a' }]
    const pod = { containers: [{ name: 'server' }], resources: both({ cpu: '2' }), resourceClaims }
    const overlay = {
      spec: {
        containers: ['server', 'new'].map((name) => ({
          name,
          ...(name === 'new' && { image: 'new:1' }),
          resources: preferred(resources),
        })),
      },
    }
    expect(overlaid(pod, overlay).containers).toEqual([
      { name: 'server', resources },
      { name: 'new', image: 'new:1', resources },
    ])
    expect(inContainer({ resources: { limits: { cpu: '1' } } }, { resources: preferred(resources) })).toEqual({
      resources: { limits: { cpu: '1' } },
    })
  })

  test('are only those of a container: another empty object goes in beside pod-level ones', () => {
    const pod = { containers: [{ name: 'server' }], resources: both({ cpu: '2' }) }
    const overlay = { spec: { containers: [{ name: 'server', securityContext: preferred({}) }] } }
    expect(overlaid(pod, overlay).containers).toEqual([{ name: 'server', securityContext: {} }])
  })

  test('enforced ones are written there too', () => {
    const pod = { containers: [{ name: 'server' }], resources: both({ cpu: '2' }) }
    const made = overlaid(pod, { targets: ['server'], target: { resources: both({ cpu: '1' }) } })
    expect(made.containers).toEqual([{ name: 'server', resources: both({ cpu: '1' }) }])
  })
})

test('a field of that name elsewhere is none', () => {
  const odd = { future: { resources: { limits: { cpu: '1' } } } }
  expect(inContainer({ future: { resources: { limits: { cpu: '1000m' } } } }, odd)).toEqual(odd)
})
