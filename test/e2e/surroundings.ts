import type { V1Container, V1Pod, V1PodSpec } from '@kubernetes/client-node'
import { expect } from 'vitest'
import type { NamespaceSetup } from './harness.js'
import { alone, type Chain } from './chains.js'
import { hasModel } from './pods.js'
import type { Mode } from './modes.js'
import type { ServerPolicy } from './webhooks/example-server.js'

/** What stands around a pod: the API server's flags, its namespace, and how the webhook is set for it. */
export interface Surrounding {
  readonly name: string
  readonly flags?: readonly string[]
  readonly setup?: NamespaceSetup
  readonly policy?: Pick<ServerPolicy, 'securityContext'>
  /** Where these are other calls than those of the webhook alone. */
  readonly chain?: Chain
  /** The modes of which the stored pod is as if nobody had asked for a model. */
  readonly without?: readonly Mode[]
  /** What the surrounding itself does to the stored pod. */
  readonly expectEffect: (stored: V1Pod, mode: Mode) => void
}

/** The amounts by which `test/fixtures/kubernetes` was recorded. */
const limitRange = {
  limits: [
    {
      type: 'Container',
      default: { cpu: '500m', memory: '512Mi' },
      defaultRequest: { cpu: '250m', memory: '256Mi' },
    },
  ],
}

export const restricted: NamespaceSetup = { labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } }

export const surroundings: readonly Surrounding[] = [
  {
    name: 'AlwaysPullImages',
    flags: ['--enable-admission-plugins=AlwaysPullImages'],
    // It gives the image volume its policy after the first call.
    chain: { ...alone, callsWithoutContainer: alone.calls },
    expectEffect({ spec }) {
      const policies = [...containersOf(spec), ...(spec?.volumes ?? []).flatMap(({ image }) => image ?? [])].map(
        (each) => ('pullPolicy' in each ? each.pullPolicy : (each as V1Container).imagePullPolicy),
      )
      expect(new Set(policies)).toEqual(new Set(['Always']))
    },
  },
  {
    name: 'a LimitRange',
    setup: { limitRange },
    expectEffect({ spec }, mode) {
      const resources = containersOf(spec).map(({ name, resources }) => [name, resources])
      expect(Object.fromEntries(resources)).toEqual(resourcesByMode[mode])
    },
  },
  {
    name: 'the Pod Security Standard "restricted"',
    setup: restricted,
    policy: { securityContext: 'restricted' },
    expectEffect({ spec }) {
      for (const { securityContext } of containersOf(spec)) {
        expect(securityContext).toMatchObject({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } })
      }
    },
  },
  {
    name: 'an API server of 1.34',
    flags: ['--emulated-version=1.34'],
    // It drops the volume and its mount without a word; the other modes are older than it.
    without: ['image-volume'],
    expectEffect(stored, mode) {
      expect(hasModel(stored)).toBe(mode !== 'image-volume')
    },
  },
]

const amounts = (cpu: string, memory: string) => ({ cpu, memory })
const both = { limits: amounts('10m', '15Mi'), requests: amounts('10m', '15Mi') }
const server = { limits: amounts('500m', '512Mi'), requests: amounts('250m', '256Mi') }

/** The server gets the namespace's defaults; what the config says of our containers stays. */
const resourcesByMode: Readonly<Record<Mode, object>> = {
  sidecar: { 'kserve-container': server, 'modelcar-init': both, modelcar: both },
  'native-sidecar': { 'kserve-container': server, modelcar: both },
  'image-volume': { 'kserve-container': server },
  fetch: {
    'kserve-container': server,
    'storage-initializer': { limits: amounts('1', '1Gi'), requests: amounts('100m', '100Mi') },
  },
}

const containersOf = (spec: V1PodSpec | undefined): readonly V1Container[] => [
  ...(spec?.initContainers ?? []),
  ...(spec?.containers ?? []),
]
