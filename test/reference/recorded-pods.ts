import { readFileSync } from 'node:fs'

/** One of the pods that a kube-apiserver was shown, and what it answered. */
export interface RecordedPod {
  readonly name: string
  readonly why: string
  readonly namespace?: 'restricted' | 'limits'
  readonly pod: { readonly metadata: Readonly<Record<string, unknown>>; readonly spec: unknown }
  readonly answer: RecordedAnswer
}

/** A pod spec that a rule was asked with, and what a kube-apiserver found wrong with it. */
export interface RecordedRule {
  readonly name: string
  readonly spec: unknown
  readonly errors: NonNullable<RecordedAnswer['errors']>
}

export interface RecordedAnswer {
  readonly spec?: Readonly<Record<string, unknown>>
  readonly code?: number
  readonly message?: string
  readonly errors?: readonly { readonly field: string; readonly reason: string; readonly message: string }[]
}

/** An experiment with mutating webhooks: who was called in which order, what each call saw, and how it ended. */
export interface RecordedExperiment {
  readonly name: string
  readonly why: string
  readonly webhooks: readonly { readonly name: string; readonly reinvocationPolicy: 'IfNeeded' | 'Never' }[]
  readonly calls: readonly { readonly webhook: string; readonly saw: RecordedSight }[]
  readonly result?: {
    readonly containers: readonly string[]
    readonly volumes: readonly string[]
    readonly limitsOfEach: readonly (Readonly<Record<string, string>> | null)[]
    readonly mountsOfEach: readonly (readonly string[])[]
    readonly labels: Readonly<Record<string, string>>
  }
  readonly refused?: { readonly code: number; readonly message: string }
  readonly warnings?: readonly string[]
  readonly containerSeen?: readonly (Readonly<Record<string, unknown>> | null)[]
}

export interface RecordedSight {
  readonly containers: readonly string[]
  readonly initContainers: readonly string[]
  readonly volumes: readonly string[]
}

const read = (name: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/kubernetes/${name}`, import.meta.url), 'utf8'))

export const recordedPods = read('pods.json') as readonly RecordedPod[]
export const recordedRules = read('rules.json') as readonly RecordedRule[]
export const recordedExperiments = read('reinvocation.json') as readonly RecordedExperiment[]
