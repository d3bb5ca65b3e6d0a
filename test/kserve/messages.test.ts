import { expect, test } from 'vitest'
import {
  createKServeInjector,
  inferenceServiceLabel,
  injectForKServe,
  sourceUriAnnotation,
  type PodLike,
} from '../../src/kserve/index.js'
import { isModelcarError } from '../../src/index.js'
import { attempt, causesOf } from './attempt.js'

// What a fault is told with: the field, what was expected there, and what was found.

const uri = 'oci://registry.example/team/model:1'
const amounts = { memoryRequest: '100Mi', memoryLimit: '1Gi', cpuRequest: '100m', cpuLimit: '1' }
const configMapWith = (fields: object = {}, more = '') => ({
  storageInitializer: JSON.stringify({ ...amounts, ociModelMode: 'fetch', ...fields }).replace(/}$/, `${more}}`),
})
const pod = {
  metadata: { labels: { [inferenceServiceLabel]: 'demo' }, annotations: { [sourceUriAnnotation]: uri } },
  spec: { containers: [{ name: 'kserve-container' }] },
}
const toldOf = (...args: Parameters<typeof attempt>): readonly string[] =>
  causesOf(attempt(...args)).map(({ field, message }) => `${field}: ${message}`)

const settings = 'data.storageInitializer'

test.each<[string, object, readonly string[]]>([
  ['a text', { image: 5 }, [`${settings}: image: expected a string, found 5`]],
  ['a flag', { ociInsecureRegistry: 'x' }, [`${settings}: ociInsecureRegistry: expected true or false, found "x"`]],
  [
    'a UID that is a text',
    { uidModelcar: '7' },
    [`${settings}: uidModelcar: expected a whole number without fraction and exponent, found "7"`],
  ],
  [
    'a UID that is an object',
    { uidModelcar: {} },
    [`${settings}: uidModelcar: expected a whole number without fraction and exponent, found an object`],
  ],
  [
    'a quantity',
    { cpuModelcar: '10x' },
    [`${settings}: cpuModelcar: expected a quantity such as "10m" or "15Mi", found "10x"`],
  ],
  [
    'a mode',
    { ociModelMode: 'Native' },
    [`${settings}: ociModelMode: expected one of modelcar, native, fetch (in lower case) or nothing, found "Native"`],
  ],
  [
    'an amount that is required',
    { cpuLimit: '' },
    [`${settings}: cpuLimit: expected a quantity such as "100m" or "1Gi", found nothing`],
  ],
])('of a setting: %s', (_, fields, told) => {
  expect(toldOf(pod, configMapWith(fields))).toEqual(told)
})

test.each([
  ['1.5', '1.5'],
  ['1e3', '1e3'],
  ['9223372036854775808', '9223372036854775808'],
  ['-9223372036854775809', '-9223372036854775809'],
  ['1'.repeat(80), '1'.repeat(80)],
  ['1'.repeat(81), `${'1'.repeat(80)}…`],
])('a UID of %s is told as it was written, and refused in each mode', (written, told) => {
  const given = configMapWith({ ociModelMode: 'native' }, `,"uidModelcar":${written}`)
  expect(toldOf(pod, given)).toEqual([
    `${settings}: uidModelcar: expected a whole number without fraction and exponent, found ${told}`,
  ])
})

test.each<[unknown, readonly string[]]>([
  [5, ['configMap: expected a ConfigMap or its data, found 5']],
  [{ data: 5 }, ['data: expected an object, found 5']],
  [{ kind: 'ConfigMap', data: 'x' }, ['data: expected an object, found "x"']],
  [{ storageInitializer: 5 }, [`${settings}: expected a JSON text, found 5`]],
  [{ storageInitializer: '[]' }, [`${settings}: expected a JSON object, found a list`]],
  [{}, [`${settings}: expected the settings of the storage initializer, found nothing`]],
])('of the ConfigMap %j', (configMap, told) => {
  expect(toldOf(pod, configMap)).toEqual(told)
})

test.each<[unknown, readonly string[]]>([
  [5, ['options: expected an object, found 5']],
  [{ namespace: 5 }, ['namespace: expected a string, found 5']],
  [{ modelcarMode: 'x' }, ['modelcarMode: expected one of sidecar, native-sidecar, found "x"']],
  [{ storageUris: 5 }, ['storageUris: expected a list of objects with uri and mountPath, found 5']],
  [{ storageUris: [5] }, ['storageUris[0]: expected an object with uri and mountPath, found 5']],
  [{ storageUris: [{}] }, ['storageUris[0].uri: expected where the model comes from, found nothing']],
  [
    { storageUris: Array.from({ length: 11 }, (_, index) => ({ uri, mountPath: `/mnt/${String(index)}` })) },
    ['storageUris: expected at most 10 OCI sources in a pod, found 11'],
  ],
])('of the options %j', (options, told) => {
  expect(toldOf(pod, configMapWith(), options)).toEqual(told)
})

test.each<[unknown, readonly string[]]>([
  [5, ['pod: expected an object, found 5']],
  [
    { containers: [] },
    ['pod: expected a pod, found a pod spec; pass the pod that it is of, with its labels and annotations'],
  ],
  [{ metadata: 5 }, ['metadata: expected an object, found 5']],
  [{ metadata: { namespace: 5 } }, ['metadata.namespace: expected a string, found 5']],
  [{ ...pod, spec: { imagePullSecrets: 5 } }, ['spec.imagePullSecrets: expected a list, found 5']],
  [
    { ...pod, spec: { imagePullSecrets: [{ name: 'a' }, 5, { name: 5 }, { name: 'b' }] } },
    [
      'spec.imagePullSecrets[1]: expected an object, found 5',
      'spec.imagePullSecrets[2].name: expected a string, found 5',
    ],
  ],
])('of the pod %j', (given, told) => {
  expect(toldOf(given, configMapWith())).toEqual(told)
})

test.each<[unknown, readonly string[]]>([
  [5, ['overrides: expected an object, found 5']],
  [
    { mode: 'bogus', image: 5 },
    [
      "overrides.image: expected no image, found 5; the pod and KServe's configuration say it",
      'overrides.mode: expected no mode, found "bogus"; the pod and KServe\'s configuration say it',
    ],
  ],
])('of the overrides %j', (overrides, told) => {
  const create = () => createKServeInjector(configMapWith(), { overrides: overrides as object })
  expect(create).toThrow(
    expect.objectContaining({
      causes: told.map((each) => {
        const [field = '', message] = each.split(': ')
        return expect.objectContaining({ field, message }) as unknown
      }),
    }),
  )
})

test('of a pod without a spec, as an injection tells it', () => {
  const refused = () => injectForKServe({ metadata: pod.metadata }, configMapWith())
  expect(refused).toThrow(expect.toSatisfy(isModelcarError))
  expect(refused).toThrow('invalid pod spec: spec: expected an object, found nothing')
})

test('null is nothing, wherever something may be left out', () => {
  const configMap = configMapWith()
  const skipOf = (metadata: object) => attempt({ ...pod, metadata }, configMap)
  expect(skipOf({ labels: null, annotations: null, namespace: null })).toEqual({ resolution: { skip: 'NoLabel' } })
  expect(attempt({ ...pod, metadata: null }, configMap)).toEqual({ resolution: { skip: 'NoLabel' } })
  const expected = attempt(pod, configMap)
  expect(expected).toHaveProperty('resolution.config')
  for (const options of [null, {}, { namespace: null, storageUris: null, modelcarMode: null }]) {
    expect(attempt(pod, configMap, options)).toEqual(expected)
  }
  const plural = (entry: object) => attempt(pod, configMap, { storageUris: [entry] })
  expect(plural({ uri, mountPath: null })).toStrictEqual(plural({ uri }))
  expect(plural({ uri, mountPath: null })).toHaveProperty('resolution.config')
  const { injectorFor } = createKServeInjector(configMap, { overrides: null as never, modelcarMode: null as never })
  expect(injectorFor(pod as PodLike).injector).toBeDefined()
})
