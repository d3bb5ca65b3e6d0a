import { checkKeys, refuse, readNames, type Causes } from '../input/check.js'
import { ModelcarConfigError } from '../errors.js'
import { found, isList, isObject, type JsonObject } from '../json.js'
import { keysOf, typeOf } from '../kubernetes/schema.js'
import { matcher } from './merge/list.js'

/**
 * Checks a user's overlay: what it may hold, and that every entry of a keyed list has its list map keys, each combination once.
 *
 * @throws `ModelcarConfigError` with all faults at once.
 */
export function checkOverlay(overlay: unknown): void {
  const causes: Causes = []
  if (!isObject(overlay)) {
    refuse(causes, 'InvalidType', 'overlay', `expected an object, found ${found(overlay)}`)
    throw new ModelcarConfigError(causes)
  }
  checkKeys(causes, overlay, ['spec', 'targets', 'target'], '')
  readNames(causes, overlay.targets, 'targets')
  for (const [key, type] of [
    ['spec', 'PodSpec'],
    ['target', 'Container'],
  ] as const) {
    const part = overlay[key]
    if (isObject(part)) checkFields(causes, part, type, key)
    else if (part !== undefined) refuse(causes, 'InvalidType', key, `expected an object, found ${found(part)}`)
  }
  if (overlay.target !== undefined && overlay.targets === undefined) {
    refuse(causes, 'Required', 'targets', 'expected the names of the containers that target is for, found nothing')
  }
  if (causes.length > 0) throw new ModelcarConfigError(causes)
}

function checkFields(causes: Causes, holder: JsonObject, type: string | undefined, field: string): void {
  for (const [name, value] of Object.entries(holder)) {
    const keys = keysOf(type, name)
    if (keys !== undefined) checkEntries(causes, value, keys, typeOf(type, name), `${field}.${name}`)
    else if (isObject(value)) checkFields(causes, value, typeOf(type, name), `${field}.${name}`)
  }
}

function checkEntries(
  causes: Causes,
  list: unknown,
  keys: readonly string[],
  type: string | undefined,
  field: string,
): void {
  if (!isList(list)) {
    if (list != null) refuse(causes, 'InvalidType', field, `expected a list, found ${found(list)}`)
    return
  }
  list.forEach((entry, index) => {
    const where = `${field}[${String(index)}]`
    if (!isObject(entry)) {
      refuse(causes, 'InvalidType', where, `expected an object, found ${found(entry)}`)
      return
    }
    // Of several keys the first names the entry; the others (a port's protocol) have defaults.
    const [key = ''] = keys
    const value = entry[key]
    if (typeof value !== 'string' && typeof value !== 'number') {
      refuse(
        causes,
        'Required',
        `${where}.${key}`,
        `expected the list map key ${key}, which says what entry this is, found ${found(value)}`,
      )
    } else if (list.slice(0, index).some((other) => isObject(other) && matcher(keys, entry)(other))) {
      refuse(
        causes,
        'Duplicate',
        `${where}.${key}`,
        `expected every ${key} once, found ${found(value)} again; put both into one entry`,
      )
    }
    checkFields(causes, entry, type, where)
  })
}
