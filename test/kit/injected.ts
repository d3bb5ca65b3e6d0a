import { expect } from 'vitest'
import { createInjector, type ModelcarConfig, type PodSpecLike, type Warning } from '../../src/index.js'
import { expectCauses, refusalOf, type ExpectedCause } from './causes.js'
import { applyPatch, type Operation } from '../../src/testing/json-patch.js'
import { difference, snapshot } from '../../src/testing/laws/snapshot.js'

export const image = 'registry.example/team/llama:1'

/** An entry of a list with names. */
export interface Entry {
  name: string
  [key: string]: unknown
}

/** A pod spec in which everything may be read and written. */
export interface Spec {
  containers: Entry[]
  initContainers?: Entry[]
  ephemeralContainers?: Entry[]
  volumes?: Entry[]
  [key: string]: unknown
}

/** A pod that holds nothing but a server. */
export const server = (container: object = {}, spec: object = {}): Spec => ({
  containers: [{ name: 'kserve-container', image: 'server:1', ...container }],
  ...spec,
})

const full = (config: object): ModelcarConfig => ('models' in config ? config : { image, ...config }) as ModelcarConfig

/** Injects; whatever comes out, a second call gives it back, the input is as it was, and the patch agrees. */
export function injected(podSpec: Spec, config: object = {}): Spec {
  const injector = createInjector(full(config))
  const before = snapshot(podSpec)
  const result = injector.inject(podSpec)
  const { changed, patch } = injector.plan(podSpec)
  expect(difference(before, snapshot(podSpec))).toBeUndefined()
  expect(injector.inject(result)).toBe(result)
  expect(changed).toBe(result !== podSpec)
  expect(applyPatch(podSpec, patch as readonly Operation[])).toEqual(JSON.parse(JSON.stringify(result)))
  return structuredClone(result)
}

/** Injects with one config after another. */
export const chained = (podSpec: Spec, ...configs: readonly object[]): Spec =>
  configs.reduce<Spec>((spec, config) => injected(spec, config), podSpec)

export const warningsOf = (podSpec: Spec, config: object = {}): readonly Warning[] =>
  createInjector(full(config)).plan(podSpec).warnings

/** Expects exactly these conflicts, in this order, of injection and plan alike. */
export function expectConflicts(podSpec: Spec, config: object, ...expected: readonly ExpectedCause[]): void {
  const injector = createInjector(full(config))
  const refusals = [() => injector.inject(podSpec as PodSpecLike), () => injector.plan(podSpec)].map(refusalOf)
  for (const { name, code, causes } of refusals) {
    expect([name, code]).toEqual(['ModelcarConflictError', 'Conflict'])
    expectCauses(causes, expected)
  }
}

/** The entry of a name. */
export function named(list: readonly Entry[] | undefined, name: string): Entry {
  const found = (list ?? []).filter((entry) => entry.name === name)
  if (found.length !== 1) throw new Error(`${String(found.length)} entries are called ${name}`)
  return found[0]!
}

/** The names of a list's entries. */
export const namesOf = (list: readonly Entry[] | undefined): string[] | undefined => list?.map(({ name }) => name)

export const linkModes = ['sidecar', 'native-sidecar'] as const
export const otherModes = ['image-volume', 'fetch'] as const
export const modes = [...linkModes, ...otherModes] as const
