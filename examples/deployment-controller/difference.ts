import { listMapKeys } from 'modelcar'
import { isFields, type Fields } from './fields.js'

// A list of one name has the same keys wherever it is in a pod spec.
const listKeys: Readonly<Record<string, readonly string[]>> = {
  ...listMapKeys.PodSpec,
  ...listMapKeys.Container,
  ...listMapKeys.ResourceRequirements,
}

/**
 * What has to be applied to a pod spec so that it becomes another one: the fields that are not the same, and in lists the entries
 * that are not the same, by their keys. An injection shares all else with what it was given.
 */
export function difference(before: Fields, after: Fields): Fields {
  const changed = Object.entries(after).filter(([field, value]) => value !== before[field])
  return Object.fromEntries(changed.map(([field, value]) => [field, changeOf(before[field], value, listKeys[field])]))
}

function changeOf(before: unknown, after: unknown, keys: readonly string[] | undefined): unknown {
  if (isFields(before) && isFields(after)) return difference(before, after)
  if (!Array.isArray(before) || !Array.isArray(after) || keys === undefined) return after
  const entries = before.filter(isFields)
  return after.filter(isFields).flatMap((entry) => {
    const counterpart = entries.find((other) => keys.every((key) => other[key] === entry[key]))
    if (counterpart === undefined) return [entry]
    if (counterpart === entry) return []
    return [{ ...Object.fromEntries(keys.map((key) => [key, entry[key]])), ...difference(counterpart, entry) }]
  })
}
