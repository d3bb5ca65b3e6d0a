import { describe, expect, test } from 'vitest'
import { appliesTo012 } from '../../examples/demo/compare.js'
import { injectModelcar, type ModelcarConfig, type PodSpecLike } from '../../src/index.js'

// KServe 0.12.0 stands beside the injection only where it would have done the same job.

const image = 'registry.example/team/model:1'
const server = { name: 'kserve-container', image: 'server:1' }
const transformer = { name: 'transformer-container', image: 'transformer:1' }
const proxy = { name: 'istio-proxy', image: 'proxy:1' }
const bare = { containers: [server, proxy] }
const both = { containers: [server, transformer] }

describe('what 0.12.0 could be told', () => {
  test.each<[string, ModelcarConfig]>([
    ['image', { image: `oci://${image}` }],
    ['mode', { image, mode: 'sidecar' }],
    ['mountPath', { image, mountPath: '/mnt/models' }],
    ['targets', { image, targets: ['kserve-container'] }],
    ['runAsUser', { image, runAsUser: 1010 }],
    ['resources', { image, resources: { limits: { cpu: '20m' } } }],
  ])('%s', (_key, config) => {
    expect(appliesTo012(bare, config)).toBe(true)
  })

  test('the server and the transformer', () => {
    expect(appliesTo012(both, { image })).toBe(true)
    expect(appliesTo012(both, { image, targets: ['transformer-container', 'kserve-container'] })).toBe(true)
  })
})

describe('what it could not', () => {
  test.each<[string, ModelcarConfig, PodSpecLike?]>([
    ['enabled', { enabled: false }],
    ['models', { models: [{ image }] }],
    ['mode', { image, mode: 'native-sidecar' }],
    ['mountPath', { image, mountPath: '/mnt/other' }],
    ['sourcePath', { image, sourcePath: '/weights' }],
    ['another target', { image, targets: ['istio-proxy'] }],
    ['one target more', { image, targets: ['kserve-container', 'istio-proxy'] }],
    ['one target less', { image, targets: ['kserve-container'] }, both],
    ['the user of two targets', { image, runAsUser: 1010 }, both],
    ['runAsGroup', { image, runAsGroup: 1010 }],
    ['imagePullPolicy', { image, imagePullPolicy: 'Always' }],
    ['imagePullSecrets', { image, imagePullSecrets: ['pull'] }],
    ['securityContext', { image, securityContext: 'restricted' }],
    ['volumeSource', { image, volumeSource: { emptyDir: { medium: 'Memory' } } }],
    ['names', { image, names: { sidecar: 'car' } }],
    ['fetch', { image, fetch: { insecureRegistry: true } }],
    ['the worker of KServe’s rule', { image }, { containers: [{ name: 'worker-container' }] }],
  ])('%s', (_key, config, podSpec = bare) => {
    expect(appliesTo012(podSpec, config)).toBe(false)
  })

  test.each(['sidecar', 'native-sidecar', 'image-volume', 'fetch'] as const)(
    'a pod with a model, of mode %s',
    (mode) => {
      expect(appliesTo012(injectModelcar(bare, { image, mode }), { image })).toBe(false)
    },
  )

  test('a pod whose path is taken, so that its first call was refused', () => {
    const volumeMounts = [{ name: 'mine', mountPath: '/mnt' }]
    const podSpec = { containers: [{ ...server, volumeMounts }], volumes: [{ name: 'mine', emptyDir: {} }] }
    expect(appliesTo012(podSpec, { image })).toBe(false)
  })
})
