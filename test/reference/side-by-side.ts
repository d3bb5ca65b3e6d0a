import { expect } from 'vitest'
import { injectModelcar, planModelcar, type ModelcarConfig } from '../../src/index.js'
import { admissionErrors } from '../oracle/admission.js'
import type { Injection } from '../oracle/injection.js'
import { podStartErrors } from '../oracle/start.js'
import { attempt } from './attempt.js'
import { requestOf } from './kserve-config.js'
import { inputOf, podsAfter, recordedCase } from './recorded-cases.js'

export interface Container {
  readonly name: string
  readonly image?: string
  readonly command?: readonly string[]
  readonly args?: readonly string[]
  readonly env?: readonly { readonly name: string; readonly value?: string; readonly valueFrom?: unknown }[]
  readonly resources?: unknown
  readonly securityContext?: { readonly runAsUser?: number }
  readonly volumeMounts?: readonly { readonly name: string; readonly mountPath: string; readonly subPath?: string }[]
}

export interface PodSpec {
  readonly containers: readonly Container[]
  readonly initContainers?: readonly Container[]
  readonly volumes?: readonly { readonly name: string; readonly [source: string]: unknown }[]
  readonly shareProcessNamespace?: boolean
}

export const IMAGE = 'registry.example.com/models/llama:v1'

/** A recorded case with what KServe's latest code made of it, call by call, and the config that asks the same of us. */
export function sideBySide(name: string): {
  input: PodSpec
  theirs: PodSpec
  theirCalls: readonly PodSpec[]
  config: ModelcarConfig
  injection: Injection
} {
  const recorded = recordedCase(name)
  const request = requestOf(recorded)
  if (request.kind !== 'inject') throw new Error(`${name} asks for no injection`)
  const theirCalls = podsAfter(recorded, 'head') as PodSpec[]
  return { ...request, input: inputOf(recorded) as PodSpec, theirs: theirCalls[0]!, theirCalls }
}

/** Our pod for a recorded case, after it was found accepted, startable and settled. */
export function settled(name: string, config?: ModelcarConfig): PodSpec {
  const given = sideBySide(name)
  return settle(given.input, config ?? given.config, given.injection)
}

export function settle(input: PodSpec, config: ModelcarConfig, injection: Injection): PodSpec {
  const made: PodSpec = injectModelcar(input, config)
  expect(admissionErrors(made)).toEqual([])
  expect(podStartErrors(made, injection)).toEqual([])
  expect(injectModelcar(made, config)).toBe(made)
  return made
}

/** The causes of our refusal, as code and field, after it was found to leave the pod as it was. */
export function refusal(input: PodSpec, config: ModelcarConfig): readonly string[] {
  const before = structuredClone(input)
  const result = attempt(input, config)
  expect(input).toEqual(before)
  if (!('refusal' in result)) throw new Error('the pod was not refused')
  return result.refusal.causes.map(({ code, field }) => `${code} ${field}`)
}

export const refused = (name: string): readonly string[] => refusal(sideBySide(name).input, sideBySide(name).config)

export const named = (list: readonly Container[] | undefined, name: string): Container => {
  const found = (list ?? []).filter((container) => container.name === name)
  expect(found).toHaveLength(1)
  return found[0]!
}
export const sidecarOf = (podSpec: PodSpec, name = 'modelcar'): Container => named(podSpec.containers, name)
export const initOf = (podSpec: PodSpec, name = 'modelcar-init'): Container => named(podSpec.initContainers, name)
export const targetOf = (podSpec: PodSpec): Container => named(podSpec.containers, 'kserve-container')
export const warningsOf = (input: PodSpec, config: ModelcarConfig): readonly string[] =>
  planModelcar(input, config).warnings.map(({ code, field }) => `${code} ${field}`)

export const plain = (image?: string): string => String(image).replace('oci://', '')
