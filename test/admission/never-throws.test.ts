import { describe, expect, test, vi } from 'vitest'
import { admit, admitAsync, outcomeOf, type AdmissionSource, type AdmitOptions } from '../../src/admission/index.js'
import { createInjector, isModelcarError } from '../../src/index.js'
import type { Fields } from '../../src/testing/json.js'
import { faultsOf } from './api-server.js'
import { image, pod, reviewOf, uid } from './reviews.js'

// Whatever a caller hands over, and whatever its own functions do, there is an answer, and it is of a few kilobytes.

const review = reviewOf(pod())
const injector = createInjector({ image })
const revoked = (): object => {
  const { proxy, revoke } = Proxy.revocable({}, {})
  revoke()
  return proxy
}
const throwing = (thrown: unknown) => (): never => {
  throw thrown
}
/** The answer of both forms, which has to be the same one and one that an API server takes. */
async function answerTo(sent: unknown, source: unknown, options?: unknown) {
  const answer = admit(sent, source as AdmissionSource, options as AdmitOptions)
  expect(faultsOf({ apiVersion: 'admission.k8s.io/v1', uid: answer.response.uid }, answer)).toEqual([])
  expect(await admitAsync(sent, source as AdmissionSource, options as AdmitOptions)).toEqual(answer)
  return answer
}

test.each<[string, unknown]>([
  ['null', null],
  ['none', {}],
  ['null for each', { onRefusal: null, onError: null }],
])('options: %s', async (_, options) => {
  expect(outcomeOf(await answerTo(review, injector, options))).toEqual({ outcome: 'injected' })
  expect(outcomeOf(await answerTo(review, throwing(new Error('x')), options))).toMatchObject({ outcome: 'failed' })
  expect((await answerTo('x', injector, options)).response.allowed).toBe(false)
})

describe('what a function gives that is no source', () => {
  const expected = 'expected an injector, a config or an overlay'
  const left = '; give nothing for a pod that is left alone'
  test.each<[unknown, string]>([
    [false, `${expected}, found false${left}`],
    ['', `${expected}, found ""${left}`],
    [true, `${expected}, found true${left}`],
    [0, `${expected}, found 0${left}`],
    ['image', `${expected}, found "image"${left}`],
    [[], `${expected}, found a list; for several sources give admit a list of functions`],
    [() => injector, `${expected}, found a function${left}`],
    [{ config: null }, `${expected}, found null`],
    [
      { plan: () => undefined },
      'expected an injector whose plan gives a patch and warnings, found one that gives nothing',
    ],
    [
      { plan: () => ({ changed: true }) },
      'expected an injector whose plan gives a patch and warnings, found one that gives an object',
    ],
    ...[
      { patch: [null], warnings: [] },
      { patch: [{ op: 'remove' }], warnings: [] },
      { patch: [{ op: 'move', from: '/a', path: '/b' }], warnings: [] },
      { patch: [{ op: 'add', path: '/a' }], warnings: [] },
      { patch: [{ op: 'replace', path: '/a', value: undefined }], warnings: [] },
      { patch: [], warnings: ['x'] },
      { patch: [], warnings: [{ message: 'x' }] },
      { patch: new Array(1), warnings: [] },
      { patch: [], warnings: [null] },
      { patch: [], warnings: [{ field: 'spec' }] },
    ].map((plan): [unknown, string] => [
      { plan: () => plan },
      'expected an injector whose plan gives a patch and warnings, found one that gives an object',
    ]),
    [
      { plan: () => Promise.resolve() },
      'expected an injector whose plan gives a patch and warnings, found one that gives a promise',
    ],
  ])('%o', async (given, message) => {
    const { response } = await answerTo(review, () => given)
    expect(response.status).toMatchObject({
      code: 500,
      message: `pod "team-a/iris": invalid modelcar config: config: ${message}`,
      details: { causes: [{ reason: 'FieldValueTypeInvalid', field: 'config', message }] },
    })
  })

  test('a promise, where nobody waits for it', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    const given = [Promise.resolve(injector), Promise.reject(new Error('x'))]
    for (const source of [...given, ...given.map((promise) => () => promise)]) {
      const { response } = admit(review, source as never)
      expect(response.status?.message).toBe(
        `pod "team-a/iris": invalid modelcar config: config: ${expected}, found a promise; use admitAsync, and a function, for a source that looks something up`,
      )
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
  })
})

describe('forged errors', () => {
  const name = 'ModelcarConflictError'
  const code = 'Conflict'
  const cause = { code: 'HostPID', field: 'spec.hostPID', message: 'm' }
  const hostile = { toString: 1 }
  const forged = (fields: Fields): Error =>
    Object.assign(new Error('forged'), { name, code, causes: [cause], ...fields })

  test.each<[string, unknown, string]>([
    ['whose causes are none', forged({ causes: [null] }), 'forged'],
    ['whose causes are texts', forged({ causes: ['x'] }), 'forged'],
    ['whose causes have hostile fields', forged({ causes: [{ ...cause, field: hostile }] }), 'forged'],
    ['without causes', forged({ causes: undefined }), 'forged'],
    ['with a hostile message', forged({ message: hostile }), 'threw an object that cannot be read'],
    ['that cannot be read', revoked(), 'threw an object that cannot be read'],
    [
      'that throw when they are read',
      Object.defineProperty({}, 'name', { get: throwing(new Error('x')) }),
      'threw an object that cannot be read',
    ],
  ])('%s', async (_, error, why) => {
    const { response } = await answerTo(review, throwing(error))
    expect(response.status).toMatchObject({ code: 500, reason: 'InternalError' })
    expect(response.status?.message.split(': ').at(-1)).toBe(why)
    expect(response.auditAnnotations).toEqual({ failed: 'InternalError' })
  })

  test('without a message', async () => {
    const { response } = await answerTo(review, throwing({ name, code, causes: [cause] }))
    expect(response.status).toMatchObject({ code: 422, message: 'pod "team-a/iris": refused' })
    expect(response.status?.details?.causes).toMatchObject([{ field: 'spec.hostPID', message: 'm' }])
  })

  test('with a code that every object has', async () => {
    const { response } = await answerTo(review, throwing(forged({ causes: [{ ...cause, code: 'toString' }] })))
    expect(response.status?.details?.causes[0]?.reason).toBe('FieldValueForbidden')
  })
})

test('a parsed review that is no JSON', async () => {
  const object = Object.defineProperty({}, 'metadata', { get: throwing(new Error('x')) })
  expect((await answerTo(reviewOf(object), injector)).response).toMatchObject({ uid, allowed: false })
  const source = throwing(new Error('y'))
  expect((await answerTo(reviewOf({ spec: {} }, { name: revoked() }), source)).response.allowed).toBe(false)
})

describe('onError', () => {
  const conflict = reviewOf(pod({ hostPID: true, containers: [{ name: 'kserve-container' }] }))

  test.each<[string, unknown, unknown, (error: unknown) => boolean]>([
    ['what a source throws', review, throwing('no'), (error) => error === 'no'],
    ['a conflict', conflict, injector, isModelcarError],
    ['a wrong config', review, { imag: image }, isModelcarError],
    ['a source that is none', review, () => false, isModelcarError],
    [
      'a patch that is no JSON',
      review,
      { plan: () => ({ changed: true, patch: [{ op: 'add', path: '/x', value: 1n }], warnings: [] }) },
      (error) => error instanceof TypeError,
    ],
  ])('is told of %s, and for which request', (_, sent, source, isIt) => {
    const told: [unknown, unknown][] = []
    admit(sent, source as AdmissionSource, { onError: (error, request) => told.push([error, request.uid]) })
    expect(told).toEqual([[expect.toSatisfy(isIt), uid]])
  })

  test('is not told where nothing is thrown', () => {
    const onError = vi.fn()
    for (const sent of [review, 'no review', reviewOf(null), reviewOf(pod(), { operation: 'UPDATE' })]) {
      admit(sent, injector, { onError })
    }
    admit(review, () => undefined, { onError })
    expect(onError).not.toHaveBeenCalled()
  })

  test('is not told of a request that has no pod to look at', () => {
    const onError = vi.fn()
    const unread = { get: throwing(new Error('x')) }
    for (const object of [pod(), null]) {
      const sent = reviewOf(object)
      sent['request'] = Object.defineProperty({ ...(sent['request'] as object) }, 'resource', unread)
      const { response } = admit(sent, injector, { onError })
      expect(response.status?.message).toBe('pod "team-a/iris": x')
      expect(onError).toHaveBeenCalledTimes(1)
    }
  })

  test('changes no answer, whatever it does', async () => {
    const unhandled = vi.fn()
    process.on('unhandledRejection', unhandled)
    const plain = admit(conflict, injector)
    for (const onError of [throwing(new Error('x')), () => Promise.reject(new Error('y')), () => 5]) {
      expect(admit(conflict, injector, { onError: onError })).toEqual(plain)
      expect(await admitAsync(conflict, injector, { onError: onError })).toEqual(plain)
    }
    await new Promise((resolve) => setTimeout(resolve, 5))
    process.off('unhandledRejection', unhandled)
    expect(unhandled).not.toHaveBeenCalled()
  })
})

describe('an answer is bounded', () => {
  const long = 'x'.repeat(1_000_000)
  const containers = Array.from({ length: 1000 }, (_, index) => ({
    name: `c-${String(index)}`,
    securityContext: { windowsOptions: { hostProcess: true } },
  }))
  const many = Array.from({ length: 5000 }, (_, index) => ({
    code: `${long.slice(0, 50)}${String(index)}`,
    field: long,
    message: long,
  }))
  const forged = Object.assign(new Error(long), { name: 'ModelcarConflictError', code: 'Conflict', causes: many })
  test.each<[string, unknown, unknown]>([
    [
      'of a pod with a thousand conflicts',
      reviewOf(pod({ containers: [{ name: 'kserve-container' }, ...containers] })),
      injector,
    ],
    [
      'of a pod with five thousand malformed containers',
      reviewOf(pod({ containers: Array(5000).fill(null) })),
      injector,
    ],
    ['of containers with endless names', reviewOf(pod({ containers: [{ name: long }] })), injector],
    ['of a pod with an endless name', reviewOf(pod({ hostPID: true }, { name: long }), { namespace: long }), injector],
    [
      'of a pod with the start of one',
      reviewOf(pod({ hostPID: true }, { name: '', generateName: long }), { name: '' }),
      injector,
    ],
    ['where a source throws an endless message', review, throwing(new Error(long))],
    ['where a source throws an endless text', review, throwing(long)],
    ['where a source throws an error with endless causes', review, throwing(forged)],
    ['of an endless uid', reviewOf(pod(), { uid: long }), injector],
    ['of an endless kind', { ...review, kind: long }, injector],
    ['of an endless text that is no JSON', long, injector],
  ])('%s', (_, sent, source) => {
    for (const onRefusal of ['deny', 'allow'] as const) {
      const answer = admit(sent, source as AdmissionSource, { onRefusal })
      expect(answer.response.allowed).toBe(onRefusal === 'allow')
      expect(JSON.stringify(answer).length).toBeLessThan(200_000)
      expect(answer.response.status?.message.length ?? 0).toBeLessThan(10_000)
      expect(answer.response.status?.details?.causes.length ?? 0).toBeLessThanOrEqual(100)
    }
  })

  test('of many causes, those that have room are told whole, and how many more there are', () => {
    const { status } = admit(
      reviewOf(pod({ containers: [{ name: 'kserve-container' }, ...containers] })),
      injector,
    ).response
    const lines = status?.message.split('\n- ') ?? []
    const last = lines.pop()
    expect(last).toBe(`and ${String(1000 - (lines.length - 1))} more`)
    expect(lines.length).toBeGreaterThan(20)
    const told = status?.details?.causes.map(({ field, message }) => `${field}: ${message}`)
    expect(lines.slice(1)).toEqual(told?.slice(0, lines.length - 1))
  })

  test('a uid that is longer than any is malformed', () => {
    const { response } = admit(reviewOf(pod(), { uid: 'u'.repeat(4097) }), injector)
    expect(response).toMatchObject({ uid: '', allowed: false, status: { code: 400 } })
    expect(response.status?.message).toMatch(/^request\.uid: expected at most 4096 characters, found "u{80}…"$/)
    expect(admit(reviewOf(pod(), { uid: 'u'.repeat(4096) }), injector).response.allowed).toBe(true)
  })
})
