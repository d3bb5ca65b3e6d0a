import { describe, expect, test } from 'vitest'
import {
  admit,
  admitAsync,
  outcomeOf,
  type AdmissionRequestLike,
  type AdmissionSource,
} from '../../src/admission/index.js'
import { compileOverlay, createInjector, type Injector, type PodSpecLike } from '../../src/index.js'
import type { Fields } from '../../src/testing/json.js'
import { admitted, faultsOf } from './api-server.js'
import { image, patchOf, pod, reviewOf, uid } from './reviews.js'

// Several sources, in order, and sources that have to look something up.

const modelcar = createInjector({ image })
const logs = compileOverlay({
  spec: { volumes: [{ name: 'logs', emptyDir: {} }], containers: [{ name: 'log', image: 'registry.example/log:1' }] },
  targets: ['kserve-container', 'modelcar'],
  target: { volumeMounts: [{ name: 'logs', mountPath: '/logs' }] },
})
const review = reviewOf(pod())
const conflict: AdmissionSource = { spec: {}, targets: ['none'] }
const skip = (reason: 'LocalModel' | 'NoLabel') => () => ({ skip: reason }) as const

describe('several sources', () => {
  test('are one patch, each of the pod as those before it leave it', () => {
    const answer = admit(review, [modelcar, logs])
    expect(faultsOf({ apiVersion: 'admission.k8s.io/v1', uid }, answer)).toEqual([])
    const { spec } = pod()
    const expected = logs.inject(modelcar.inject(spec as PodSpecLike))
    expect(admitted(pod(), answer)).toEqual({ ...pod(), spec: expected })
    expect(expected.containers.map(({ volumeMounts = [] }) => volumeMounts.length)).toEqual([2, 2, 0])
    expect(outcomeOf(answer)).toEqual({ outcome: 'injected' })
    expect(admit(reviewOf(admitted(pod(), answer)), [modelcar, logs]).response).toEqual({ uid, allowed: true })
  })

  test.each<[unknown, string]>([
    [undefined, 'nothing'],
    [[], 'a list'],
    [Promise.resolve(pod()), 'a promise'],
  ])('of which an injector of somebody’s injects %j', (spec, found) => {
    const injector = { plan: modelcar.plan, inject: () => spec as never }
    const { response } = admit(review, [injector, logs])
    expect(response.status).toMatchObject({
      code: 500,
      message: `pod "team-a/iris": invalid modelcar config: config: expected an injector whose inject gives a pod spec, found one that gives ${found}`,
    })
  })

  test('go in their order', () => {
    const { response } = admit(review, [logs, modelcar])
    expect(response.status?.details?.causes[0]?.message).toContain('named modelcar')
  })

  test('hand the functions behind them the pod as it is by then', () => {
    const seen: AdmissionRequestLike[] = []
    const look = (request: AdmissionRequestLike) => (seen.push(request), undefined)
    const before = JSON.stringify(review)
    admit(review, [look, modelcar, look, modelcar, look])
    expect(seen.map(({ object }) => object.spec?.containers.length)).toEqual([1, 2, 2])
    expect(seen[2]?.object.spec).toBe(seen[1]?.object.spec)
    expect(seen[1]).toMatchObject({ uid, namespace: 'team-a', object: { metadata: { name: 'iris' } } })
    expect(JSON.stringify(review)).toBe(before)
  })

  test.each<[string, readonly AdmissionSource[], object]>([
    ['one that has nothing', [() => undefined, modelcar], { outcome: 'injected' }],
    ['one that has nothing, last', [modelcar, () => undefined], { outcome: 'injected' }],
    ['all of which skip', [skip('LocalModel'), skip('NoLabel')], { outcome: 'skipped', reason: 'LocalModel' }],
    ['one that changes nothing', [{ spec: {} }, skip('NoLabel')], { outcome: 'unchanged' }],
    ['one that refuses', [modelcar, conflict], { outcome: 'refused', reason: 'Conflict', causes: 'TargetNotFound' }],
    ['one of one', [modelcar], { outcome: 'injected' }],
    ['none', [], { outcome: 'refused', reason: 'InvalidConfig', causes: 'InvalidType' }],
    ['a list in a list', [[modelcar] as never], { outcome: 'refused', reason: 'InvalidConfig', causes: 'InvalidType' }],
  ])('of them, %s', (_, sources, outcome) => {
    const answer = admit(review, sources)
    expect(outcomeOf(answer)).toEqual(outcome)
    if (!answer.response.allowed) expect(answer.response.patch).toBeUndefined()
  })

  test('are at least one', () => {
    expect(admit(review, []).response.status?.details?.causes).toEqual([
      {
        reason: 'FieldValueTypeInvalid',
        field: 'config',
        message: 'expected an injector, a config or an overlay, found an empty list',
      },
    ])
  })

  test('are told as an injection where one of them changes something', () => {
    for (const sources of [
      [modelcar, { spec: {} }],
      [{ spec: {} }, modelcar],
    ]) {
      expect(outcomeOf(admit(review, sources))).toEqual({ outcome: 'injected' })
    }
  })

  test('inject only what another source is asked for', () => {
    const called: string[] = []
    const counted = (name: string, { plan, inject }: Injector): Injector => ({
      plan,
      inject: (podSpec) => (called.push(name), inject(podSpec)),
    })
    const changes = counted('changes', modelcar)
    const leaves = counted('leaves', compileOverlay({ spec: {} }))
    admit(review, changes)
    admit(review, [leaves, leaves])
    expect(called).toEqual([])
    admit(review, [changes, leaves, changes])
    expect(called).toEqual(['changes'])
  })

  test('take a reason to skip that is undefined for none', () => {
    expect(outcomeOf(admit(review, () => ({ config: { image }, skip: undefined })))).toEqual({ outcome: 'injected' })
  })

  test.each<[string, object]>([
    ['a null as reason to skip', { config: { image }, skip: null }],
    ['no reason to skip that is false', { injector: modelcar, skip: false }],
  ])('take %s for none', (_, given) => {
    expect(outcomeOf(admit(review, () => given as never))).toEqual({ outcome: 'injected' })
  })

  test('may be instances of a class, whose functions need their object', () => {
    class Own {
      readonly inner = compileOverlay({ spec: { nodeSelector: { gpu: 'yes' } } })
      inject<T extends PodSpecLike>(podSpec: T) {
        return this.inner.inject(podSpec)
      }
      plan(podSpec: PodSpecLike) {
        return this.inner.plan(podSpec)
      }
    }
    expect(outcomeOf(admit(review, [new Own(), modelcar]))).toEqual({ outcome: 'injected' })
  })

  test('warnings of all are told', () => {
    const warn = (message: string): Injector => ({
      inject: (podSpec) => podSpec,
      plan: () => ({ changed: false, patch: [], warnings: [{ code: 'LeftoverKept', field: 'spec', message }] }),
    })
    expect(admit(review, [warn('is one'), warn('is two')]).response.warnings).toEqual(['spec is one', 'spec is two'])
  })
})

describe('admitAsync', () => {
  const later = <T>(value: T): Promise<T> => new Promise((resolve) => setTimeout(resolve, 1, value))
  const sources: readonly [string, AdmissionSource | readonly AdmissionSource[], unknown?][] = [
    ['an injector', modelcar],
    ['a config', { image }],
    ['a function', () => ({ config: { image } })],
    ['nothing', () => undefined],
    ['a reason', skip('LocalModel')],
    ['a conflict', conflict],
    ['a wrong config', () => ({ image: 5 }) as never],
    ['several', [modelcar, () => logs]],
    ['a review that is none', modelcar, 'x'],
    ['another request', modelcar, reviewOf(pod(), { operation: 'UPDATE' })],
  ]
  test.each(sources)('answers as admit does: %s', async (_, source, sent = review) => {
    const expected = admit(sent, source)
    expect(await admitAsync(sent, source)).toEqual(expected)
    const delayed = [source].flat().map((each) => async (request: AdmissionRequestLike) => {
      await later(0)
      return typeof each === 'function' ? each(request) : each
    })
    expect(await admitAsync(sent, delayed)).toEqual(expected)
  })

  test('waits for one source after the other', async () => {
    const order: string[] = []
    const source = (name: string, given?: Injector) => async (): Promise<Injector | undefined> => {
      order.push(`${name} asked`)
      await later(0)
      order.push(`${name} gives`)
      return given
    }
    const answer = await admitAsync(review, [source('a', modelcar), source('b', logs)])
    expect(order).toEqual(['a asked', 'a gives', 'b asked', 'b gives'])
    expect(patchOf(answer)).toEqual(patchOf(admit(review, [modelcar, logs])))
  })

  test('answers where a promise fails', async () => {
    const thrown = new Error('no such ConfigMap')
    const told: unknown[] = []
    const { response } = await admitAsync(review, () => Promise.reject(thrown), {
      onError: (error) => told.push(error),
    })
    expect(response.status).toMatchObject({ code: 500, message: 'pod "team-a/iris": no such ConfigMap' })
    expect(told).toEqual([thrown])
  })

  test('takes whatever can be waited for', async () => {
    const thenable = { then: (resolve: (value: Injector) => void) => resolve(modelcar) } as PromiseLike<Injector>
    expect(outcomeOf(await admitAsync(review, () => thenable))).toEqual({ outcome: 'injected' })
  })
})

describe('what tells a config from an overlay', () => {
  const outcome = (source: unknown) => outcomeOf(admit(review, source as AdmissionSource)).outcome
  const causes = (source: Fields) => admit(review, source).response.status?.details?.causes.map(({ field }) => field)

  test('targets alone are an overlay', () => {
    expect(outcome({ targets: ['kserve-container'] })).toBe('unchanged')
    expect(admit(review, { targets: ['x'] }).response.status).toMatchObject({
      code: 422,
      details: { causes: [{ reason: 'FieldValueNotFound', field: 'spec.containers' }] },
    })
    expect(admit(review, () => ({ targets: ['x'] })).response.status).toMatchObject({ code: 422 })
  })

  test.each([
    { targets: '*' },
    { targets: '*', initTargets: 'all' },
    { formerly: ['registry.example/log'] },
    { spec: {} },
  ])('%j is an overlay', (source) => {
    expect(outcome(source)).toBe('unchanged')
  })

  test('targets beside anything of a config are a config', () => {
    expect(outcome({ targets: ['kserve-container'], image })).toBe('injected')
    expect(outcome({ targets: ['x'], enabled: false })).toBe('unchanged')
    expect(causes({ targets: ['x'], image: undefined })).toEqual(['config.image'])
    expect(causes({})).toEqual(['config.image'])
  })
})
