import type { V1Container, V1Pod, V1PodSpec } from '@kubernetes/client-node'
import type { ModelcarOptions } from 'modelcar'
import { expect } from 'vitest'
import type { NamespaceSetup } from './harness.js'
import { alone, type Chain } from './chains.js'
import { hasModel } from './pods.js'
import type { Mode } from './modes.js'

/** API servers by their flags, and what is looked at in each; without flags it is the one that all tests share. */
export interface FlagSet {
  readonly name: string
  readonly flags: readonly string[]
  readonly surroundings: readonly Surrounding[]
}

/** What stands around a pod: its namespace, and how the webhook is set for it. */
export interface Surrounding {
  readonly name: string
  readonly setup?: NamespaceSetup
  /** Whether the example server is set for the Pod Security Standard "restricted". */
  readonly isHardened?: true
  /** In place of the example server, a webhook whose config says this too. */
  readonly config?: ModelcarOptions
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

const alwaysPullImages: Omit<Surrounding, 'name'> = {
  // It gives the image volume its policy after the first call.
  chain: { ...alone, callsWithoutContainer: alone.calls },
  expectEffect({ spec }) {
    const policies = [
      ...containersOf(spec).map(({ imagePullPolicy }) => imagePullPolicy),
      ...(spec?.volumes ?? []).flatMap(({ image }) => (image ? [image.pullPolicy] : [])),
    ]
    expect(new Set(policies)).toEqual(new Set(['Always']))
  },
}

export const flagSets: readonly FlagSet[] = [
  {
    name: 'the shared API server',
    flags: [],
    surroundings: [
      {
        name: 'a LimitRange',
        setup: { limitRange },
        expectEffect({ spec }, mode) {
          const resources = containersOf(spec).map(({ name, resources }) => [name, resources])
          expect(Object.fromEntries(resources)).toEqual(resourcesByMode[mode])
        },
      },
      {
        name: 'a LimitRange, and nothing said of resources',
        setup: { limitRange },
        config: { resources: {}, fetch: { resources: {} } },
        expectEffect({ spec }) {
          for (const { resources } of containersOf(spec)) expect(resources).toEqual(defaults)
        },
      },
      {
        name: 'the Pod Security Standard "restricted"',
        setup: restricted,
        isHardened: true,
        expectEffect({ spec }) {
          for (const { securityContext } of containersOf(spec)) {
            expect(securityContext).toMatchObject({ allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } })
          }
        },
      },
    ],
  },
  {
    name: 'AlwaysPullImages',
    flags: ['--enable-admission-plugins=AlwaysPullImages'],
    surroundings: [
      { name: 'no policy in the config', ...alwaysPullImages },
      // The plugin refuses a pod in which its policy was overwritten.
      { name: 'another policy in the config', ...alwaysPullImages, config: { imagePullPolicy: 'IfNotPresent' } },
    ],
  },
  {
    name: 'an API server of 1.34',
    flags: ['--emulated-version=1.34'],
    surroundings: [
      {
        name: 'image volumes vanish',
        // It drops the volume and its mount without a word; what the other modes need, it knows.
        without: ['image-volume'],
        expectEffect(stored, mode) {
          expect(hasModel(stored)).toBe(mode !== 'image-volume')
        },
      },
    ],
  },
]

const amounts = (cpu: string, memory: string) => ({ cpu, memory })
const both = { limits: amounts('10m', '15Mi'), requests: amounts('10m', '15Mi') }
const defaults = { limits: amounts('500m', '512Mi'), requests: amounts('250m', '256Mi') }

/** The server gets the namespace's defaults; what the config says of our containers stays. */
const resourcesByMode: Readonly<Record<Mode, object>> = {
  sidecar: { 'kserve-container': defaults, 'modelcar-init': both, modelcar: both },
  'native-sidecar': { 'kserve-container': defaults, modelcar: both },
  'image-volume': { 'kserve-container': defaults },
  fetch: {
    'kserve-container': defaults,
    'storage-initializer': { limits: amounts('1', '1Gi'), requests: amounts('100m', '100Mi') },
  },
}

const containersOf = (spec: V1PodSpec | undefined): readonly V1Container[] => [
  ...(spec?.initContainers ?? []),
  ...(spec?.containers ?? []),
]
