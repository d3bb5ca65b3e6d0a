import { addCause, type Causes } from '../input/check.js'
import { found, isObject, type JsonObject } from '../json.js'
import type { ObjectMetaLike } from '../workload/pod-like.js'
import { jsonMembers } from './json-members.js'
import { kserveNamespace, storageInitializerFields, storageInitializerKey } from './names.js'
import { canonicalQuantity } from './quantity.js'
import { isKServeMode, kserveModes, type KServeMode } from './uri.js'

/** The `v1.ConfigMap` with KServe's settings, or its `data`. */
export type ConfigMapLike =
  | {
      readonly metadata?: ObjectMetaLike | undefined
      readonly data?: Readonly<Record<string, string>> | undefined
    }
  | Readonly<Record<string, string>>

/** The settings of model images, as KServe reads them; a quantity is undefined where there is none. */
export interface Settings {
  /** Where the settings themselves are: KServe's namespace. */
  readonly namespace: string
  readonly image: string
  readonly requests: Amounts
  readonly limits: Amounts
  readonly modelcar: Amounts
  readonly uid: number | undefined
  /** Undefined where OCI images are switched off. */
  readonly mode: KServeMode | undefined
  readonly insecureRegistry: boolean
  readonly caBundleConfigMap: string
  readonly caBundleMountPath: string
}

export interface Amounts {
  readonly cpu: string | undefined
  readonly memory: string | undefined
}

type Field = (typeof storageInitializerFields)[number]
type Flag = 'enableModelcar' | 'enableOciModelSupport' | 'ociInsecureRegistry'

const flags: readonly string[] = ['enableModelcar', 'enableOciModelSupport', 'ociInsecureRegistry'] satisfies Flag[]

const entry = `data.${storageInitializerKey}`

/** Names a setting in an error: the field of the ConfigMap, and the field of the JSON text in it. */
export const settingField = (name: Field): string => `${entry}: ${name}`

/** What the text of the settings holds, by the rules of Go's JSON decoder. */
interface Decoded {
  readonly texts: ReadonlyMap<string, string>
  readonly flags: ReadonlyMap<string, boolean>
  readonly uid: number | undefined
}

/**
 * Reads KServe's settings, and refuses what KServe refuses or panics at (GetStorageInitializerConfigs, pkg/apis/serving/v1beta1).
 *
 * @returns the settings, or undefined where their text is none; then the causes say why.
 */
export function readSettings(causes: Causes, configMap: unknown): Settings | undefined {
  const given = readConfigMap(causes, configMap)
  if (given === undefined) return undefined
  const text = readEntry(causes, given.data)
  const decoded = text === undefined ? undefined : decode(causes, text)
  if (decoded === undefined) return undefined
  const string = (name: Field): string => decoded.texts.get(name) ?? ''
  const flag = (name: Flag): boolean => decoded.flags.get(name) ?? false
  const amount = (name: Field): string | undefined => readAmount(causes, string(name), name)
  const required = (name: Field): string | undefined => {
    const isTold = causes.some(({ field }) => field === settingField(name))
    if (string(name) !== '' || isTold) return amount(name)
    return addCause(
      causes,
      'Required',
      settingField(name),
      'expected a quantity such as "100m" or "1Gi", found nothing',
    )
  }
  const isEnabled = flag('enableModelcar') || flag('enableOciModelSupport')
  return {
    namespace: given.namespace,
    image: string('image'),
    requests: { cpu: required('cpuRequest'), memory: required('memoryRequest') },
    limits: { cpu: required('cpuLimit'), memory: required('memoryLimit') },
    modelcar: { cpu: amount('cpuModelcar'), memory: amount('memoryModelcar') },
    uid: decoded.uid,
    mode: readMode(causes, string('ociModelMode')) ?? (isEnabled ? 'modelcar' : undefined),
    insecureRegistry: flag('ociInsecureRegistry'),
    caBundleConfigMap: string('caBundleConfigMapName'),
    caBundleMountPath: string('caBundleVolumeMountPath'),
  }
}

/** Tells a ConfigMap from its data, of which every value is a text. */
function readConfigMap(
  causes: Causes,
  configMap: unknown,
): { readonly data: JsonObject; readonly namespace: string } | undefined {
  if (!isObject(configMap)) {
    return addCause(causes, 'InvalidType', 'configMap', `expected a ConfigMap or its data, found ${found(configMap)}`)
  }
  const { kind, data, metadata } = configMap
  if (kind !== 'ConfigMap' && (data === undefined || typeof data === 'string')) {
    return { data: configMap, namespace: kserveNamespace }
  }
  const own = isObject(metadata) ? metadata.namespace : undefined
  const namespace = typeof own === 'string' && own !== '' ? own : kserveNamespace
  if (data === undefined || data === null || isObject(data)) return { data: data ?? {}, namespace }
  return addCause(causes, 'InvalidType', 'data', `expected an object, found ${found(data)}`)
}

function readEntry(causes: Causes, data: JsonObject): string | undefined {
  const text = Object.hasOwn(data, storageInitializerKey) ? data[storageInitializerKey] : undefined
  if (typeof text === 'string') return text
  if (text === undefined || text === null) {
    return addCause(causes, 'Required', entry, 'expected the settings of the storage initializer, found nothing')
  }
  return addCause(causes, 'InvalidType', entry, `expected a JSON text, found ${found(text)}`)
}

/**
 * Decodes the text by Go's rules: keys in any case, of repeated ones the last, `null` for "as it was" except of the UID, which it
 * unsets. Unknown keys are someone else's. Of a repeated key the first fault is told.
 */
function decode(causes: Causes, text: string): Decoded | undefined {
  const value = parse(causes, text)
  if (value === undefined) return undefined
  if (!isObject(value)) return addCause(causes, 'InvalidType', entry, `expected a JSON object, found ${found(value)}`)
  const texts = new Map<string, string>()
  const switches = new Map<string, boolean>()
  const faults: Causes = []
  let uid: number | undefined
  for (const [key, raw] of jsonMembers(text)) {
    const name = spellings.find(({ pattern }) => pattern.test(key))?.name
    if (name === undefined || faults.some(({ field }) => field === settingField(name))) continue
    if (name === 'uidModelcar') uid = raw === 'null' ? undefined : readUid(faults, raw)
    else if (raw === 'null') continue
    else if (flags.includes(name)) readFlag(faults, raw, name, switches)
    else readString(faults, raw, name, texts)
  }
  causes.push(...faults)
  return { texts, flags: switches, uid }
}

function parse(causes: Causes, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    return addCause(causes, 'InvalidValue', entry, `expected a JSON text, found ${found(text)}: ${reason}`)
  }
}

/** Regular expressions fold the case of a letter as Go does, `ſ` and the Kelvin sign included. */
const spellings = storageInitializerFields.map((name) => ({ name, pattern: new RegExp(`^${name}$`, 'iu') }))

function readString(causes: Causes, raw: string, name: Field, texts: Map<string, string>): void {
  const value: unknown = JSON.parse(raw)
  if (typeof value === 'string') texts.set(name, value)
  else addCause(causes, 'InvalidType', settingField(name), `expected a string, found ${found(value)}`)
}

function readFlag(causes: Causes, raw: string, name: Field, values: Map<string, boolean>): void {
  const value: unknown = JSON.parse(raw)
  if (typeof value === 'boolean') values.set(name, value)
  else addCause(causes, 'InvalidType', settingField(name), `expected true or false, found ${found(value)}`)
}

/** Go takes a whole number of 64 bits, written without fraction and exponent. */
function readUid(causes: Causes, raw: string): number | undefined {
  if (/^-?\d{1,19}$/.test(raw) && BigInt.asIntN(64, BigInt(raw)) === BigInt(raw)) return Number(raw) + 0
  const value: unknown = JSON.parse(raw)
  return addCause(
    causes,
    typeof value === 'number' ? 'InvalidValue' : 'InvalidType',
    settingField('uidModelcar'),
    `expected a whole number without fraction and exponent, found ${typeof value === 'number' ? written(raw) : found(value)}`,
  )
}

/** A number as it was written, or its start. */
const written = (raw: string): string => (raw.length > 80 ? `${raw.slice(0, 80)}…` : raw)

function readAmount(causes: Causes, text: string, name: Field): string | undefined {
  if (text === '') return undefined
  const amount = canonicalQuantity(text)
  if (amount !== undefined) return amount
  const expected = 'expected a quantity such as "10m" or "15Mi"'
  return addCause(causes, 'InvalidValue', settingField(name), `${expected}, found ${found(text)}`)
}

function readMode(causes: Causes, mode: string): KServeMode | undefined {
  if (mode === '') return undefined
  if (isKServeMode(mode)) return mode
  const names = Object.keys(kserveModes).join(', ')
  return addCause(
    causes,
    'InvalidValue',
    settingField('ociModelMode'),
    `expected one of ${names} (in lower case) or nothing, found ${found(mode)}`,
  )
}
