import { describe, expect, expectTypeOf, test } from 'vitest'
import { createInjector, injectModelcar, isModelcarError, planModelcar, type PodSpecLike } from '../../src/index.js'
import { config, pod } from './pod.js'

/** The compiler and the library have to agree: what is refused below is refused by both. */
const codeOf = (attempt: () => unknown): string | undefined => {
  try {
    attempt()
    return undefined
  } catch (error) {
    if (!isModelcarError(error)) throw error
    return error.code
  }
}

describe('what is no pod spec is refused, by the compiler and at run time', () => {
  test.each<[string, () => unknown]>([
    // @ts-expect-error containers are required
    ['no containers', () => injectModelcar({}, config)],
    // @ts-expect-error null is no list
    ['null containers', () => injectModelcar({ containers: null }, config)],
    // @ts-expect-error a string is no list
    ['containers of another type', () => injectModelcar({ containers: 'a' }, config)],
    // @ts-expect-error a container has a name
    ['a container without a name', () => injectModelcar({ containers: [{ image: 'a' }] }, config)],
    // @ts-expect-error a name is a string
    ['a name of another type', () => injectModelcar({ containers: [{ name: 1 }] }, config)],
    // @ts-expect-error env is a list
    ['env as a map', () => injectModelcar({ containers: [{ name: 'kserve-container', env: {} }] }, config)],
    // @ts-expect-error volumes are a list
    ['volumes as a map', () => injectModelcar({ ...pod().spec, volumes: {} }, config)],
    // @ts-expect-error null is no pod spec
    ['null', () => injectModelcar(null, config)],
    // @ts-expect-error undefined is no pod spec
    ['undefined', () => injectModelcar(undefined, config)],
    // @ts-expect-error a whole pod is not its spec
    ['a whole pod', () => injectModelcar(pod(), config)],
    // @ts-expect-error a list of containers is not a spec
    ['a list', () => injectModelcar(pod().spec.containers, config)],
    // @ts-expect-error the plan takes what the injection takes
    ['no containers, planned', () => planModelcar({}, config)],
    // @ts-expect-error so does the compiled form
    ['no containers, compiled', () => createInjector(config).inject({})],
  ])('%s', (_, attempt) => {
    expect(codeOf(attempt)).toBe('InvalidPodSpec')
  })

  test('an unknown value has to be looked at first', () => {
    const parsed: unknown = pod().spec
    // @ts-expect-error unknown may be anything
    expect(codeOf(() => injectModelcar(parsed, config))).toBeUndefined()
  })
})

describe('the compiler also refuses what the library would hand through', () => {
  interface With<Fields> {
    containers: (Fields & { name: string })[]
  }

  test('values of another type', () => {
    expectTypeOf<With<{ env: { name: string; value: string }[] }>>().toExtend<PodSpecLike>()
    expectTypeOf<With<{ env: { name: string; value: number }[] }>>().not.toExtend<PodSpecLike>()
    expectTypeOf<With<{ volumeMounts: { name: string; mountPath: string }[] }>>().toExtend<PodSpecLike>()
    expectTypeOf<With<{ volumeMounts: { name: string }[] }>>().not.toExtend<PodSpecLike>()
    expectTypeOf<With<{ command: string[] }>>().toExtend<PodSpecLike>()
    expectTypeOf<With<{ command: string }>>().not.toExtend<PodSpecLike>()
    expectTypeOf<With<object> & { shareProcessNamespace: boolean }>().toExtend<PodSpecLike>()
    expectTypeOf<With<object> & { shareProcessNamespace: string }>().not.toExtend<PodSpecLike>()
  })

  test('null, which an API server takes for absent', () => {
    expectTypeOf<With<{ env: null }>>().not.toExtend<PodSpecLike>()
    expectTypeOf<With<object> & { volumes: null }>().not.toExtend<PodSpecLike>()
  })
})

describe('what is no config is refused, by the compiler and at run time', () => {
  test.each<[string, () => unknown]>([
    // @ts-expect-error a config is required
    ['none', () => injectModelcar(pod().spec)],
    // @ts-expect-error a config is an object
    ['an image alone', () => injectModelcar(pod().spec, 'a/b:1')],
    // @ts-expect-error an image is a string
    ['an image of another type', () => injectModelcar(pod().spec, { image: 1 })],
    // @ts-expect-error a model is required
    ['no model', () => injectModelcar(pod().spec, {})],
    // @ts-expect-error a model is required
    ['options alone', () => createInjector({ mode: 'fetch', targets: ['server'] })],
    // @ts-expect-error either one model or several
    ['an image beside models', () => injectModelcar(pod().spec, { image: 'a/b:1', models: [{ image: 'a/b:1' }] })],
    // @ts-expect-error each of several models has a path of its own
    ['a path beside models', () => injectModelcar(pod().spec, { mountPath: '/m/a', models: [{ image: 'a/b:1' }] })],
    // @ts-expect-error an image that may be missing
    ['an image out of the environment', () => injectModelcar(pod().spec, { image: process.env['NO_SUCH_IMAGE'] })],
    // @ts-expect-error a model has an image
    ['a model without an image', () => injectModelcar(pod().spec, { models: [{ mountPath: '/mnt/models' }] })],
    // @ts-expect-error only a config that is switched off needs no model
    ['no model, switched on', () => injectModelcar(pod().spec, { enabled: true })],
    // @ts-expect-error there is no such key
    ['a misspelt key', () => injectModelcar(pod().spec, { ...config, mountpath: '/mnt/models' })],
    // @ts-expect-error there is no such mode
    ['an unknown mode', () => injectModelcar(pod().spec, { ...config, mode: 'modelcar' })],
    // @ts-expect-error a UID is a number
    ['a UID in quotes', () => injectModelcar(pod().spec, { ...config, runAsUser: '1000' })],
    // @ts-expect-error targets are a list
    ['one target as a string', () => injectModelcar(pod().spec, { ...config, targets: 'kserve-container' })],
  ])('%s', (_, attempt) => {
    expect(codeOf(attempt)).toBe('InvalidConfig')
  })
})

test('a config that is switched off needs no model', () => {
  const { spec } = pod()
  expect(injectModelcar(spec, { enabled: false })).toBe(spec)
  expect(injectModelcar(spec, { enabled: false, runAsUser: 1 })).toBe(spec)
})
