import type { OneModelConfig, SeveralModelsConfig } from '../modelcar/config/config.js'
import { addCause, type Causes } from '../input/check.js'
import { causeAbout, type Cause } from '../errors.js'
import { found } from '../json.js'
import type { Part } from './config.js'
import { maxOciSources, sourceUriAnnotation } from './names.js'
import type { Source } from './options.js'
import { isKServeMode, kserveModes, parseOciUri, type KServeMode, type OciUri } from './uri.js'

const annotation = `metadata.annotations[${sourceUriAnnotation}]`

/** What is wrong with the annotation is about the pod, though it makes a config. */
export const ofAnnotation = <C extends Cause>(cause: C): C =>
  cause.field === annotation ? causeAbout(cause, 'pod') : cause

/** The source that a pod's annotation names. */
export const annotatedSources = (sourceUri: string | undefined): readonly Source[] =>
  sourceUri === undefined
    ? []
    : [{ uri: sourceUri, mountPath: undefined, fields: { uri: annotation, mountPath: annotation } }]

/** A source that is an OCI image, as its URI reads. */
export interface OciSource extends OciUri {
  readonly source: Source
}

/** Leaves out what does not come from an OCI image: other parts of KServe fetch that. */
export const ociSources = (sources: readonly Source[]): readonly OciSource[] =>
  sources.flatMap((source) => {
    const uri = parseOciUri(source.uri)
    return uri === undefined ? [] : { source, image: uri.image, mode: uri.mode }
  })

/** Tells whether no source names a mode of its own. */
export const arePlain = (sources: readonly OciSource[]): boolean => sources.every(({ mode }) => mode === undefined)

export function checkNumber(causes: Causes, sources: readonly OciSource[]): void {
  if (sources.length <= maxOciSources) return
  const message = `expected at most ${String(maxOciSources)} OCI sources in a pod, found ${String(sources.length)}`
  addCause(causes, 'InvalidValue', 'storageUris', message)
}

/** The mode of all sources: that of their scheme, else the configured one. One pod has one mode. */
export function readMode(
  causes: Causes,
  sources: readonly OciSource[],
  configured: KServeMode | undefined,
): KServeMode | undefined {
  // Where the settings are faulty, it is not known whether they have a mode.
  const isSettled = causes.length === 0
  let first: KServeMode | undefined
  for (const {
    source: { uri, fields },
    mode = configured,
  } of sources) {
    if (mode === undefined) {
      if (!isSettled) continue
      const message = `expected a scheme with a mode (oci+modelcar://, …) beside others that have one, found ${found(uri)}; or set ociModelMode in the ConfigMap`
      addCause(causes, 'Exclusive', fields.uri, message)
    } else if (!isKServeMode(mode)) {
      const names = Object.keys(kserveModes)
      const message = `expected oci:// or one of ${names.map((name) => `oci+${name}://`).join(', ')} in lower case, found ${found(uri)}`
      addCause(causes, 'InvalidValue', fields.uri, message)
    } else if (first !== undefined && mode !== first) {
      addCause(
        causes,
        'Exclusive',
        fields.uri,
        `expected one mode for all models of a pod, found ${mode} beside ${first}`,
      )
    } else {
      first = mode
    }
  }
  return first
}

/** The model of a pod's annotation, at the default path. */
export function modelPart(sources: readonly OciSource[]): Part<OneModelConfig> {
  // Stryker disable next-line OptionalChaining,StringLiteral: a pod without a source is skipped.
  return { config: { image: sources[0]?.image ?? '' }, origin: (field) => (field === 'image' ? annotation : undefined) }
}

/** The models of `storageUris`. */
export function modelsPart(sources: readonly OciSource[]): Part<SeveralModelsConfig> {
  const models = sources.map(({ source: { mountPath }, image }) =>
    mountPath === undefined ? { image } : { image, mountPath },
  )
  return {
    config: { models },
    origin: (field) => {
      const match = /^models\[(\d+)\]\.(image|mountPath)$/.exec(field)
      if (match === null) return undefined
      return sources[Number(match[1])]?.source.fields[match[2] === 'image' ? 'uri' : 'mountPath']
    },
  }
}
