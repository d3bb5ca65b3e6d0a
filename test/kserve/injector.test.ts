import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { describe, expect, expectTypeOf, test } from 'vitest'
import { createInjector, isModelcarError, type Cause } from '../../src/index.js'
import {
  createKServeInjector,
  inferenceServiceLabel,
  resolveInjection,
  sourceUriAnnotation,
  type KServeInjectorOptions,
  type PodLike,
  type SkipReason,
} from '../../src/kserve/index.js'

const amounts = { memoryRequest: '100Mi', memoryLimit: '1Gi', cpuRequest: '100m', cpuLimit: '1' }
const configMapWith = (fields: object = {}) => ({
  metadata: { namespace: 'kserve' },
  data: { storageInitializer: JSON.stringify({ ...amounts, enableModelcar: true, ...fields }) },
})
const podWith = (uri: string, spec: object = {}) => ({
  metadata: {
    namespace: 'models',
    labels: { [inferenceServiceLabel]: 'demo' },
    annotations: { [sourceUriAnnotation]: uri },
  },
  spec: { containers: [{ name: 'kserve-container' }], ...spec },
})
const setting = (name: string): string => `data.storageInitializer: ${name}`

function causesOf(call: () => unknown): readonly Cause[] {
  try {
    call()
  } catch (error) {
    if (isModelcarError(error)) return error.causes
    throw error
  }
  throw new Error('expected a refusal')
}
const fieldsOf = (call: () => unknown): readonly string[] => causesOf(call).map(({ code, field }) => `${code} ${field}`)

describe('what is kept', () => {
  const image = (index: number): string => `oci://registry.example/model-${String(index)}:1`
  const { injectorFor } = createKServeInjector(configMapWith({ ociModelMode: 'fetch', caBundleConfigMapName: 'ca' }))

  test('one injector serves all pods whose config is the same, whatever else is in them', () => {
    const { injector } = injectorFor(podWith(image(0), { hostNetwork: true }))
    expect(injectorFor(podWith(image(0), { containers: [{ name: 'worker-container' }] })).injector).toBe(injector)
    const storageUris = [{ uri: image(0) }]
    expect(injectorFor(podWith(image(0)), { storageUris }).injector).not.toBe(injector)
  })

  test.each([
    ['another image', podWith(image(1)), {}],
    ['another mode', podWith(image(0).replace('oci:', 'oci+modelcar:')), {}],
    ['a pull secret', podWith(image(0), { imagePullSecrets: [{ name: 'a' }] }), {}],
    ['the CA bundle of KServe’s namespace', podWith(image(0)), { namespace: 'kserve' }],
    ['one of storageUris', podWith(image(0)), { storageUris: [{ uri: image(0), mountPath: '/mnt/a' }] }],
  ])('%s makes another one', (_what, pod, options) => {
    const { injector } = injectorFor(podWith(image(0)))
    expect(injectorFor(pod, options).injector).toBeDefined()
    expect(injectorFor(pod, options).injector).not.toBe(injector)
    expect(injectorFor(podWith(image(0))).injector).toBe(injector)
  })

  test('the last 256; one more takes the place of the one that was not asked for the longest', () => {
    const kserve = createKServeInjector(configMapWith())
    const injectors = Array.from({ length: 256 }, (_, index) => kserve.injectorFor(podWith(image(index))).injector)
    injectors.forEach((injector, index) => expect(kserve.injectorFor(podWith(image(index))).injector).toBe(injector))
    expect(kserve.injectorFor(podWith(image(0))).injector).toBe(injectors[0])
    kserve.injectorFor(podWith(image(256)))
    expect(kserve.injectorFor(podWith(image(0))).injector).toBe(injectors[0])
    expect(kserve.injectorFor(podWith(image(1))).injector).not.toBe(injectors[1])
  })

  test('a config of more than 4,096 characters is not kept, and takes the place of none', () => {
    const kserve = createKServeInjector(configMapWith())
    const injectors = Array.from({ length: 256 }, (_, index) => kserve.injectorFor(podWith(image(index))).injector)
    const pathOf = (length: number) => ({
      storageUris: [{ uri: image(0), mountPath: `/mnt${`/${'a'.repeat(99)}`.repeat(50)}`.slice(0, length) }],
    })
    expect(kserve.injectorFor(podWith(image(0)), pathOf(4090)).injector).not.toBe(
      kserve.injectorFor(podWith(image(0)), pathOf(4090)).injector,
    )
    injectors.forEach((injector, index) => expect(kserve.injectorFor(podWith(image(index))).injector).toBe(injector))
    expect(kserve.injectorFor(podWith(image(0)), pathOf(3900)).injector).toBe(
      kserve.injectorFor(podWith(image(0)), pathOf(3900)).injector,
    )
  })

  test('what is refused is not, and takes the place of none', () => {
    const kserve = createKServeInjector(configMapWith())
    const { injector } = kserve.injectorFor(podWith(image(0)))
    for (let index = 0; index < 300; index++) {
      expect(fieldsOf(() => kserve.injectorFor(podWith(`oci://UPPER-${String(index)}`)))).toHaveLength(1)
    }
    expect(kserve.injectorFor(podWith(image(0))).injector).toBe(injector)
  })

  test('no pod, and no long text of which an image’s name is a part', () => {
    setFlagsFromString('--expose_gc')
    const collect = runInNewContext('gc') as () => void
    const kserve = createKServeInjector(configMapWith({ ociModelMode: 'fetch' }))
    const admit = (index: number): WeakRef<object> => {
      // A slice keeps the whole text alive, in this engine.
      const uri = `${'x'.repeat(1_000_000)}${String(index)} ${image(index)}`.split(' ')[1] ?? ''
      const pod = podWith(uri, { imagePullSecrets: [{ name: `secret-${String(index)}` }] })
      kserve.injectorFor(pod).injector?.inject(pod.spec)
      return new WeakRef(pod)
    }
    admit(0)
    collect()
    const before = process.memoryUsage().heapUsed
    const pods = Array.from({ length: 200 }, (_, index) => admit(index))
    return new Promise<void>((resolve) => void setTimeout(resolve, 0)).then(() => {
      collect()
      expect(pods.filter((pod) => pod.deref() !== undefined)).toEqual([])
      expect(process.memoryUsage().heapUsed - before).toBeLessThan(50_000_000)
      expect(kserve.injectorFor(podWith(image(199))).skip).toBeUndefined()
    })
  })
})

describe('the ConfigMap', () => {
  test('is read once', () => {
    const configMap = configMapWith()
    const { injectorFor } = createKServeInjector(configMap)
    configMap.data.storageInitializer = '{'
    configMap.metadata.namespace = 'other'
    expect(injectorFor(podWith('oci://registry.example/a:1')).injector).toBeDefined()
  })

  test('with faults for which KServe takes no pod is refused at once, with those of the options', () => {
    const create = createKServeInjector as (...args: unknown[]) => unknown
    const faulty = configMapWith({ cpuModelcar: '10x', ociModelMode: 'bogus', cpuLimit: '' })
    const options = { modelcarMode: 'fetch', overrides: { runAsUser: -1, mode: 'fetch' }, namespace: 'a' }
    expect(fieldsOf(() => create(faulty, options))).toEqual([
      'Unknown namespace',
      'InvalidValue modelcarMode',
      'Exclusive overrides.mode',
      'InvalidValue overrides.runAsUser',
      `Required ${setting('cpuLimit')}`,
      `InvalidValue ${setting('cpuModelcar')}`,
      `InvalidValue ${setting('ociModelMode')}`,
    ])
    expect(fieldsOf(() => create(5))).toEqual(['InvalidType configMap'])
    expect(fieldsOf(() => create(configMapWith(), 5))).toEqual(['InvalidType options'])
  })

  test('with faults of one mode is refused for the pods of that mode, each time anew', () => {
    const { injectorFor } = createKServeInjector(configMapWith({ uidModelcar: -1 }))
    for (let call = 0; call < 2; call++) {
      const refused = () => injectorFor(podWith('oci://registry.example/a:1'))
      expect(fieldsOf(refused)).toEqual([`InvalidValue ${setting('uidModelcar')}`])
      expect(injectorFor(podWith('oci+native://registry.example/a:1')).injector).toBeDefined()
    }
  })
})

describe('overrides', () => {
  const uri = 'oci://registry.example/a:1'
  const injected = (fields: object, overrides: KServeInjectorOptions['overrides'], pod: PodLike = podWith(uri)) =>
    createKServeInjector(configMapWith(fields), { overrides }).injectorFor(pod).injector?.inject(pod.spec!)

  test('are what every config gets in place of its own', () => {
    const fields = { uidModelcar: 1010, cpuModelcar: '1' }
    const overrides = { runAsGroup: 7, securityContext: 'restricted', resources: {}, runAsUser: undefined } as const
    const { config } = resolveInjection(podWith(uri), configMapWith(fields))
    const expected = createInjector({ ...config!, ...overrides, runAsUser: 1010 }).inject(podWith(uri).spec)
    expect(injected(fields, overrides)).toEqual(expected)
    expect(JSON.stringify(expected)).toContain('"runAsGroup":7')
    expect(injected(fields, undefined)).toEqual(createInjector(config!).inject(podWith(uri).spec))
  })

  test('are read once, and not written to', () => {
    const overrides = { targets: ['kserve-container'], securityContext: { seLinuxOptions: { level: 's0' } } }
    const before = structuredClone(overrides)
    const { injectorFor } = createKServeInjector(configMapWith(), { overrides })
    overrides.targets.push('nobody')
    overrides.securityContext.seLinuxOptions.level = 's1'
    const text = JSON.stringify(injectorFor(podWith(uri)).injector?.inject(podWith(uri).spec))
    expect(text).toContain('s0')
    expect(text).not.toContain('s1')
    createKServeInjector(configMapWith(), { overrides: Object.freeze(before) })
  })

  test('that throw where they are read throw just that', () => {
    const unread = Object.defineProperty({}, 'limits', {
      enumerable: true,
      get: () => {
        throw new RangeError('mine')
      },
    })
    expect(() => injected({}, { resources: unread })).toThrow(new RangeError('mine'))
  })

  test('in the place of a faulty setting make it good', () => {
    expect(() => injected({ uidModelcar: -1 }, {})).toThrow(setting('uidModelcar'))
    expect(JSON.stringify(injected({ uidModelcar: -1 }, { runAsUser: 5 }))).toContain('"runAsUser":5')
  })

  test('that contradict KServe’s configuration are told with the setting, or as the override that they are', () => {
    const restricted = { securityContext: 'restricted' } as const
    expect(fieldsOf(() => injected({ uidModelcar: 0 }, restricted))).toEqual([`Exclusive ${setting('uidModelcar')}`])
    const other = { securityContext: { runAsUser: 7 } }
    expect(fieldsOf(() => injected({ uidModelcar: 8 }, other))).toEqual([
      'Exclusive overrides.securityContext.runAsUser',
    ])
  })

  test('that only some modes refuse are told for the pods of these', () => {
    const claim = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Gi' } } } }
    const overrides = { volumeSource: { ephemeral: { volumeClaimTemplate: claim } } }
    const pod = podWith('oci+fetch://registry.example/a:1')
    expect(JSON.stringify(injected({}, overrides, pod))).toContain('"storage":"10Gi"')
    expect(fieldsOf(() => injected({}, overrides))).toEqual(['InvalidValue overrides.volumeSource.ephemeral'])
    const other = { sourcePath: '/weights' }
    expect(JSON.stringify(injected({}, other))).toContain('cd -P /weights')
    expect(fieldsOf(() => injected({}, other, pod))).toEqual(['InvalidValue overrides.sourcePath'])
  })

  const create = createKServeInjector as (...args: unknown[]) => unknown
  test.each([
    [5, ['InvalidType overrides']],
    [
      { image: 'a', models: [], mountPath: '/a', enabled: false },
      ['image', 'models', 'mountPath', 'enabled'].map((key) => `Exclusive overrides.${key}`),
    ],
    [{ constructor: 5, 'a b': 1 }, ['Unknown overrides.constructor', 'Unknown overrides["a b"]']],
    [JSON.parse('{ "__proto__": 5 }'), ['Unknown overrides.__proto__']],
    [{ securityContext: 'open' }, ['InvalidValue overrides.securityContext']],
  ])('%o are refused when they are given', (overrides, fields) => {
    const told = fieldsOf(() => create(configMapWith(), { overrides }))
    expect(told).toEqual(fields)
  })
})

test('there is an injector or a reason, and the compiler knows which', () => {
  const kserve = createKServeInjector(configMapWith())
  const { injector, skip } = kserve.injectorFor({ spec: { containers: [] } }, { namespace: undefined })
  if (injector === undefined) expectTypeOf(skip).toEqualTypeOf<SkipReason>()
  else expectTypeOf(skip).toBeUndefined()
  expect(skip).toBe('NoLabel')
  // @ts-expect-error what a pod asks for is no override
  expect(() => createKServeInjector(configMapWith(), { overrides: { image: 'a' } })).toThrow('overrides.image')
  // @ts-expect-error the mode is chosen once
  expect(() => kserve.injectorFor({}, { modelcarMode: 'sidecar' })).toThrow('modelcarMode')
})
