import { expect } from 'vitest'
import { createInjector, injectModelcar, type ModelcarConfig, type PodSpecLike } from '../../src/index.js'
import { expectCauses, refusalOf, type ExpectedCause } from '../kit/causes.js'

/** A config that is right. */
export const image = 'registry.example/team/llama:1'

/** What is refused of a config, whatever the pod. */
export function expectFaults(config: unknown, ...expected: readonly ExpectedCause[]): void {
  const { name, code, causes } = refusalOf(() => createInjector(config as ModelcarConfig))
  expect([name, code]).toEqual(['ModelcarConfigError', 'InvalidConfig'])
  expectCauses(causes, expected)
}

interface Entry {
  readonly name: string
  readonly [key: string]: unknown
}

/** A pod spec as it comes out. */
export interface Injected {
  readonly containers: readonly Entry[]
  readonly initContainers?: readonly Entry[]
  readonly volumes?: readonly Entry[]
  readonly imagePullSecrets?: readonly Entry[]
  readonly shareProcessNamespace?: boolean
}

const server = { containers: [{ name: 'kserve-container', image: 'server:1' }] }

/** What a config makes of a pod, by default of one that holds nothing but a server. */
export const injected = (config: unknown, podSpec: PodSpecLike = server): Injected =>
  injectModelcar(podSpec, config as ModelcarConfig) as unknown as Injected

/** A container or init container of it. */
export function container(spec: Injected, name: string): Entry {
  const found = [...spec.containers, ...(spec.initContainers ?? [])].find((each) => each.name === name)
  if (found === undefined) throw new Error(`no container ${name}`)
  return found
}

export const modes = ['sidecar', 'native-sidecar', 'image-volume', 'fetch'] as const
