import { expect, test } from 'vitest'
import { createInjector, injectModelcar, planModelcar, type ModelcarConfig } from '../../src/index.js'
import { refusalOf } from '../kit/causes.js'
import { expectFaults } from './configs.js'

const wrong = {
  imge: 'llama',
  enabled: 'yes',
  mode: 'modelcar',
  image: 'Llama',
  mountPath: 'models',
  names: { sidecar: 'A', volume: 'v_1' },
  imagePullSecrets: ['s', 's'],
  fetch: { image: 1, insecureRegistry: 'no' },
  targets: [],
  resources: { limits: { gpu: 1 } },
  runAsUser: -1,
  runAsGroup: 'wheel',
  imagePullPolicy: 'always',
  securityContext: { fsGroup: 1 },
}

test('every fault of a config is told at once', () => {
  expectFaults(
    wrong,
    ['Unknown', 'imge'],
    ['InvalidType', 'enabled'],
    ['InvalidValue', 'mode'],
    ['InvalidValue', 'image'],
    ['InvalidValue', 'mountPath'],
    ['InvalidValue', 'names.sidecar'],
    ['InvalidValue', 'names.volume'],
    ['Duplicate', 'imagePullSecrets[1]'],
    ['InvalidType', 'fetch.image'],
    ['InvalidType', 'fetch.insecureRegistry'],
    ['Required', 'targets'],
    ['Unknown', 'resources.limits.gpu'],
    ['InvalidValue', 'runAsUser'],
    ['InvalidType', 'runAsGroup'],
    ['InvalidValue', 'imagePullPolicy'],
    ['Unknown', 'securityContext.fsGroup'],
  )
})

test('it is refused alike by every function, whatever the pod', () => {
  const config = wrong as unknown as ModelcarConfig
  const podSpec = { containers: [] }
  const refusals = [
    () => createInjector(config),
    () => injectModelcar(podSpec, config),
    () => planModelcar(podSpec, config),
  ].map(refusalOf)
  expect(refusals.map(({ name }) => name)).toEqual(Array.from(refusals, () => 'ModelcarConfigError'))
  expect(refusals[1]?.causes).toEqual(refusals[0]?.causes)
  expect(refusals[2]?.causes).toEqual(refusals[0]?.causes)
})
