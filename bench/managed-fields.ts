import { listMapKeys } from '../src/index.js'
import { isFields, type Fields } from '../src/testing/json.js'

/*
 * What an API server notes in `metadata.managedFields` of a pod that is created: every field, by the manager that set it. It is
 * about as long as the pod, and every review has it.
 */

/** The keys of a list, by the field that holds it; lists that are not in it are atomic, and so are lists of plain values. */
const keysOfList: Readonly<Record<string, readonly string[]>> = { ...listMapKeys.PodSpec, ...listMapKeys.Container }

/** Writes the fields of an object as FieldsV1. */
export const fieldsV1 = (object: object): Fields =>
  Object.fromEntries(Object.entries(object).map(([key, value]: [string, unknown]) => [`f:${key}`, fieldV1(key, value)]))

function fieldV1(key: string, value: unknown): Fields {
  if (isFields(value)) return fieldsV1(value)
  const keys = keysOfList[key]
  if (!Array.isArray(value) || keys === undefined) return {}
  const entries = value.filter(isFields).map((entry) => {
    const identity = Object.fromEntries(keys.map((name) => [name, entry[name]]))
    return [`k:${JSON.stringify(identity)}`, { '.': {}, ...fieldsV1(entry) }] as const
  })
  return { '.': {}, ...Object.fromEntries(entries) }
}
