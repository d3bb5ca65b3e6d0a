import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { compileObject } from '../../src/overlay/merge/object.js'
import { startWalk } from '../../src/overlay/merge/walk.js'
import { withUnsaid } from '../../src/overlay/plan/applied-amounts.js'
import { takeOut } from '../../src/overlay/plan/last-applied.js'
import { apply } from '../../src/patch/apply.js'
import { inOrder } from '../../src/patch/order.js'
import type { Fields } from '../../src/testing/json.js'
import { check } from '../kit/runs.js'
import { appliedCase, settings, meaningOf } from './containers.js'

const left = (container: Fields, before: Fields, now: Fields = {}) => takeOut(container, 'Container', before, now)

/** Security contexts, since most of it is there. */
const context = (container: Fields, before: Fields, now: Fields = {}) => {
  const { value, taken } = left({ securityContext: container }, { securityContext: before }, { securityContext: now })
  return [value['securityContext'], taken.map((path) => path.slice(1).join('.'))]
}

const capabilities = (there: unknown, before: unknown, now?: unknown) => {
  const [value, taken] = context(
    { capabilities: { drop: there } },
    { capabilities: { drop: before } },
    { capabilities: { drop: now } },
  )
  return [(value as Fields | undefined)?.['capabilities'], taken]
}

const amounts = (container: Fields, before: Fields, now: Fields = {}) => {
  const { value, taken } = left({ resources: container }, { resources: before }, { resources: now })
  return [value['resources'], taken.map((path) => path.slice(1).join('.'))]
}

describe('a field', () => {
  test.each<[string, Fields, Fields, Fields, Fields | undefined]>([
    [
      'as applied, and set no more, goes',
      { runAsUser: 0, privileged: true },
      { runAsUser: 0 },
      {},
      { privileged: true },
    ],
    [
      'as applied, and set otherwise, goes',
      { runAsUser: 0, privileged: true },
      { runAsUser: 0 },
      { runAsUser: 7 },
      { privileged: true },
    ],
    ['as applied, and set again, stays', { runAsUser: 0 }, { runAsUser: 0 }, { runAsUser: 0 }, { runAsUser: 0 }],
    ['that differs from what was applied stays', { runAsUser: 7 }, { runAsUser: 0 }, {}, { runAsUser: 7 }],
    [
      'that differs, and is set, stays for the merge to judge',
      { runAsNonRoot: true },
      { runAsNonRoot: false },
      { runAsNonRoot: false },
      { runAsNonRoot: true },
    ],
    ['that was never applied stays', { runAsNonRoot: true }, {}, { runAsNonRoot: false }, { runAsNonRoot: true }],
    [
      'that is stricter than what is set goes all the same',
      { runAsNonRoot: true, a: 1 },
      { runAsNonRoot: true },
      { runAsNonRoot: false },
      { a: 1 },
    ],
    ['that is null is not there', { runAsUser: null, a: 1 }, { runAsUser: 0 }, {}, { runAsUser: null, a: 1 }],
    [
      'of a pointer has a zero value that differs from none',
      { privileged: false, a: 1 },
      { privileged: false },
      {},
      { a: 1 },
    ],
    [
      'of another kind has a zero value that is none',
      { seLinuxOptions: { level: '' } },
      { seLinuxOptions: { level: '' } },
      {},
      { seLinuxOptions: { level: '' } },
    ],
    [
      'that holds an empty list is not there',
      { capabilities: { add: [] } },
      { capabilities: { add: [] } },
      {},
      { capabilities: { add: [] } },
    ],
    [
      'goes from an object each by itself',
      { seLinuxOptions: { level: 's0', user: 'u' } },
      { seLinuxOptions: { level: 's0', user: 'v' } },
      {},
      { seLinuxOptions: { user: 'u' } },
    ],
    [
      'that is a list goes as a whole',
      { a: 1, capabilities: { add: ['A', 'B'] } },
      { capabilities: { add: ['A', 'B'] } },
      { capabilities: { add: ['A'] } },
      { a: 1 },
    ],
    [
      'that is a longer list stays',
      { capabilities: { add: ['A', 'B'] } },
      { capabilities: { add: ['A'] } },
      {},
      { capabilities: { add: ['A', 'B'] } },
    ],
    [
      'that is a list in another order stays',
      { capabilities: { add: ['A', 'B'] } },
      { capabilities: { add: ['B', 'A'] } },
      {},
      { capabilities: { add: ['A', 'B'] } },
    ],
    [
      'that is a union goes as a whole',
      { a: 1, seccompProfile: { localhostProfile: 'a', type: 'Localhost' } },
      { seccompProfile: { type: 'Localhost', localhostProfile: 'a' } },
      { seccompProfile: { type: 'Localhost', localhostProfile: 'b' } },
      { a: 1 },
    ],
    [
      'that is a union with a null goes too',
      { a: 1, seccompProfile: { localhostProfile: null, type: 'RuntimeDefault' } },
      { seccompProfile: { type: 'RuntimeDefault' } },
      {},
      { a: 1 },
    ],
    [
      'that is a union of the same type alone stays',
      { seccompProfile: { localhostProfile: 'b', type: 'Localhost' } },
      { seccompProfile: { type: 'Localhost', localhostProfile: 'a' } },
      {},
      { seccompProfile: { localhostProfile: 'b', type: 'Localhost' } },
    ],
    ['leaves no empty object behind', { runAsUser: 0, privileged: null }, { runAsUser: 0 }, {}, undefined],
    [
      'leaves no empty objects behind, however deep',
      { seLinuxOptions: { level: 's0' }, runAsUser: 0 },
      { seLinuxOptions: { level: 's0' }, runAsUser: 0 },
      {},
      undefined,
    ],
    [
      'of the wrong type stays',
      { seLinuxOptions: 's0', capabilities: ['ALL'] },
      { seLinuxOptions: { level: 's0' }, capabilities: { drop: ['ALL'] } },
      {},
      { seLinuxOptions: 's0', capabilities: ['ALL'] },
    ],
    [
      'that is called as what every object has is not there',
      { a: 1 },
      { toString: 'x', constructor: { name: 'Object' } },
      {},
      { a: 1 },
    ],
  ])('%s', (_what, container, before, now, expected) => {
    expect(context(container, before, now)[0]).toEqual(expected)
  })

  test('that is an empty object already stays', () => {
    expect(left({ securityContext: {} }, { securityContext: { runAsUser: 0 } })).toEqual({
      value: { securityContext: {} },
      taken: [],
    })
  })

  test('is told by where it was, an empty object by itself', () => {
    expect(
      context(
        { runAsUser: 0, seLinuxOptions: { level: 's0' }, a: 1 },
        { runAsUser: 0, seLinuxOptions: { level: 's0' } },
      )[1],
    ).toEqual(['runAsUser', 'seLinuxOptions'])
    expect(
      left(
        { imagePullPolicy: 'Never', securityContext: { runAsUser: 0 } },
        { imagePullPolicy: 'Never', securityContext: { runAsUser: 0 } },
      ),
    ).toEqual({ value: {}, taken: [['imagePullPolicy'], ['securityContext']] })
  })

  test('that stays is shared with the container; where all do, that is given back itself', () => {
    const container = { env: [{ name: 'A' }], securityContext: { runAsUser: 0, seLinuxOptions: { level: 's0' } } }
    expect(left(container, { securityContext: { runAsUser: 7 } }).value).toBe(container)
    const { value } = left(container, { securityContext: { runAsUser: 0 } })
    expect(value['env']).toBe(container.env)
    expect((value['securityContext'] as Fields)['seLinuxOptions']).toBe(container.securityContext.seLinuxOptions)
  })
})

describe('dropped capabilities', () => {
  test.each<[string, unknown, unknown, unknown, unknown, string[]]>([
    ['set no more go', ['ALL'], ['ALL'], undefined, undefined, ['']],
    ['go each by itself', ['A', 'B', 'C'], ['A', 'C'], ['C'], { drop: ['B', 'C'] }, ['capabilities.drop.0']],
    [
      'go wherever they are',
      ['A', 'B', 'A'],
      ['A'],
      [],
      { drop: ['B'] },
      ['capabilities.drop.0', 'capabilities.drop.2'],
    ],
    ['of others stay', ['B'], ['A'], [], { drop: ['B'] }, []],
    ['that are no list stay', 'ALL', ['ALL'], [], { drop: 'ALL' }, []],
  ])('that are %s', (_what, there, before, now, expected, taken) => {
    // An object that is empty then goes as a whole, and with it the security context.
    expect(capabilities(there, before, now)).toEqual([expected, taken])
  })
})

describe('an amount', () => {
  test.each<[string, Fields, Fields, Fields, unknown, string[]]>([
    [
      'as applied, and set no more, goes',
      { limits: { cpu: '1', memory: '1Gi' } },
      { limits: { cpu: '1' } },
      {},
      { limits: { memory: '1Gi' } },
      ['limits.cpu'],
    ],
    [
      'as applied, and set otherwise, goes',
      { limits: { cpu: '1', memory: '1Gi' } },
      { limits: { cpu: '1' } },
      { limits: { cpu: '2' } },
      { limits: { memory: '1Gi' } },
      ['limits.cpu'],
    ],
    [
      'as applied, in other words, goes too',
      { limits: { cpu: 1, memory: '1Gi' } },
      { limits: { cpu: '1000m' } },
      {},
      { limits: { memory: '1Gi' } },
      ['limits.cpu'],
    ],
    [
      'as applied, and set in other words, stays',
      { limits: { cpu: 1 } },
      { limits: { cpu: '1000m' } },
      { limits: { cpu: '1e0' } },
      { limits: { cpu: 1 } },
      [],
    ],
    ['that was raised stays', { limits: { cpu: '2' } }, { limits: { cpu: '1' } }, {}, { limits: { cpu: '2' } }, []],
    [
      'of the other side stays',
      { requests: { cpu: '2' } },
      { limits: { cpu: '2' } },
      {},
      { requests: { cpu: '2' } },
      [],
    ],
    [
      'leaves no empty side behind',
      { limits: { cpu: '1', memory: null }, claims: [] },
      { limits: { cpu: '1' } },
      {},
      { claims: [] },
      ['limits'],
    ],
    [
      'leaves no empty resources behind',
      { limits: { cpu: '1' }, requests: { cpu: '1' } },
      { limits: { cpu: '1' }, requests: { cpu: '1' } },
      {},
      undefined,
      [''],
    ],
    [
      'that is no amount stays',
      { limits: { cpu: {} }, requests: 'all' },
      { limits: { cpu: '1' } },
      {},
      { limits: { cpu: {} }, requests: 'all' },
      [],
    ],
    [
      'that the API server took for a request goes with its limit',
      { limits: { cpu: '1' }, requests: { cpu: '1', memory: '1' } },
      { limits: { cpu: '1' } },
      {},
      { requests: { memory: '1' } },
      ['limits', 'requests.cpu'],
    ],
    [
      'so too where the limit is set otherwise',
      { limits: { cpu: '1' }, requests: { cpu: '1' } },
      { limits: { cpu: 1 } },
      { limits: { cpu: '500m' } },
      undefined,
      [''],
    ],
    [
      'so not where the limit is set again',
      { limits: { cpu: '1' }, requests: { cpu: '1' } },
      { limits: { cpu: '1' } },
      { limits: { cpu: '1' } },
      { limits: { cpu: '1' }, requests: { cpu: '1' } },
      [],
    ],
    [
      'so not where the limit is another',
      { limits: { cpu: '2' }, requests: { cpu: '1' } },
      { limits: { cpu: '1' } },
      {},
      { limits: { cpu: '2' }, requests: { cpu: '1' } },
      [],
    ],
    [
      'so not where there is no limit',
      { requests: { cpu: '1' } },
      { limits: { cpu: '1' } },
      {},
      { requests: { cpu: '1' } },
      [],
    ],
    [
      'so not where the request is another',
      { limits: { cpu: '1' }, requests: { cpu: '500m' } },
      { limits: { cpu: '1' } },
      {},
      { requests: { cpu: '500m' } },
      ['limits'],
    ],
    [
      'so not where a request was applied',
      { limits: { cpu: '1' }, requests: { cpu: '1' } },
      { limits: { cpu: '1' }, requests: { cpu: '500m' } },
      {},
      { requests: { cpu: '1' } },
      ['limits'],
    ],
    [
      'so a request only',
      { limits: { memory: '1' }, requests: { cpu: '1' } },
      { requests: { cpu: '1' } },
      {},
      { limits: { memory: '1' } },
      ['requests'],
    ],
  ])('%s', (_what, container, before, now, expected, taken) => {
    expect(amounts(container, before, now)).toEqual([expected, taken])
  })

  test('that was a preference counts as applied where the record has no amounts, and some are set now', () => {
    const preference = { limits: { cpu: '10m' }, requests: { cpu: '10m' } }
    expect(withUnsaid({ a: 1 }, { resources: {} }, preference)).toEqual({ a: 1, resources: preference })
    expect(withUnsaid({ a: 1 }, {}, preference)).toEqual({ a: 1 })
    expect(withUnsaid({ resources: {} }, { resources: {} }, preference)).toEqual({ resources: {} })
    expect(withUnsaid({ resources: { limits: {} } }, { resources: {} }, preference)).toEqual({
      resources: { limits: {} },
    })
  })
})

describe('what is left, merged with what is applied now', () => {
  const merged = (container: Fields, before: Fields, now: Fields): Fields => {
    const { value } = left(container, before, now)
    const walk = startWalk(false)
    compileObject(now, 'Container').merge(value, walk)
    return apply(value, inOrder(walk))
  }

  test('is as if nothing had been applied before, where nobody else did anything', () => {
    check(
      fc.property(settings, settings, (before, now) => {
        const made = merged({ image: 'a:1' }, {}, before)
        expect(meaningOf(merged(made, before, now))).toEqual(meaningOf(merged({ image: 'a:1' }, {}, now)))
      }),
    )
  })

  test('has nothing to take out when the same is applied again', () => {
    check(
      fc.property(appliedCase, ({ container, before, now }) => {
        const made = merged(container, before, now)
        expect(left(made, now, now).value).toBe(made)
      }),
    )
  })
})
