import { checkKeys, readChoice, addCause, type Causes } from '../input/check.js'
import { found, isList, isObject, type JsonObject } from '../json.js'

/** One entry of an InferenceService's `storageUris`. */
export interface StorageUri {
  readonly uri: string
  /** An absolute path. Default: `/mnt/models`. */
  readonly mountPath?: string | undefined
}

/** What KServe knows of a pod besides what is in it. */
export interface KServePodOptions {
  /** The namespace that the pod is created in; an AdmissionReview says it. Default: the pod's `metadata.namespace`. */
  readonly namespace?: string | undefined
  /**
   * The InferenceService's `storageUris`: several models, in place of the annotation. Neither the annotation nor the label is
   * looked at then, as in KServe's controller, which puts these into the templates that it makes.
   */
  readonly storageUris?: readonly StorageUri[] | undefined
}

/** What KServe's mode `modelcar` becomes: its sidecar, or a native one, for which KServe has no name. */
export type ModelcarMode = 'sidecar' | 'native-sidecar'

/** What KServe knows besides the pod and its ConfigMap. */
export interface KServeOptions extends KServePodOptions {
  /** What KServe's mode `modelcar` becomes. Default: `sidecar`. */
  readonly modelcarMode?: ModelcarMode | undefined
}

/** Where a model comes from and goes to, and the fields that say so. */
export interface Source {
  readonly uri: string
  readonly mountPath: string | undefined
  readonly fields: { readonly uri: string; readonly mountPath: string }
}

export interface ReadPodOptions {
  readonly namespace: string | undefined
  /** Undefined where the pod's annotation is what counts. */
  readonly sources: readonly Source[] | undefined
}

const ofPod = ['namespace', 'storageUris']

export function readOptions(
  causes: Causes,
  options: unknown,
): ReadPodOptions & { readonly modelcarMode: ModelcarMode } {
  const given = readFields(causes, options, [...ofPod, 'modelcarMode'])
  return { ...readOfPod(causes, given), modelcarMode: readModelcarMode(causes, given) }
}

export const readPodOptions = (causes: Causes, options: unknown): ReadPodOptions =>
  readOfPod(causes, readFields(causes, options, ofPod))

export function readFields(causes: Causes, options: unknown, known: readonly string[]): JsonObject {
  if (options === undefined || options === null) return {}
  if (isObject(options)) {
    checkKeys(causes, options, known, '')
    return options
  }
  addCause(causes, 'InvalidType', 'options', `expected an object, found ${found(options)}`)
  return {}
}

const readOfPod = (causes: Causes, { namespace, storageUris }: JsonObject): ReadPodOptions => ({
  namespace: readText(causes, namespace, 'namespace'),
  sources: readSources(causes, storageUris),
})

export const readModelcarMode = (causes: Causes, { modelcarMode }: JsonObject): ModelcarMode =>
  readChoice(causes, modelcarMode, ['sidecar', 'native-sidecar'], 'modelcarMode') ?? 'sidecar'

function readText(causes: Causes, value: unknown, field: string): string | undefined {
  if (value === undefined || value === null || typeof value === 'string') return value ?? undefined
  return addCause(causes, 'InvalidType', field, `expected a string, found ${found(value)}`)
}

function readSources(causes: Causes, value: unknown): readonly Source[] | undefined {
  if (value === undefined || value === null) return undefined
  if (!isList(value)) {
    addCause(
      causes,
      'InvalidType',
      'storageUris',
      `expected a list of objects with uri and mountPath, found ${found(value)}`,
    )
    return []
  }
  return value.flatMap((entry: unknown, index) => {
    const field = `storageUris[${String(index)}]`
    if (!isObject(entry)) {
      addCause(causes, 'InvalidType', field, `expected an object with uri and mountPath, found ${found(entry)}`)
      return []
    }
    const fields = { uri: `${field}.uri`, mountPath: `${field}.mountPath` }
    const uri = readText(causes, entry.uri, fields.uri)
    if (entry.uri == null)
      addCause(causes, 'Required', fields.uri, 'expected where the model comes from, found nothing')
    const mountPath = readText(causes, entry.mountPath, fields.mountPath)
    return uri === undefined ? [] : [{ uri, mountPath, fields }]
  })
}
