import { ModelcarPodSpecError, type Cause, type PodSpecCauseCode } from '../errors.js'
import { found, isList, isObject, type JsonObject, own } from '../json.js'
import type { PullSecret } from './config.js'
import { agentAnnotation, inferenceServiceLabel, localModelLabel, sourceUriAnnotation } from './names.js'

/** What a pod's metadata says of its model. */
export interface PodFacts {
  readonly isInferenceService: boolean
  readonly isLocalModel: boolean
  readonly hasAgent: boolean
  readonly sourceUri: string | undefined
  readonly namespace: string | undefined
}

type Faults = Cause<PodSpecCauseCode>[]

function reject(faults: Faults, field: string, expected: string, value: unknown): undefined {
  faults.push({ code: 'InvalidType', field, message: `expected ${expected}, found ${found(value)}` })
  return undefined
}

function throwIfAny(faults: Faults): void {
  if (faults.length > 0) throw new ModelcarPodSpecError(faults)
}

/** Reads a pod's metadata; absent parts say nothing. */
export function readPodFacts(pod: unknown): PodFacts {
  const faults: Faults = []
  const given = isObject(pod) ? pod : reject(faults, 'pod', 'an object', pod)
  // A pod spec has no metadata, so it would be left alone without a word.
  if (isList(own(given, 'containers')) && own(given, 'spec') === undefined) {
    const message = 'expected a pod, found a pod spec; pass the pod that it is of, with its labels and annotations'
    faults.push({ code: 'InvalidType', field: 'pod', message })
  }
  const metadata = readMap(faults, given ?? {}, 'metadata', 'metadata')
  const labels = readMap(faults, metadata, 'labels', 'metadata.labels')
  const annotations = readMap(faults, metadata, 'annotations', 'metadata.annotations')
  const facts = {
    isInferenceService: has(labels, inferenceServiceLabel),
    isLocalModel: has(labels, localModelLabel),
    hasAgent: has(annotations, agentAnnotation),
    sourceUri: readText(faults, annotations, sourceUriAnnotation, `metadata.annotations[${sourceUriAnnotation}]`),
    namespace: readText(faults, metadata, 'namespace', 'metadata.namespace'),
  }
  throwIfAny(faults)
  return facts
}

/** Reads the name of the pod's first pull secret, and which one it is; one without a name is none. */
export function readPullSecret(pod: unknown): PullSecret | undefined {
  const faults: Faults = []
  const spec = readMap(faults, isObject(pod) ? pod : {}, 'spec', 'spec')
  const list = own(spec, 'imagePullSecrets') ?? []
  const secrets = isList(list) ? list : reject(faults, 'spec.imagePullSecrets', 'a list', list)
  let first: PullSecret | undefined
  secrets?.forEach((secret, index) => {
    const name = isObject(secret) ? own(secret, 'name') : undefined
    // What is as it should be and comes after the first one is of no use.
    if (first !== undefined && typeof name === 'string') return
    const field = `spec.imagePullSecrets[${String(index)}]`
    if (!isObject(secret)) reject(faults, field, 'an object', secret)
    else if (typeof name === 'string' && name !== '') first = { name, field: `${field}.name` }
    else readText(faults, secret, 'name', `${field}.name`)
  })
  throwIfAny(faults)
  return first
}

/** To KServe an empty label is one that is there. */
const has = (holder: JsonObject, key: string): boolean => own(holder, key) !== undefined

function readMap(faults: Faults, holder: JsonObject, key: string, field: string): JsonObject {
  const value = own(holder, key)
  if (value === undefined || value === null) return {}
  if (isObject(value)) return value
  reject(faults, field, 'an object', value)
  return {}
}

function readText(faults: Faults, holder: JsonObject, key: string, field: string): string | undefined {
  const value = own(holder, key)
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined
  return reject(faults, field, 'a string', value)
}
