import { isObject, withoutHoles, type JsonObject } from '../../json.js'
import { keyReader } from '../merge/list.js'
import { numberOf, portKeys } from '../merge/ports.js'
import { checkFields } from './fields.js'
import { fault, foundIn, inside, noObject, type State } from './state.js'

/** List map keys that have defaults: the API server fills them in. */
const withDefaults: readonly string[] = ['protocol']

/** Checks the entries of a list with list map keys: each has its keys, and no two have the same. */
export function checkEntries(
  state: State,
  list: readonly unknown[],
  keys: readonly string[],
  type: string | undefined,
  field: string,
): void {
  inside(state, list, field, () => {
    const isAgain = type === 'ContainerPort' ? portsSeen() : entriesSeen(keys)
    withoutHoles(list).forEach((entry, index) => {
      const where = `${field}[${String(index)}]`
      if (!isObject(entry)) return noObject(state, entry, type, where)
      const missing = checkKeys(state, entry, keys, type, where)
      const again = missing.length > 0 ? undefined : isAgain(entry)
      if (again !== undefined)
        fault(
          state,
          'Duplicate',
          `${where}.${again}`,
          `expected every ${again} once, found ${foundIn(entry[again])} again; put both into one entry`,
        )
      const isWhole = state.isWhole || (type === 'Container' && entry.image != null)
      checkFields(isWhole ? { ...state, isWhole } : state, entry, type, where, missing)
    })
  })
}

/** Checks that the fields are there that tell an entry from others, and gives those that are not. */
function checkKeys(
  state: State,
  entry: JsonObject,
  keys: readonly string[],
  type: string | undefined,
  field: string,
): readonly string[] {
  const missing = keys.filter((key) => {
    const value = entry[key]
    if ((value == null || value === '') && withDefaults.includes(key)) return false
    return (typeof value !== 'string' || value === '') && typeof value !== 'number'
  })
  for (const key of missing)
    fault(
      state,
      'Required',
      `${field}.${key}`,
      `expected the list map key ${key}, which says what entry this is, found ${foundIn(entry[key])}`,
    )
  return [...missing, ...checkNames(state, entry, type, field)]
}

/** A mount and a device name their volume, and a port that is named is looked for by its name. */
function checkNames(state: State, entry: JsonObject, type: string | undefined, field: string): readonly string[] {
  const { name } = entry
  const isVolume = type === 'VolumeMount' || type === 'VolumeDevice'
  if (!isVolume && (type !== 'ContainerPort' || name === undefined)) return []
  if (typeof name === 'string') return []
  const what = isVolume ? 'the name of a volume' : 'a plain text, by which the port is found'
  fault(state, 'Required', `${field}.name`, `expected ${what}, found ${foundIn(name)}`)
  return ['name']
}

function entriesSeen(keys: readonly string[]): (entry: JsonObject) => string | undefined {
  const keyOf = keyReader(keys)
  const seen = new Set<unknown>()
  return (entry) => {
    const key = keyOf(entry)
    if (seen.has(key)) return keys[0]
    seen.add(key)
    return undefined
  }
}

/** Ports of one number are told apart by their names, if each has one. */
function portsSeen(): (port: JsonObject) => string | undefined {
  const names = new Set<unknown>()
  const [named, nameless] = [new Set<string>(), new Set<string>()]
  return (port) => {
    const number = numberOf(port)
    const isNamed = typeof port.name === 'string' && port.name !== ''
    if (isNamed && names.has(port.name)) return 'name'
    if (nameless.has(number) || (!isNamed && named.has(number))) return portKeys[0]
    names.add(port.name)
    ;(isNamed ? named : nameless).add(number)
    return undefined
  }
}
