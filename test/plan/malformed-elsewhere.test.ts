import { describe, expect, test } from 'vitest'
import { applyOverlay, injectModelcar, preferred } from '../../src/index.js'
import { isModelcarError } from '../../src/errors.js'
import type { PodSpecLike } from '../../src/kubernetes/pod-spec.js'

// What is malformed in a container that is nobody's concern: a second call looks at more, and must not refuse what a first one gave.

const lists = ['containers', 'initContainers', 'ephemeralContainers'] as const
const keys = ['volumeMounts', 'volumeDevices', 'env', 'args', 'command', 'resources', 'securityContext', 'ports']
const values = [
  'bad',
  5,
  [null],
  [5, { name: 'a' }],
  [{ name: 5 }],
  [{ name: 'kserve-provision-location', mountPath: 7 }],
]

function* pods(): Generator<PodSpecLike> {
  for (const list of lists)
    for (const key of keys)
      for (const value of values)
        yield {
          containers: [{ name: 'kserve-container' }],
          initContainers: [{ name: 'init' }],
          [list]: [{ name: 'kserve-container' }, { name: 'other', [key]: value }],
        }
}

const claim = { spec: { accessModes: ['ReadWriteOnce' as const], resources: { requests: { storage: '1Gi' } } } }
const image = 'registry.example/model:1'

describe.each<[string, (podSpec: PodSpecLike) => PodSpecLike]>([
  ['sidecar', (podSpec) => injectModelcar(podSpec, { image })],
  ['native-sidecar', (podSpec) => injectModelcar(podSpec, { image, mode: 'native-sidecar' })],
  ['image-volume', (podSpec) => injectModelcar(podSpec, { image, mode: 'image-volume' })],
  ['fetch', (podSpec) => injectModelcar(podSpec, { image, mode: 'fetch' })],
  ['a source', (podSpec) => injectModelcar(podSpec, { image, volumeSource: { emptyDir: { medium: 'Memory' } } })],
  [
    'a fetched claim',
    (podSpec) =>
      injectModelcar(podSpec, { image, mode: 'fetch', volumeSource: { ephemeral: { volumeClaimTemplate: claim } } }),
  ],
  [
    'an overlay',
    (podSpec) =>
      applyOverlay(podSpec, {
        spec: { volumes: [{ name: 'kserve-provision-location', emptyDir: preferred({ medium: 'Memory' }) }] },
        targets: ['kserve-container'],
        target: { volumeMounts: [{ name: 'kserve-provision-location', mountPath: '/mnt' }] },
      }),
  ],
])('%s', (_, inject) => {
  test('what a first call gives is taken by a second one', () => {
    let injected = 0
    for (const podSpec of pods()) {
      let first
      try {
        first = inject(podSpec)
      } catch (error) {
        if (!isModelcarError(error)) throw error
        continue
      }
      injected++
      expect(inject(first)).toBe(first)
    }
    expect(injected).toBeGreaterThan(50)
  })
})
