import { readFileSync } from 'node:fs'

// KServe's own outcomes, as far as they tell how it reads its ConfigMap, annotation and arguments.

/** KServe's struct of the ConfigMap's entry (types.StorageInitializerConfig), as it is written as JSON. */
export interface Decoded {
  readonly image: string
  readonly cpuRequest: string
  readonly cpuLimit: string
  readonly cpuModelcar: string
  readonly memoryRequest: string
  readonly memoryLimit: string
  readonly memoryModelcar: string
  readonly caBundleConfigMapName: string
  readonly caBundleVolumeMountPath: string
  readonly enableModelcar: boolean
  readonly enableOciModelSupport: boolean
  readonly uidModelcar: number | null
  readonly ociModelMode: string
  readonly ociInsecureRegistry: boolean
}

export interface Outcome {
  readonly config?: Decoded
  readonly ok?: true
  readonly podSpec?: unknown
  readonly error?: string
  readonly panic?: string
}

export interface RecordedPod {
  readonly metadata?: {
    readonly namespace?: string
    readonly labels?: Readonly<Record<string, string>>
    readonly annotations?: Readonly<Record<string, string>>
  }
  readonly spec: { readonly containers: readonly { readonly name: string }[] }
}

export interface RecordedCase {
  readonly name: string
  readonly clean: boolean
  readonly call: string
  readonly config?: Readonly<Record<string, unknown>>
  readonly configText?: string
  readonly pod?: RecordedPod
  readonly podSpec?: RecordedPod['spec']
  readonly storageUris?: readonly { readonly uri: string; readonly mountPath: string }[]
  readonly sources?: readonly { readonly uri: string; readonly path: string }[]
  readonly annotations?: Readonly<Record<string, string>>
  readonly namespace?: string
  readonly legacy?: boolean
  readonly mode?: string
  readonly results: { readonly head: readonly (Outcome | 'same')[] }
}

const read = (path: string): unknown =>
  JSON.parse(readFileSync(new URL(`../fixtures/${path}.json`, import.meta.url), 'utf8'))

const cases = ['documented', 'realistic', 'generated'].flatMap((group) => read(`kserve/${group}`) as RecordedCase[])

export const casesOf = (call: string): readonly RecordedCase[] => cases.filter((recorded) => recorded.call === call)

/** What the first call gave; undefined where it changed nothing. */
export function firstOutcome({ results: { head } }: RecordedCase): Outcome | undefined {
  const [first] = head
  return first === 'same' ? undefined : first
}

/** The pod spec after the first call. */
export const specAfter = (recorded: RecordedCase): unknown =>
  firstOutcome(recorded)?.podSpec ?? recorded.podSpec ?? recorded.pod?.spec

/** Quantities, and what Go makes of each; null where it takes none. */
export const recordedQuantities = read('kserve-config/quantities') as readonly (readonly [string, string | null])[]

const written = new Map(recordedQuantities)

/** A quantity as KServe writes it into a pod. */
export function writtenByGo(quantity: string): string {
  const text = written.get(quantity)
  if (typeof text !== 'string') throw new Error(`the quantity ${quantity} is not recorded`)
  return text
}

/** The ConfigMap that holds a case's entry. */
export const configMapOf = ({ config, configText }: RecordedCase): { readonly data: Record<string, string> } => {
  const text = configText ?? (config && JSON.stringify(config))
  return { data: text === undefined ? {} : { storageInitializer: text } }
}
