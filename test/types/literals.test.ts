import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  createInjector,
  injectModelcar,
  planEject,
  planModelcar,
  planOverlay,
  type ModelcarConfig,
  type Plan,
  type PodSpecLike,
} from '../../src/index.js'
import { resolveInjection } from '../../src/kserve/index.js'
import { config, pod } from './pod.js'

const names = (list: readonly { readonly name: string }[] | undefined) => list?.map(({ name }) => name)

describe('what a caller writes or parses is taken without a cast', () => {
  test('a literal; what was added can be looked for in the result', () => {
    const spec = injectModelcar(
      { containers: [{ name: 'kserve-container', env: [] }], initContainers: [], volumes: [] },
      config,
    )
    expect(spec.containers.length === 2).toBe(true)
    expect(spec.containers.find((container) => container.name === 'modelcar')).toBeDefined()
    expect(spec.containers[1]?.command).toHaveLength(3)
    expect(names(spec.initContainers)).toEqual(['modelcar-init'])
    expect(names(spec.volumes)).toEqual(['kserve-provision-location'])
  })

  test('fields that the caller did not write are there in the result', () => {
    const spec = injectModelcar({ containers: [{ name: 'kserve-container' }] }, config)
    expectTypeOf(spec.shareProcessNamespace).toEqualTypeOf<boolean | undefined>()
    expect(spec.shareProcessNamespace).toBe(true)
    expect(names(spec.volumes)).toEqual(['kserve-provision-location'])
    expect(names(spec.initContainers)).toEqual(['modelcar-init'])
  })

  test('fields that only the caller knows are still there', () => {
    const spec = injectModelcar({ containers: [{ name: 'kserve-container', tty: true }], nodeName: 'a' }, config)
    expectTypeOf(spec.nodeName).toEqualTypeOf<string>()
    expect(spec.nodeName).toBe('a')
    expect(spec.containers[0]?.tty).toBe(true)
  })

  test('a literal with fields that the library does not name, by everything that takes a pod', () => {
    const hostPath = { path: '/x' }
    const metadata = { name: 'a', finalizers: [] }
    const injector = createInjector(config)
    const plans: readonly Plan[] = [
      planModelcar(
        { containers: [{ name: 'kserve-container', ports: [] }], volumes: [{ name: 'v', hostPath }] },
        config,
      ),
      injector.plan({ containers: [{ name: 'kserve-container', ports: [] }], volumes: [{ name: 'v', hostPath }] }),
      planOverlay({ containers: [{ name: 'a', ports: [] }], nodeSelector: { a: 'b' } }, { spec: { hostname: 'a' } }),
    ]
    expect(plans.every(({ changed }) => changed)).toBe(true)
    expect(planEject({ containers: [], nodeSelector: { a: 'b' } }).changed).toBe(false)
    expect(resolveInjection({ metadata, spec: { containers: [], nodeName: 'a' } }, { data: {} }).skip).toBeDefined()
  })

  test('but none that is a wrong one', () => {
    // @ts-expect-error A container has a name.
    expect(() => planModelcar({ containers: [{ image: 'x' }] }, config)).toThrow()
    // @ts-expect-error A pod spec has containers.
    expect(() => planEject({ volumes: [] })).toThrow()
  })

  test('as const', () => {
    const spec = injectModelcar({ containers: [{ name: 'kserve-container', image: 'server:1' }] } as const, config)
    expectTypeOf(spec.containers[0].image).toEqualTypeOf<'server:1'>()
    expect(spec.containers[0].image).toBe('server:1')
  })

  test('frozen and readonly all the way down', () => {
    type DeepReadonly<T> = { readonly [K in keyof T]: DeepReadonly<T[K]> }
    const input: DeepReadonly<ReturnType<typeof pod>['spec']> = pod().spec
    expect(injectModelcar(input, config).containers).toHaveLength(3)
  })

  test('optional fields that hold undefined', () => {
    interface Parsed {
      containers: { name: string; env?: { name: string; value?: string | undefined }[] | undefined }[]
      volumes?: { name: string }[] | undefined
    }
    const input: Parsed = { containers: [{ name: 'kserve-container', env: undefined }], volumes: undefined }
    expect(injectModelcar(input, config).containers).toHaveLength(2)
  })

  test('JSON with an index signature', () => {
    interface Loose {
      [field: string]: unknown
      containers: { name: string; [field: string]: unknown }[]
    }
    const input: Loose = JSON.parse(JSON.stringify(pod().spec)) as Loose
    expectTypeOf(injectModelcar(input, config)).toExtend<Loose>()
    expect(injectModelcar(input, config).containers).toHaveLength(3)
  })

  test('whatever JSON.parse returns', () => {
    const text = JSON.stringify(pod().spec)
    expectTypeOf(injectModelcar(JSON.parse(text), config)).toBeAny()
    expectTypeOf(planModelcar(JSON.parse(text), config)).toEqualTypeOf<Plan>()
    expect(injectModelcar(JSON.parse(text), config)).toEqual(injectModelcar(pod().spec, config))
  })

  test('an unknown value, once it is known to have containers', () => {
    const parsed: unknown = JSON.parse(JSON.stringify(pod().spec))
    const isPodSpec = (value: unknown): value is PodSpecLike =>
      typeof value === 'object' && value !== null && 'containers' in value
    expect(isPodSpec(parsed) && injectModelcar(parsed, config).containers.length).toBe(3)
  })
})

describe('chains', () => {
  test('a result goes in again, under its own type', () => {
    const once = injectModelcar({ containers: [{ name: 'kserve-container' }] }, config)
    const twice: typeof once = injectModelcar(once, config)
    expect(twice).toBe(once)
  })

  test('an injector keeps the type of every pod that it is given', () => {
    const injector = createInjector(config)
    expectTypeOf(
      injector.inject({ containers: [{ name: 'kserve-container' }], nodeName: 'a' }).nodeName,
    ).toEqualTypeOf<string>()
  })
})

describe('the config', () => {
  test('may be readonly all the way down', () => {
    const frozen = { models: [{ image: 'a/b:1', mountPath: '/mnt/models' }], targets: ['kserve-container'] } as const
    expectTypeOf(frozen).toExtend<ModelcarConfig>()
    expect(injectModelcar(pod().spec, frozen).containers).toHaveLength(3)
  })

  test('may hold undefined where a key is optional', () => {
    const mountPath = undefined as string | undefined
    expect(injectModelcar(pod().spec, { ...config, mountPath, runAsUser: undefined }).containers).toHaveLength(3)
  })
})
