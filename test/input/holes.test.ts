import { expect, test } from 'vitest'
import {
  compileOverlay,
  ejectModelcar,
  includes,
  injectModelcar,
  planModelcar,
  type ModelcarConfig,
  type Overlay,
  type PodSpecLike,
} from '../../src/index.js'
import { expectCauses, refusalOf } from '../kit/causes.js'

// A list of JavaScript may leave an entry out, and its own methods pass over it: JSON has null there, and that is a fault.

/** A list without its first entry. */
function holed(...entries: readonly unknown[]): unknown[] {
  const list: unknown[] = [undefined, ...entries]
  Reflect.deleteProperty(list, 0)
  return list
}

const image = 'registry.example/team/llama:1'
const volume = 'kserve-provision-location'
const found = 'found nothing'

test.each<[string, object, string]>([
  ['containers', { containers: holed({ name: 'kserve-container' }) }, 'spec.containers[0]'],
  ['volumes', { volumes: holed({ name: 'a', emptyDir: {} }) }, 'spec.volumes[0]'],
  [
    'mounts',
    { containers: [{ name: 'kserve-container', volumeMounts: holed({ name: volume, mountPath: '/mnt' }) }] },
    'spec.containers[0].volumeMounts[0]',
  ],
])('in a pod: %s', (_, fields, field) => {
  const left = {
    name: 'modelcar',
    args: ['sh', '-c', 'ln -s /proc/$$$$/root/models /mnt/models && sleep infinity'],
    volumeMounts: [{ name: volume, mountPath: '/mnt' }],
  }
  const spec = {
    containers: [{ name: 'kserve-container' }],
    volumes: [{ name: volume, emptyDir: {} }],
    initContainers: [left],
    ...fields,
  } as PodSpecLike
  for (const mode of ['sidecar', 'native-sidecar', 'image-volume', 'fetch'] as const)
    for (const call of [injectModelcar<PodSpecLike>, planModelcar<PodSpecLike>])
      expectCauses(refusalOf(() => call(spec, { image, mode })).causes, [['Required', field, found]])
  expectCauses(refusalOf(() => ejectModelcar(spec)).causes, [['Required', field, found]])
})

test.each<[string, object, string]>([
  ['models', { models: holed({ image, mountPath: '/mnt/models' }) }, 'models[0]'],
  ['targets', { image, targets: holed('kserve-container') }, 'targets[0]'],
  [
    'dropped capabilities',
    { image, securityContext: { capabilities: { drop: holed('ALL') } } },
    'securityContext.capabilities.drop[0]',
  ],
])('in a config: %s', (_, config, field) => {
  const { causes } = refusalOf(() => injectModelcar({ containers: [] }, config as ModelcarConfig))
  expect(causes).toHaveLength(1)
  expect(causes[0]).toMatchObject({ field, message: expect.stringContaining(found) as string })
})

test.each<[string, object, string]>([
  ['containers', { spec: { containers: holed({ name: 'a', image }) } }, 'spec.containers[0]'],
  ['tolerations', { spec: { tolerations: holed({ key: 'a' }) } }, 'spec.tolerations[0]'],
  ['what is included', { spec: { tolerations: includes(holed({ key: 'a' })) } }, 'spec.tolerations[0]'],
  ['a command', { targets: ['a'], target: { command: holed('a') } }, 'target.command[0]'],
  ['a field of a newer Kubernetes', { spec: { brandNewThings: holed(1) } }, 'spec.brandNewThings[0]'],
  ['targets', { targets: holed('a') }, 'targets[0]'],
  ['former images', { formerly: holed('a') }, 'formerly[0]'],
])('in an overlay: %s', (_, overlay, field) => {
  const { causes } = refusalOf(() => compileOverlay(overlay as Overlay))
  expect(causes).toHaveLength(1)
  expect(causes[0]).toMatchObject({ field, message: expect.stringContaining(found) as string })
})
