import { expect, test } from 'vitest'
import {
  compileOverlay,
  ejectModelcar,
  injectModelcar,
  mapPodSpecs,
  type ModelcarConfigError,
  type PodSpecMap,
} from '../../src/index.js'
import { createKServeInjector, resolveInjection } from '../../src/kserve/index.js'
import { sourceUriAnnotation } from '../../src/kserve/names.js'

// An error says what it is about: who reads "invalid modelcar config" looks for the fault in a config.

const same: PodSpecMap = (podSpec) => podSpec
const wrong = (value: unknown): never => value as never
const asking = (uri: string) => ({
  metadata: {
    labels: { 'serving.kserve.io/inferenceservice': 'iris' },
    annotations: { [sourceUriAnnotation]: uri },
  },
  spec: { containers: [{ name: 'kserve-container' }] },
})
const settings = { cpuRequest: '1', memoryRequest: '1Gi', cpuLimit: '1', memoryLimit: '1Gi', enableModelcar: true }
const configMap = (fields: object) => ({ data: { storageInitializer: JSON.stringify({ ...settings, ...fields }) } })
const model = asking('oci://registry.example/iris:1')

test.each<[string, () => unknown, string, string]>([
  ['a config', () => injectModelcar(model.spec, wrong({ imag: 'x' })), 'config', 'invalid modelcar config'],
  ['a config that is none', () => injectModelcar(model.spec, wrong(5)), 'config', 'invalid modelcar config'],
  ['an overlay', () => compileOverlay(wrong({ spec: { container: [] } })), 'overlay', 'invalid overlay'],
  ['a function for pod specs', () => mapPodSpecs({}, wrong(5)), 'arguments', 'invalid arguments'],
  ['pointers', () => mapPodSpecs({}, same, { pointers: ['spec'] }), 'arguments', 'invalid arguments'],
  ['an unknown option', () => mapPodSpecs({}, same, wrong({ pointer: [] })), 'arguments', 'invalid arguments'],
  ['options of an ejection', () => ejectModelcar(model.spec, wrong({ name: {} })), 'arguments', 'invalid arguments'],
  ['such that are none', () => ejectModelcar(model.spec, wrong(5)), 'arguments', 'invalid arguments'],
  ['no ConfigMap', () => resolveInjection(model, wrong(5)), 'kserve', 'invalid KServe configuration'],
  ['one without settings', () => resolveInjection(model, { data: {} }), 'kserve', 'invalid KServe configuration'],
  ['a setting', () => resolveInjection(model, configMap({ cpuLimit: 'x' })), 'kserve', 'invalid KServe configuration'],
  [
    'a setting that only the config refuses',
    () => resolveInjection(model, configMap({ uidModelcar: -5 })),
    'kserve',
    'invalid KServe configuration',
  ],
  ['a URI', () => resolveInjection(asking('oci://a b'), configMap({})), 'kserve', 'invalid KServe configuration'],
  [
    'an option of KServe’s',
    () => createKServeInjector(configMap({}), wrong({ mode: 1 })),
    'kserve',
    'invalid KServe configuration',
  ],
])('%s', (_, call, about, summary) => {
  const error = errorOf(call)
  expect([error.code, error.about, error.message.split(':')[0]]).toEqual(['InvalidConfig', about, summary])
})

test('the error of an object has the subject of what was thrown for it', () => {
  const deployment = {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    spec: { template: asking('oci://registry.example/a:1') },
  }
  const error = errorOf(() =>
    mapPodSpecs(deployment, (podSpec) => {
      resolveInjection({ ...model, spec: podSpec }, configMap({ cpuLimit: 'x' }))
      return podSpec
    }),
  )
  expect([error.about, error.message.split(':')[0]]).toEqual(['kserve', 'invalid KServe configuration'])
})

function errorOf(call: () => unknown): ModelcarConfigError {
  try {
    call()
  } catch (error) {
    return error as ModelcarConfigError
  }
  throw new Error('nothing was thrown')
}
