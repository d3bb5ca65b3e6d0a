import { entriesOf, type Fields, fieldsOf } from '../../json.js'
import { compareQuantities } from '../quantity.js'
import { volumeSources } from './decoded.js'
import { duplicate, forbidden, invalid, required, unsupported, type FieldError } from './field-error.js'
import { dnsLabelErrors } from './names.js'
import type { Volume } from './decoded.js'

export interface VolumeFindings {
  /** The volumes that a mount can name: one with a fault of its own is none. */
  readonly usable: ReadonlyMap<string, Volume>
  readonly errors: readonly FieldError[]
}

export function volumeFindings(volumes: readonly Volume[]): VolumeFindings {
  const usable = new Map<string, Volume>()
  const errors = volumes.flatMap((volume, index) => {
    const field = `spec.volumes[${index}]`
    const name = volume.name ?? ''
    const own = [...sourceErrors(volume, field), ...dnsLabelErrors(name, `${field}.name`)]
    if (usable.has(name)) own.push(duplicate(`${field}.name`, name))
    if (own.length === 0) usable.set(name, volume)
    return own
  })
  return { usable, errors }
}

// No source at all is an emptyDir.
function* sourceErrors(volume: Volume, field: string): Generator<FieldError> {
  const sources = volumeSources.filter((source) => volume[source] !== undefined)
  for (const [index, source] of sources.entries()) {
    if (index === 0) yield* contentErrors(source, fieldsOf(volume[source]), `${field}.${source}`)
    else yield forbidden(`${field}.${source}`, 'may not specify more than 1 volume type')
  }
}

function* contentErrors(source: string, content: Fields, field: string): Generator<FieldError> {
  if (source === 'emptyDir') {
    if (compareQuantities(content['sizeLimit'] ?? '0', '0') < 0) {
      yield forbidden(`${field}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')
    }
  }
  if (source === 'image') {
    if (!content['reference']) yield required(`${field}.reference`)
    const policies = ['Always', 'IfNotPresent', 'Never']
    const pullPolicy = String(content['pullPolicy'])
    if (!policies.includes(pullPolicy)) {
      yield unsupported(`${field}.pullPolicy`, pullPolicy, policies)
    }
  }
  if (source === 'persistentVolumeClaim' && !content['claimName']) yield required(`${field}.claimName`)
  if (source === 'hostPath' && !content['path']) yield required(`${field}.path`)
  if (source === 'configMap' || source === 'secret') {
    for (const [index, { path }] of entriesOf(content['items']).entries()) {
      yield* descendingPathErrors(String(path), `${field}.items[${index}].path`)
    }
  }
}

/** A path below something: relative, and never up. */
export function* descendingPathErrors(path: string, field: string): Generator<FieldError> {
  if (path.startsWith('/')) yield invalid(field, path, 'must be a relative path')
  if (path.split('/').includes('..')) yield invalid(field, path, "must not contain '..'")
}
