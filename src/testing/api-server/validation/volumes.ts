import { entriesOf, type Fields, fieldsOf } from '../../json.js'
import { compareQuantities } from '../quantity.js'
import { volumeSources } from './decoded.js'
import { duplicate, forbidden, invalid, required, tooLong, unsupported, type FieldError } from './field-error.js'
import { dnsLabelErrors, dnsSubdomainErrors } from './names.js'
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
    const { name } = volume
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
    if (index === 0) yield* contentRules[source]?.(fieldsOf(volume[source]), `${field}.${source}`) ?? []
    else yield forbidden(`${field}.${source}`, 'may not specify more than 1 volume type')
  }
}

type Rule = (content: Fields, field: string) => Generator<FieldError>

/** What the sources of volumes have to say of themselves; those that are not here are taken as they are. */
const contentRules: Readonly<Record<string, Rule>> = {
  *emptyDir({ sizeLimit }, field) {
    if (compareQuantities(sizeLimit, '0') < 0) {
      yield forbidden(`${field}.sizeLimit`, 'SizeLimit field must be a valid resource quantity')
    }
  },
  *hostPath({ path, type }, field) {
    if (path === '') yield required(`${field}.path`)
    else if (String(path).split('/').includes('..')) yield invalid(`${field}.path`, path, "must not contain '..'")
    const types = ['BlockDevice', 'CharDevice', 'Directory', 'DirectoryOrCreate', 'File', 'FileOrCreate', 'Socket']
    if (type !== '' && !types.includes(String(type))) yield unsupported(`${field}.type`, type, ['', ...types])
  },
  *image({ reference = '', pullPolicy }, field) {
    if (reference === '') yield required(`${field}.reference`)
    const policies = ['Always', 'IfNotPresent', 'Never']
    if (!policies.includes(String(pullPolicy))) yield unsupported(`${field}.pullPolicy`, pullPolicy, policies)
  },
  *persistentVolumeClaim({ claimName }, field) {
    if (claimName === '') yield required(`${field}.claimName`)
  },
  *configMap(content, field) {
    if (content['name'] === undefined) yield required(`${field}.name`)
    yield* fileErrors(content, field)
  },
  *secret(content, field) {
    if (content['secretName'] === undefined) yield required(`${field}.secretName`)
    yield* fileErrors(content, field)
  },
  *nfs({ server, path }, field) {
    if (server === '') yield required(`${field}.server`)
    if (path === '') yield required(`${field}.path`)
    if (!String(path).startsWith('/')) yield invalid(`${field}.path`, path, 'must be an absolute path')
  },
  *csi({ driver }, field) {
    if (String(driver).length > 63) yield tooLong(`${field}.driver`, 63)
    if (driver === '') yield required(`${field}.driver`)
    else yield* dnsSubdomainErrors(String(driver).toLowerCase(), `${field}.driver`)
  },
  *ephemeral({ volumeClaimTemplate }, field) {
    const at = `${field}.volumeClaimTemplate`
    if (volumeClaimTemplate === undefined) {
      yield required(at)
      return
    }
    const { accessModes, resources } = fieldsOf(fieldsOf(volumeClaimTemplate)['spec'])
    if (accessModes === undefined) yield required(`${at}.spec.accessModes`, 'at least 1 access mode is required')
    if (fieldsOf(fieldsOf(resources)['requests'])['storage'] === undefined) {
      yield required(`${at}.spec.resources[storage]`)
    }
  },
}

function* fileErrors({ defaultMode, items }: Fields, field: string): Generator<FieldError> {
  yield* modeErrors(defaultMode, `${field}.defaultMode`)
  for (const [index, { key, path, mode }] of entriesOf(items).entries()) {
    const at = `${field}.items[${index}]`
    if (key === '') yield required(`${at}.key`)
    if (path === '') yield required(`${at}.path`)
    yield* localPathErrors(String(path), `${at}.path`)
    yield* modeErrors(mode, `${at}.mode`)
  }
}

function* modeErrors(mode: unknown, field: string): Generator<FieldError> {
  if (mode === undefined || (Number(mode) >= 0 && Number(mode) <= 0o777)) return
  yield invalid(field, mode, 'must be a number between 0 and 0777 (octal), both inclusive')
}

/** A path below something that does not begin with two dots, which the kubelet keeps for itself. */
function* localPathErrors(path: string, field: string): Generator<FieldError> {
  yield* descendingPathErrors(path, field)
  if (path.startsWith('..') && !path.startsWith('../')) yield invalid(field, path, "must not start with '..'")
}

/** A path below something: relative, and never up. */
export function* descendingPathErrors(path: string, field: string): Generator<FieldError> {
  if (path.startsWith('/')) yield invalid(field, path, 'must be a relative path')
  if (path.split('/').includes('..')) yield invalid(field, path, "must not contain '..'")
}
