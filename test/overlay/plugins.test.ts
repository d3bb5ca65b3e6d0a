import { describe, expect, test } from 'vitest'
import { includes, type Overlay } from '../../src/index.js'
import { defaultTolerations } from '../../src/testing/api-server/admission.js'
import { serviceAccount } from '../../src/testing/index.js'
import type { PodSpec } from '../../src/testing/pod.js'
import { overlaid } from './overlaid.js'

// What plugins of the API server add between two calls: most overlays leave it alone, and docs/overlays.md says which ones do not.

const apply = (podSpec: PodSpec, overlay: Overlay) => overlaid(podSpec, overlay) as PodSpec
const app = { name: 'app', image: 'app:1' }
const plugins: Readonly<Record<string, (podSpec: PodSpec) => PodSpec>> = {
  ServiceAccount: serviceAccount(),
  DefaultTolerationSeconds: defaultTolerations,
}
const mount = { name: 'own', mountPath: '/own' }
const own = { volumes: [{ name: 'own', emptyDir: {} }] }
const stable: readonly Overlay[] = [
  { spec: own, targets: '*', target: { volumeMounts: [mount] } },
  { spec: { tolerations: includes([{ key: 'gpu', operator: 'Exists' }]) } },
  { spec: { serviceAccountName: 'runner' } },
]
const unstable: readonly (readonly [plugin: string, overlay: Overlay])[] = [
  ['ServiceAccount', { spec: { volumes: null as never }, targets: '*', target: { volumeMounts: null as never } }],
  ['ServiceAccount', { targets: '*', target: { volumeMounts: null as never } }],
  ['DefaultTolerationSeconds', { spec: { tolerations: null as never } }],
  ['DefaultTolerationSeconds', { spec: { tolerations: [{ key: 'gpu', operator: 'Exists' }] } }],
]

describe.each(Object.entries(plugins))('%s', (name, plugin) => {
  test.each(stable)('leaves nothing to do for %j', (overlay) => {
    const stored = plugin(apply({ containers: [app] }, overlay))
    expect(stored).not.toEqual(apply({ containers: [app] }, overlay))
    expect(apply(stored, overlay)).toBe(stored)
  })

  test.each(unstable.filter(([of]) => of === name))('adds what %s %j takes out again, in each call', (_, overlay) => {
    const made = apply({ containers: [app] }, overlay)
    const stored = plugin(made)
    const again = apply(stored, overlay)
    expect(again).not.toBe(stored)
    expect(apply(plugin(again), overlay)).toEqual(again)
  })
})

test('a token that is mounted needs its volume: volumes: null alone is refused then', () => {
  const overlay: Overlay = { spec: { volumes: null as never } }
  const stored = plugins.ServiceAccount?.(apply({ containers: [app] }, overlay))
  expect(() => apply(stored as PodSpec, overlay)).toThrow('since the overlay removes all volumes')
  expect(apply({ containers: [app], automountServiceAccountToken: false }, overlay)).toHaveProperty('containers')
})
