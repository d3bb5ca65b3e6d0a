import { VOLUME_SOURCES } from './decode.js'
import { duplicate, forbidden, invalid, required, unsupported, type FieldError } from './field-error.js'
import { dnsLabelErrors } from './names.js'
import type { Volume } from './pod.js'
import type { Quantity } from './quantity.js'

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
  const sources = VOLUME_SOURCES.filter((source) => volume[source] !== undefined)
  for (const [index, source] of sources.entries()) {
    if (index === 0) yield* contentErrors(source, volume[source] as Record<string, unknown>, `${field}.${source}`)
    else yield forbidden(`${field}.${source}`, 'may not specify more than 1 volume type')
  }
}

function* contentErrors(source: string, content: Record<string, unknown>, field: string): Generator<FieldError> {
  if (source === 'emptyDir') {
    const size = content.sizeLimit as Quantity | undefined
    if (size !== undefined && size.milli < 0n) {
      yield forbidden(`${field}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')
    }
  }
  if (source === 'image') {
    if (!content.reference) yield required(`${field}.reference`)
    const policies = ['Always', 'IfNotPresent', 'Never']
    if (content.pullPolicy && !policies.includes(content.pullPolicy as string)) {
      yield unsupported(`${field}.pullPolicy`, content.pullPolicy, policies)
    }
  }
  if (source === 'persistentVolumeClaim' && !content.claimName) yield required(`${field}.claimName`)
  if (source === 'hostPath' && !content.path) yield required(`${field}.path`)
  if (source === 'configMap' || source === 'secret') {
    const items = (content.items ?? []) as readonly { path?: string }[]
    for (const [index, item] of items.entries()) {
      yield* descendingPathErrors(item.path ?? '', `${field}.items[${index}].path`)
    }
  }
}

/** A path below something: relative, and never up. */
export function* descendingPathErrors(path: string, field: string): Generator<FieldError> {
  if (path.startsWith('/')) yield invalid(field, path, 'must be a relative path')
  if (path.split('/').includes('..')) yield invalid(field, path, "must not contain '..'")
}
