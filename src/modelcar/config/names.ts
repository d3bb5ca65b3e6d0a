import { found } from '../../json.js'
import { at, checkKeys, readObject, addCause, type Causes } from '../../input/check.js'

/** The names of what is added to a pod; further models get `-1`, `-2`, … behind. */
export interface Names {
  readonly sidecar: string
  readonly initContainer: string
  readonly volume: string
}

/** KServe's names (pkg/constants). */
const defaultNames: Names = {
  sidecar: 'modelcar',
  initContainer: 'modelcar-init',
  volume: 'kserve-provision-location',
}

/** KServe's own container, which the fetch mode shares with it. */
export const storageInitializer = 'storage-initializer'

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
const longest = 63

/** A name for the model with the given index: KServe's rule, which leaves the first one bare. */
export const numbered = (name: string, index: number): string => (index === 0 ? name : `${name}-${String(index)}`)

/** Most names are the beginning itself, or differ where it ends, and to call `startsWith` takes several times as long as to see that. */
export const beginsWith = (name: string, beginning: string): boolean =>
  name === beginning ||
  (name.charCodeAt(beginning.length - 1) === beginning.charCodeAt(beginning.length - 1) && name.startsWith(beginning))

/** Tells whether a name is one of ours for any number of models: the name itself, or with `-1`, `-2`, … behind. */
export function isNumbered(name: string, base: string): boolean {
  if (name.length > longest || !name.startsWith(base)) return false
  if (name.length === base.length) return true
  // It is asked of hundreds of thousands of names at the most, and a pattern would take the slice of each.
  const first = name.charCodeAt(base.length + 1)
  if (name.charCodeAt(base.length) !== dash || first < one || first > nine) return false
  for (let index = base.length + 2; index < name.length; index++) {
    const code = name.charCodeAt(index)
    if (code < zero || code > nine) return false
  }
  return name.length > base.length + 1
}

const [dash, zero, one, nine] = [45, 48, 49, 57]

/** Reads the names, with KServe's as defaults. They must stay DNS labels of at most 63 characters with the numbers of all models. */
export function readPartNames(causes: Causes, value: unknown, models: number): Names {
  const given = readObject(causes, value, 'names')
  if (given === undefined) return defaultNames
  checkKeys(causes, given, Object.keys(defaultNames), 'names')
  const read = (key: keyof Names): string =>
    readLabel(causes, given[key], at('names', key), models) ?? defaultNames[key]
  const names: Names = { sidecar: read('sidecar'), initContainer: read('initContainer'), volume: read('volume') }
  const taken = new Set(Array.from({ length: models }, (_, index) => numbered(names.initContainer, index)))
  for (let index = 0; index < models; index++) {
    const name = numbered(names.sidecar, index)
    if (!taken.has(name)) continue
    const message = `expected a name that differs from names.sidecar, also with -1, -2, … appended, found ${found(name)} for both`
    addCause(causes, 'Duplicate', 'names.initContainer', message)
    break
  }
  return names
}

function readLabel(causes: Causes, value: unknown, field: string, models: number): string | undefined {
  if (value === undefined || value === null) return undefined
  if (typeof value !== 'string')
    return addCause(causes, 'InvalidType', field, `expected a DNS label, found ${found(value)}`)
  if (!label.test(value)) {
    return addCause(
      causes,
      'InvalidValue',
      field,
      `expected a DNS label (lower case letters, digits, and "-" between them), found ${found(value)}`,
    )
  }
  const last = numbered(value, Math.max(models - 1, 0))
  if (last.length > longest) {
    return addCause(
      causes,
      'InvalidValue',
      field,
      `expected at most ${String(longest)} characters with the model's number, found ${String(last.length)} in ${found(last)}`,
    )
  }
  if (value === storageInitializer)
    return addCause(
      causes,
      'InvalidValue',
      field,
      `expected another name, found ${found(value)}, which is KServe's own`,
    )
  return value
}
