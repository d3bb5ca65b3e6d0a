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

/** As an API server of 1.37 stores a pod with the label `version: v1`. */
const merged = { matchLabels: { app: 'a' }, matchExpressions: [{ key: 'version', operator: 'In', values: ['v1'] }] }

describe('where the API server adds labels to a selector', () => {
  const said = { labelSelector: { matchLabels: { app: 'a' } }, matchLabelKeys: ['version'] }

  test('a term of an affinity, which is said as a whole, is written again', () => {
    const [term, stored] = [said, { ...said, labelSelector: merged }].map((each) => ({ topologyKey: 'zone', ...each }))
    const affinityOf = (required: unknown) => ({
      podAntiAffinity: { requiredDuringSchedulingIgnoredDuringExecution: required },
    })
    const overlay = { spec: { affinity: affinityOf(includes([term])) } }
    const podSpec = { containers: [app], affinity: affinityOf([stored]) }
    expect(overlaid(podSpec, overlay)['affinity']).toEqual(affinityOf([stored, term]))
  })

  test('a constraint of the spread is not', () => {
    const constraint = { topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule', maxSkew: 1 }
    const podSpec = {
      containers: [app],
      topologySpreadConstraints: [{ ...constraint, ...said, labelSelector: merged }],
    }
    expect(overlaid(podSpec, { spec: { topologySpreadConstraints: [{ ...constraint, ...said }] } })).toBe(podSpec)
  })
})
