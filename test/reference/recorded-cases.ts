import { readFileSync } from 'node:fs'

/** What KServe's own code made of a pod: one recorded call. */
export interface RecordedCase {
  readonly name: string
  readonly group: 'documented' | 'realistic' | 'generated'
  readonly why: string
  readonly source?: string
  /** Whether KServe handles it well, so that our result has to equal its own. */
  readonly clean: boolean
  readonly notClean?: readonly string[]
  readonly call: string
  readonly config?: Readonly<Record<string, unknown>>
  readonly pod?: {
    readonly metadata?: { readonly namespace?: string; readonly annotations?: Readonly<Record<string, string>> }
    readonly spec: unknown
  }
  readonly podSpec?: unknown
  readonly namespace?: string
  readonly storageUris?: readonly { readonly uri: string; readonly mountPath?: string }[]
  readonly sources?: readonly {
    readonly uri: string
    readonly container: string
    readonly path: string
    readonly index?: number
  }[]
  readonly annotations?: Readonly<Record<string, string>>
  readonly legacy?: boolean
  readonly results: { readonly head?: readonly Outcome[]; readonly 'v0.12.0'?: readonly Outcome[] }
}

/** 'same' is the pod of the call before, or the input. */
export type Outcome = 'same' | { readonly podSpec?: unknown; readonly error?: string; readonly panic?: string }

const read = (group: string): readonly RecordedCase[] =>
  JSON.parse(readFileSync(new URL(`../fixtures/kserve/${group}.json`, import.meta.url), 'utf8')) as RecordedCase[]

export const recordedCases: readonly RecordedCase[] = ['documented', 'realistic', 'generated'].flatMap(read)

export function recordedCase(name: string): RecordedCase {
  const found = recordedCases.find((candidate) => candidate.name === name)
  if (found === undefined) throw new Error(`no recorded case is called ${name}`)
  return found
}

export const inputOf = (recorded: RecordedCase): unknown => recorded.pod?.spec ?? recorded.podSpec

/** The pods after the first, second and third call of a version; a call that failed leaves what it left. */
export function podsAfter(recorded: RecordedCase, version: 'head' | 'v0.12.0'): readonly unknown[] {
  const pods: unknown[] = []
  let pod = inputOf(recorded)
  for (const outcome of recorded.results[version] ?? []) {
    if (outcome !== 'same') pod = outcome.podSpec ?? pod
    pods.push(pod)
  }
  return pods
}
