import type { JsonObject } from '../../json.js'
import type { Walk } from './walk.js'

/** One field of an overlay, compiled. */
export interface Field {
  /** Records the edits that the field of an object of the pod needs. The walk is at that object. */
  readonly merge: (holder: JsonObject, walk: Walk) => void
}

/** Reads a field as JSON would have it: nothing that is only on the prototype (a `nodeSelector` key may be `toString`). */
export function reader(key: string): (holder: JsonObject) => unknown {
  // Stryker disable next-line ConditionalExpression: what JSON has is its own; to ask takes time.
  if (key in Object.prototype) return (holder) => (Object.hasOwn(holder, key) ? holder[key] : undefined)
  return (holder) => holder[key]
}

/** Tells whether a value is one that the API server leaves out: nothing, `null`, or the zero value of an omitted field. */
export const isOmitted = (value: unknown): boolean =>
  value === undefined ||
  value === null ||
  value === '' ||
  value === false ||
  value === 0 ||
  (Array.isArray(value) && value.length === 0)
