import { describe, expect, test } from 'vitest'
import { container, expectFaults, image, injected } from './configs.js'

const resourcesOf = (resources: unknown): unknown => {
  const spec = injected({ image, resources })
  expect(container(spec, 'modelcar-init').resources).toEqual(container(spec, 'modelcar').resources)
  return container(spec, 'modelcar').resources
}
const defaults = { limits: { cpu: '10m', memory: '15Mi' }, requests: { cpu: '10m', memory: '15Mi' } }

describe('resources of our containers', () => {
  test.each([
    ['none given', undefined, defaults],
    ['null', null, defaults],
    ['an empty object', {}, undefined],
    ['empty maps', { limits: {}, requests: {} }, undefined],
    ['maps of nothing', { limits: { cpu: null }, requests: { memory: undefined } }, undefined],
    ['null for a map', { limits: null, requests: { cpu: '1' } }, { requests: { cpu: '1' } }],
    ['limits only', { limits: { cpu: '1', memory: '1Gi' } }, { limits: { cpu: '1', memory: '1Gi' } }],
    ['requests only', { requests: { 'ephemeral-storage': '1Gi' } }, { requests: { 'ephemeral-storage': '1Gi' } }],
    ['an empty map beside another', { limits: {}, requests: { cpu: '1' } }, { requests: { cpu: '1' } }],
    ['numbers', { limits: { cpu: 1, memory: 1e9 } }, { limits: { cpu: 1, memory: 1e9 } }],
    ['zero', { requests: { cpu: 0, memory: '0' } }, { requests: { cpu: 0, memory: '0' } }],
    [
      'equal in other words',
      { limits: { cpu: '1' }, requests: { cpu: '1000m' } },
      { limits: { cpu: '1' }, requests: { cpu: '1000m' } },
    ],
  ])('%s', (_what, resources, expected) => {
    expect(resourcesOf(resources)).toEqual(expected)
  })
})

describe.each([
  ['resources', (resources: unknown) => ({ image, resources })],
  ['fetch.resources', (resources: unknown) => ({ image, fetch: { resources } })],
])('%s', (field, config) => {
  test.each([
    [1, '1'],
    ['10m', '"10m"'],
    [[], 'a list'],
    [true, 'true'],
  ])('of another type: %j', (resources, found) => {
    expectFaults(config(resources), ['InvalidType', field, 'expected an object', `found ${found}`])
    expectFaults(config({ limits: resources }), ['InvalidType', `${field}.limits`, 'expected an object', found])
    expectFaults(config({ requests: resources }), ['InvalidType', `${field}.requests`, 'expected an object', found])
  })

  test('an unknown side', () => {
    expectFaults(config({ limit: { cpu: '1' } }), ['Unknown', `${field}.limit`, 'did you mean limits?'])
    expectFaults(config({ claims: [] }), ['Unknown', `${field}.claims`, 'the fields are limits, requests'])
  })

  test.each(['nvidia.com/gpu', 'hugepages-2Mi', 'storage', 'CPU', 'toString', 'constructor'])('of %s', (name) => {
    expectFaults(config({ limits: { [name]: '1' } }), [
      'Unknown',
      name.includes('/') ? `${field}.limits["${name}"]` : `${field}.limits.${name}`,
      'expected one of cpu, memory, ephemeral-storage',
      `found "${name}"`,
      'needs no other resource',
    ])
  })

  const never = ['1\n', '\t1', '\ufeff1', '1e2147483648', '1e-2147483648', '0e99999999']
  test.each(['', '1K', '1 m', 'a lot', '10mi', NaN, Infinity, ...never])('an amount that is none: %j', (amount) => {
    expectFaults(config({ requests: { memory: amount } }), [
      'InvalidValue',
      `${field}.requests.memory`,
      'expected a quantity such as "10m" or "15Mi"',
      `found ${typeof amount === 'string' ? JSON.stringify(amount) : String(amount)}`,
    ])
  })

  test.each([
    [true, 'true'],
    [{}, 'an object'],
    [['1'], 'a list'],
    [1n, 'a bigint'],
  ])('an amount of another type: %o', (amount, found) => {
    expectFaults(config({ limits: { cpu: amount } }), [
      'InvalidType',
      `${field}.limits.cpu`,
      'expected a quantity',
      `found ${found}`,
    ])
  })

  test.each(['-1', -1, '-1m', '-1Ki'])('an amount below zero: %s', (amount) => {
    expectFaults(config({ limits: { cpu: amount } }), [
      'InvalidValue',
      `${field}.limits.cpu`,
      'expected an amount of 0 or more',
      `found ${JSON.stringify(amount)}`,
    ])
  })

  test('a request above its limit', () => {
    expectFaults(
      config({
        limits: { cpu: '1', memory: '1Gi' },
        requests: { cpu: '1001m', memory: '1025Mi', 'ephemeral-storage': '1' },
      }),
      ['InvalidValue', `${field}.requests.cpu`, 'expected at most the limit of 1', 'found "1001m"'],
      ['InvalidValue', `${field}.requests.memory`, 'expected at most the limit of 1Gi', 'found "1025Mi"'],
    )
  })

  test('all faults at once', () => {
    expectFaults(
      config({ limits: { cpu: 'x', gpu: 1, memory: '-1' }, requests: { cpu: [] }, other: 1 }),
      ['Unknown', `${field}.other`],
      ['InvalidValue', `${field}.limits.cpu`],
      ['Unknown', `${field}.limits.gpu`],
      ['InvalidValue', `${field}.limits.memory`],
      ['InvalidType', `${field}.requests.cpu`],
    )
  })
})
