import { describe, expect, test } from 'vitest'
import {
  agentAnnotation,
  inferenceServiceLabel,
  localModelLabel,
  resolveInjection,
  skipReasons,
  sourceUriAnnotation,
  storageInitializerFields,
  type KServeOptions,
  type PodLike,
} from '../../src/kserve/index.js'
import { parseOciUri } from '../../src/kserve/uri.js'
import { attempt, causesOf, fieldsOf } from './attempt.js'

const image = 'registry.example/team/model:1'
const settings = {
  image: 'kserve/storage-initializer:latest',
  memoryRequest: '100Mi',
  memoryLimit: '1Gi',
  cpuRequest: '100m',
  cpuLimit: '1',
  enableModelcar: true,
}
const configMapWith = (fields: object = {}, namespace = 'kserve') => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'inferenceservice-config', namespace },
  data: { storageInitializer: JSON.stringify({ ...settings, ...fields }) },
})
const podWith = (uri: string | undefined, metadata: PodLike['metadata'] = {}): PodLike => ({
  metadata: {
    namespace: 'models',
    labels: { [inferenceServiceLabel]: 'demo', ...metadata.labels },
    annotations: { ...(uri !== undefined && { [sourceUriAnnotation]: uri }), ...metadata.annotations },
  },
  spec: { containers: [{ name: 'kserve-container' }] },
})
const pod = podWith(`oci://${image}`)
const template = { spec: { containers: [{ name: 'kserve-container' }] } }
const setting = (name: string): string => `data.storageInitializer: ${name}`

describe('what is read', () => {
  test('a ConfigMap as a whole, one without kind, and its data alone', () => {
    const { data, ...whole } = configMapWith()
    const expected = { config: { image: `oci://${image}`, mode: 'sidecar' } }
    expect(resolveInjection(pod, { ...whole, data })).toEqual(expected)
    expect(resolveInjection(pod, { data })).toEqual(expected)
    expect(resolveInjection(pod, data)).toEqual(expected)
  })

  test('data that has a key named data is data', () => {
    expect(resolveInjection(pod, { ...configMapWith().data, data: 'a text' })).toMatchObject({ config: {} })
  })

  test('keys in any case, as Go folds them, and of repeated ones the last', () => {
    const text = JSON.stringify(settings).replace(
      /}$/,
      ',"CPUMODELCAR":"1m","cpuModelcar":"2m","cpumodelcar":"3m","cpuModelcar":null,"OCIIN\u017fECUREREGI\u017fTRY":true,"ociModelMode":"fetch"}',
    )
    const { config } = resolveInjection(podWith(`oci+modelcar://${image}`), { storageInitializer: text })
    expect(config?.resources?.limits).toEqual({ cpu: '3m', memory: '15Mi' })
    expect(resolveInjection(pod, { storageInitializer: text }).config?.fetch?.insecureRegistry).toBe(true)
  })

  test('a repeated key that JSON.parse puts first counts last', () => {
    const text = JSON.stringify(settings).replace(/}$/, ',"cpuModelcar":"1m","CPUMODELCAR":"2m","cpuModelcar":"3m"}')
    expect(resolveInjection(pod, { storageInitializer: text }).config?.resources?.limits?.cpu).toBe('3m')
  })

  test('null unsets a UID, and no other setting', () => {
    const text = JSON.stringify(settings).replace(
      /}$/,
      ',"uidModelcar":1,"uidModelcar":null,"cpuModelcar":"1m","cpuModelcar":null,"enableModelcar":null}',
    )
    expect(resolveInjection(pod, { storageInitializer: text }).config).toEqual({
      image: `oci://${image}`,
      mode: 'sidecar',
      resources: { limits: { cpu: '1m', memory: '15Mi' }, requests: { cpu: '1m', memory: '15Mi' } },
    })
  })

  test('a UID of -0 is 0', () => {
    const text = JSON.stringify(settings).replace(/}$/, ',"uidModelcar":-0}')
    expect(resolveInjection(pod, { storageInitializer: text }).config?.runAsUser).toBe(0)
  })

  test('no text is named by a prototype', () => {
    const data = Object.create({ storageInitializer: configMapWith().data.storageInitializer }) as Record<
      string,
      string
    >
    expect(fieldsOf(attempt(pod, data))).toEqual(['Required data.storageInitializer'])
    const text = configMapWith({ __proto__: { uidModelcar: 5 }, constructor: 1 }).data.storageInitializer
    expect(resolveInjection(pod, { storageInitializer: text }).config?.runAsUser).toBeUndefined()
  })

  test('the fields that are known by name are the fields that are read', () => {
    for (const name of storageInitializerFields) {
      expect(fieldsOf(attempt(pod, configMapWith({ [name]: { a: 1 } })))).toContain(`InvalidType ${setting(name)}`)
    }
  })
})

test.each([
  ['oci://a', { image: 'oci://a', mode: undefined }],
  ['oci+native://a', { image: 'oci://a', mode: 'native' }],
  ['oci+://a', undefined],
  ['OCI://a', undefined],
  ['https://a', undefined],
  ['s3+native://a', undefined],
  ['oci:/a', undefined],
  ['', undefined],
])('the URI %s is %o', (uri, expected) => {
  expect(parseOciUri(uri)).toEqual(expected)
})

describe('the mode', () => {
  test.each([
    [`oci://${image}`, { ociModelMode: 'native' }, 'image-volume'],
    [`oci://${image}`, { ociModelMode: 'fetch' }, 'fetch'],
    [`oci://${image}`, { ociModelMode: 'modelcar' }, 'sidecar'],
    [`oci://${image}`, { enableModelcar: false, enableOciModelSupport: true }, 'sidecar'],
    [`oci+native://${image}`, { ociModelMode: 'fetch' }, 'image-volume'],
    [`oci+modelcar://${image}`, { ociModelMode: 'native' }, 'sidecar'],
    [`oci+fetch://${image}`, {}, 'fetch'],
  ])('of %s with %o is %s', (uri, fields, mode) => {
    expect(resolveInjection(podWith(uri), configMapWith(fields)).config).toMatchObject({
      image: `oci://${image}`,
      mode,
    })
  })

  test('modelcar may become a native sidecar, whether configured or asked for', () => {
    expect(resolveInjection(pod, configMapWith(), { modelcarMode: 'sidecar' }).config?.mode).toBe('sidecar')
    const options = { modelcarMode: 'native-sidecar' } as const
    const fields = { uidModelcar: 7, cpuModelcar: '1m' }
    const expected = {
      mode: 'native-sidecar',
      runAsUser: 7,
      resources: { limits: { cpu: '1m', memory: '15Mi' }, requests: { cpu: '1m', memory: '15Mi' } },
    }
    expect(resolveInjection(pod, configMapWith(fields), options).config).toMatchObject(expected)
    expect(resolveInjection(podWith(`oci+modelcar://${image}`), configMapWith(fields), options).config).toMatchObject(
      expected,
    )
    expect(resolveInjection(podWith(`oci+native://${image}`), configMapWith(fields), options).config?.mode).toBe(
      'image-volume',
    )
  })
})

describe('a pod is skipped', () => {
  const cases: [keyof typeof skipReasons, PodLike, object, KServeOptions?][] = [
    ['NoLabel', { ...pod, metadata: { annotations: pod.metadata?.annotations } }, {}],
    ['NoLabel', template, {}],
    ['NoSource', podWith(undefined), {}],
    ['NotOci', podWith('s3://bucket/model'), {}],
    ['NotOci', podWith('oci+://a'), {}],
    ['NotOci', podWith('OCI://a'), {}],
    ['NotOci', podWith(''), {}],
    ['LocalModel', podWith(`oci://${image}`, { labels: { [localModelLabel]: 'demo' } }), {}],
    ['Disabled', pod, { enableModelcar: false }],
    ['Disabled', podWith(`oci+native://${image}`), { enableModelcar: false }],
    ['Disabled', podWith('oci+foo://a'), { enableModelcar: false }],
    ['NoSource', template, {}, { storageUris: [] }],
    ['NotOci', template, {}, { storageUris: [{ uri: 's3://bucket/model' }, { uri: 'pvc://claim/model' }] }],
    ['Disabled', template, { enableModelcar: false }, { storageUris: [{ uri: `oci://${image}` }] }],
    [
      'ModelAgent',
      { ...template, metadata: { annotations: { [agentAnnotation]: 'true' } } },
      {},
      { storageUris: [{ uri: `oci://${image}` }] },
    ],
  ]
  test.each(cases)('%s: %o with %o and %o', (skip, given, fields, options) => {
    expect(resolveInjection(given, configMapWith(fields), options)).toEqual({ skip })
  })

  test('for each of the reasons, and for no other', () => {
    expect(new Set(cases.map(([skip]) => skip))).toEqual(new Set(Object.keys(skipReasons)))
  })

  test('before anything is said of a ConfigMap that it has no need for', () => {
    expect(attempt(podWith('s3://bucket/model'), 'no ConfigMap')).toEqual({ resolution: { skip: 'NotOci' } })
  })

  test('the agent matters to the controller alone, the label and the cache to the webhook alone', () => {
    const annotated = podWith(`oci://${image}`, { annotations: { [agentAnnotation]: 'true' } })
    expect(resolveInjection(annotated, configMapWith()).config).toBeDefined()
    const local = { ...template, metadata: { labels: { [localModelLabel]: 'demo' } } }
    const options = { storageUris: [{ uri: `oci://${image}` }] }
    expect(resolveInjection(local, configMapWith(), options).config).toBeDefined()
  })
})

describe('storageUris', () => {
  test('are a list of models, without those that are not OCI, with KServe’s default path', () => {
    const storageUris = [
      { uri: 's3://bucket/a', mountPath: '/mnt/a' },
      { uri: `oci://${image}` },
      { uri: `oci+modelcar://${image}`, mountPath: '/opt/b/c' },
    ]
    expect(resolveInjection(template, configMapWith(), { storageUris }).config).toEqual({
      models: [{ image: `oci://${image}` }, { image: `oci://${image}`, mountPath: '/opt/b/c' }],
      mode: 'sidecar',
    })
  })

  test('go by their scheme where no mode is configured', () => {
    const storageUris = [{ uri: `oci+native://${image}` }]
    const { config } = resolveInjection(template, configMapWith({ enableModelcar: false }), { storageUris })
    expect(config?.mode).toBe('image-volume')
  })

  test('of several modes are an error', () => {
    const storageUris = [{ uri: `oci://${image}` }, { uri: `oci+native://${image}`, mountPath: '/a/b' }]
    const result = attempt(template, configMapWith(), { storageUris })
    expect(fieldsOf(result)).toEqual(['Exclusive storageUris[1].uri'])
    expect(causesOf(result)[0]?.message).toBe('expected one mode for all models of a pod, found native beside modelcar')
    const withoutMode = attempt(template, configMapWith({ enableModelcar: false }), { storageUris })
    expect(fieldsOf(withoutMode)).toEqual(['Exclusive storageUris[0].uri'])
    expect(causesOf(withoutMode)[0]?.message).toBe(
      `expected a scheme with a mode (oci+modelcar://, …) beside others that have one, found "oci://${image}"; or set ociModelMode in the ConfigMap`,
    )
  })

  test('that name one mode in two ways are fine', () => {
    const storageUris = [{ uri: `oci://${image}` }, { uri: `oci+modelcar://${image}`, mountPath: '/a/b' }]
    expect(resolveInjection(template, configMapWith(), { storageUris }).config?.mode).toBe('sidecar')
  })

  test('have their faults at the entry that the caller wrote, whatever was left out before', () => {
    const storageUris = [
      { uri: 's3://bucket/a', mountPath: '/mnt/models' },
      { uri: `oci://${image}` },
      { uri: 'oci://UPPER', mountPath: '/mnt/models/x' },
    ]
    const result = attempt(template, configMapWith(), { storageUris })
    expect(fieldsOf(result)).toEqual(['InvalidValue storageUris[2].uri', 'Duplicate storageUris[2].mountPath'])
    expect(causesOf(result)[1]?.message).toContain('(storageUris[1].mountPath)')
  })

  test('may be ten, or eleven where one is not OCI', () => {
    const uris = (count: number) =>
      Array.from({ length: count }, (_, index) => ({
        uri: `oci://${image}`,
        mountPath: `/mnt/models/${String(index)}`,
      }))
    expect(resolveInjection(template, configMapWith(), { storageUris: uris(10) }).config?.models).toHaveLength(10)
    const mixed = [{ uri: 's3://bucket' }, ...uris(10)]
    expect(resolveInjection(template, configMapWith(), { storageUris: mixed }).config?.models).toHaveLength(10)
    expect(fieldsOf(attempt(template, configMapWith(), { storageUris: uris(11) }))).toEqual([
      'InvalidValue storageUris',
    ])
  })
})

describe('the fetch mode', () => {
  const fields = { ociModelMode: 'fetch', caBundleConfigMapName: 'corp-ca' }
  const bundle = (given: PodLike, configMap: object, options?: KServeOptions) =>
    resolveInjection(given, configMap, options).config?.fetch?.caBundle

  test('has the CA bundle’s own name in KServe’s namespace, and its copy’s elsewhere', () => {
    expect(bundle(pod, configMapWith(fields))).toEqual({ configMap: 'global-ca-bundle' })
    expect(bundle(pod, configMapWith(fields), { namespace: 'kserve' })).toEqual({ configMap: 'corp-ca' })
    const inKServe = { ...pod, metadata: { ...pod.metadata, namespace: 'kserve' } }
    expect(bundle(inKServe, configMapWith(fields))).toEqual({ configMap: 'corp-ca' })
    expect(bundle(inKServe, configMapWith(fields), { namespace: 'models' })).toEqual({ configMap: 'global-ca-bundle' })
    expect(bundle({ ...pod, metadata: { ...pod.metadata, namespace: undefined } }, configMapWith(fields))).toEqual({
      configMap: 'global-ca-bundle',
    })
  })

  test('finds KServe’s namespace in the ConfigMap, where it is somewhere else', () => {
    const options = { namespace: 'serving' }
    expect(bundle(pod, configMapWith(fields, 'serving'), options)).toEqual({ configMap: 'corp-ca' })
    expect(bundle(pod, configMapWith(fields, ''), { namespace: 'kserve' })).toEqual({ configMap: 'corp-ca' })
    const broken = { ...configMapWith(fields), metadata: { namespace: 5 } }
    expect(bundle(pod, broken as never, { namespace: 'kserve' })).toEqual({ configMap: 'corp-ca' })
    expect(bundle(pod, configMapWith(fields).data, options)).toEqual({ configMap: 'global-ca-bundle' })
    expect(bundle(pod, configMapWith(fields).data, { namespace: 'kserve' })).toEqual({ configMap: 'corp-ca' })
  })

  test('has the pod’s first pull secret that has a name', () => {
    const secrets = (imagePullSecrets: unknown) => {
      const given = { ...pod, spec: { containers: [], imagePullSecrets } }
      return resolveInjection(given, configMapWith(fields)).config?.fetch?.pullSecret
    }
    expect(secrets([{ name: 'a' }, { name: 'b' }])).toBe('a')
    expect(secrets([{}, { name: '' }, { name: 'b' }])).toBe('b')
    expect(secrets(null)).toBeUndefined()
    expect(secrets([])).toBeUndefined()
  })

  test('alone has a use for any of that', () => {
    const oddSecrets = { ...pod, spec: { containers: [], imagePullSecrets: 5 as never } }
    expect(resolveInjection(oddSecrets, configMapWith()).config).toEqual({ image: `oci://${image}`, mode: 'sidecar' })
    const faulty = { caBundleConfigMapName: 'NO NAME', caBundleVolumeMountPath: 'relative', image: 'NO IMAGE' }
    expect(resolveInjection(pod, configMapWith(faulty)).config).toEqual({ image: `oci://${image}`, mode: 'sidecar' })
    expect(
      resolveInjection(podWith(`oci+native://${image}`), configMapWith({ ...faulty, uidModelcar: -1 })).config,
    ).toEqual({
      image: `oci://${image}`,
      mode: 'image-volume',
    })
  })
})

describe('faults', () => {
  test('of the settings are told all at once, at the setting', () => {
    const fields = {
      ociModelMode: 'bogus',
      cpuModelcar: '10x',
      uidModelcar: '1010',
      enableModelcar: 'true',
      memoryLimit: 1,
      cpuLimit: '',
    }
    const result = attempt(pod, configMapWith(fields))
    expect([...fieldsOf(result)].sort()).toEqual(
      [
        `InvalidType ${setting('memoryLimit')}`,
        `InvalidType ${setting('enableModelcar')}`,
        `InvalidValue ${setting('cpuModelcar')}`,
        `InvalidType ${setting('uidModelcar')}`,
        `Required ${setting('cpuLimit')}`,
        `InvalidValue ${setting('ociModelMode')}`,
      ].sort(),
    )
    expect(causesOf(result)).toHaveLength(6)
  })

  test('of a repeated setting are told once, by the first, and of all others too', () => {
    const text = JSON.stringify(settings).replace(
      /}$/,
      ',"uidModelcar":"a","enableModelcar":1,"UIDMODELCAR":-1,"uidModelcar":7,"memoryLimit":5,"EnableModelcar":"b"}',
    )
    expect(fieldsOf(attempt(pod, { storageInitializer: text }))).toEqual([
      `InvalidType ${setting('uidModelcar')}`,
      `InvalidType ${setting('enableModelcar')}`,
      `InvalidType ${setting('memoryLimit')}`,
    ])
  })

  test('of values that only an injection has a use for are told at the setting too, once', () => {
    const modelcar = { cpuModelcar: '-1', memoryModelcar: '-1', uidModelcar: 2 ** 31 }
    expect([...fieldsOf(attempt(podWith('oci://UPPER'), configMapWith(modelcar)))].sort()).toEqual(
      [
        `InvalidValue metadata.annotations[${sourceUriAnnotation}]`,
        ...['cpuModelcar', 'memoryModelcar', 'uidModelcar'].map((name) => `InvalidValue ${setting(name)}`),
      ].sort(),
    )
    const fetch = {
      ociModelMode: 'fetch',
      image: 'NO IMAGE',
      cpuRequest: '2',
      memoryRequest: '2Gi',
      caBundleConfigMapName: 'corp-ca',
      caBundleVolumeMountPath: '/',
    }
    const secret = { ...pod, spec: { containers: [], imagePullSecrets: [{ name: 'a' }, { name: 'b' }] } }
    expect([...fieldsOf(attempt(secret, configMapWith(fetch)))].sort()).toEqual(
      ['image', 'cpuRequest', 'memoryRequest', 'caBundleVolumeMountPath']
        .map((name) => `InvalidValue ${setting(name)}`)
        .sort(),
    )
    const names = { ociModelMode: 'fetch', caBundleConfigMapName: 'NO NAME' }
    const badSecret = { ...pod, spec: { containers: [], imagePullSecrets: [{}, { name: 'NO NAME' }] } }
    expect([...fieldsOf(attempt(badSecret, configMapWith(names), { namespace: 'kserve' }))].sort()).toEqual([
      `InvalidValue ${setting('caBundleConfigMapName')}`,
      'InvalidValue spec.imagePullSecrets[1].name',
    ])
    const inTheWay = { ociModelMode: 'fetch', caBundleConfigMapName: 'ca', caBundleVolumeMountPath: '/mnt' }
    expect(fieldsOf(attempt(pod, configMapWith(inTheWay)))).toEqual([`Duplicate ${setting('caBundleVolumeMountPath')}`])
  })

  test('of an unknown mode name what there is, without guessing at modes while the settings are broken', () => {
    expect(causesOf(attempt(podWith(`oci+foo://${image}`), configMapWith()))).toEqual([
      {
        code: 'InvalidValue',
        field: `metadata.annotations[${sourceUriAnnotation}]`,
        message: `expected oci:// or one of oci+modelcar://, oci+native://, oci+fetch:// in lower case, found "oci+foo://${image}"`,
      },
    ])
    const storageUris = [{ uri: `oci://${image}` }, { uri: 'oci+foo://a' }]
    expect(fieldsOf(attempt(template, {}, { storageUris }))).toEqual([
      'Required data.storageInitializer',
      'InvalidValue storageUris[1].uri',
    ])
  })

  test.each([
    [null, ['InvalidType configMap']],
    [[], ['InvalidType configMap']],
    [{ data: [] }, ['InvalidType data']],
    [{ data: 5 }, ['InvalidType data']],
    [{ kind: 'ConfigMap' }, ['Required data.storageInitializer']],
    [{ data: null }, ['Required data.storageInitializer']],
    [{ data: { storageInitializer: {} } }, ['InvalidType data.storageInitializer']],
    [{ data: { storageInitializer: null } }, ['Required data.storageInitializer']],
  ])('of the ConfigMap %o', (configMap, fields) => {
    expect(fieldsOf(attempt(pod, configMap))).toEqual(fields)
  })

  test('of a text that is no JSON come with the parser’s own words', () => {
    const [cause] = causesOf(attempt(pod, { storageInitializer: '{"a": }' }))
    expect(cause?.message).toMatch(/^expected a JSON text, found "\{\\"a\\": \}": .*token/)
  })

  test.each([
    [5, ['InvalidType options']],
    [{ storageUri: [] }, ['Unknown storageUri']],
    [{ namespace: 5 }, ['InvalidType namespace']],
    [{ modelcarMode: 'fetch' }, ['InvalidValue modelcarMode']],
    [{ storageUris: {} }, ['InvalidType storageUris']],
    [
      { storageUris: [5, {}, { uri: 5 }, { uri: `oci://${image}`, mountPath: 5 }] },
      [
        'InvalidType storageUris[0]',
        'Required storageUris[1].uri',
        'InvalidType storageUris[2].uri',
        'InvalidType storageUris[3].mountPath',
      ],
    ],
  ])('of the options %o', (options, fields) => {
    expect(fieldsOf(attempt(pod, configMapWith(), options))).toEqual(fields)
  })

  test.each([
    [5, ['InvalidType pod']],
    [{ metadata: 5 }, ['InvalidType metadata']],
    [
      { metadata: { labels: [], annotations: 5, namespace: {} } },
      ['InvalidType metadata.labels', 'InvalidType metadata.annotations', 'InvalidType metadata.namespace'],
    ],
    [
      { metadata: { annotations: { [sourceUriAnnotation]: 5 } } },
      [`InvalidType metadata.annotations[${sourceUriAnnotation}]`],
    ],
    [{ ...pod, spec: 5 }, ['InvalidType spec']],
    [{ ...pod, spec: { imagePullSecrets: {} } }, ['InvalidType spec.imagePullSecrets']],
    [
      { ...pod, spec: { imagePullSecrets: [5, { name: 5 }] } },
      ['InvalidType spec.imagePullSecrets[0]', 'InvalidType spec.imagePullSecrets[1].name'],
    ],
  ])('of the pod %o', (given, fields) => {
    const result = attempt(given, configMapWith({ ociModelMode: 'fetch' }))
    expect(fieldsOf(result)).toEqual(fields)
    expect(result).toMatchObject({ refusal: { name: 'ModelcarPodSpecError' } })
  })
})
