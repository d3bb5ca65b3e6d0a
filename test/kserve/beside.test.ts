import { describe, expect, test } from 'vitest'
import { injectModelcar, type ModeName } from '../../src/index.js'
import { admitPod, type PodSpec } from '../../src/testing/index.js'
import { kserve012, kserve020 } from '../kit/kserve.js'

// What docs/kserve.md says of a webhook with this library beside KServe's own.

const image = 'registry.example/team/llama:1'
const server: PodSpec = { containers: [{ name: 'kserve-container', image: 'server:1' }] }
const modes: readonly ModeName[] = ['sidecar', 'native-sidecar', 'image-volume', 'fetch']
const versions = { '0.12.0': kserve012, '0.20': kserve020 }

/** The API server asks webhooks in the order of their names. */
const names = { 'in front of': 'a', behind: 'z' }

async function beside(version: keyof typeof versions, mode: ModeName, place: keyof typeof names) {
  const reinvocationPolicy = 'IfNeeded'
  const inject = (podSpec: PodSpec): PodSpec => injectModelcar(podSpec, { image, mode })
  const ours = { name: names[place], reinvocationPolicy, mutate: inject } as const
  const theirs = {
    name: 'inferenceservice.serving.kserve.io',
    reinvocationPolicy,
    mutate: (podSpec: PodSpec): PodSpec => versions[version](podSpec, { image }),
  } as const
  const { pod, refused } = await admitPod(server, [ours, theirs])
  if (refused !== undefined) return 'refused'
  return inject(pod.spec) === pod.spec ? 'the model, once' : 'both models'
}

describe.each(['0.12.0', '0.20'] as const)('KServe %s', (version) => {
  test.each(modes)('behind it, %s makes the pod that it would make alone', async (mode) => {
    expect(await beside(version, mode, 'behind')).toBe('the model, once')
  })

  test.each(['native-sidecar', 'image-volume', 'fetch'] as const)('in front of it, %s does not last', async (mode) => {
    const refused = mode === 'native-sidecar' ? 'refused' : 'both models'
    expect(await beside(version, mode, 'in front of')).toBe(refused)
  })
})

test('in front of 0.12.0, sidecar is refused with it; in front of 0.20 nothing happens to it', async () => {
  expect(await beside('0.12.0', 'sidecar', 'in front of')).toBe('refused')
  expect(await beside('0.20', 'sidecar', 'in front of')).toBe('the model, once')
})

test.each(modes)(
  'the storage initializer that KServe adds where modelcars are off goes, or is the one of %s',
  (mode) => {
    const mount = { name: 'kserve-provision-location', mountPath: '/mnt/models' }
    const initializer = { name: 'storage-initializer', image: 'i:1', args: [`oci://${image}`, '/mnt/models'] }
    const podSpec = {
      initContainers: [{ ...initializer, volumeMounts: [mount] }],
      containers: [{ ...server.containers[0]!, volumeMounts: [{ ...mount, readOnly: true }] }],
      volumes: [{ name: mount.name, emptyDir: {} }],
    }
    const { initContainers } = injectModelcar(podSpec, { image, mode })
    const names = initContainers.map(({ name }) => name)
    expect(names.filter((name) => name === 'storage-initializer')).toHaveLength(mode === 'fetch' ? 1 : 0)
  },
)
