import { copy, isObject, type JsonObject } from '../../json.js'
import { exclusiveWith, isMap, isResources, keepsEmpty, keepsZero } from '../../kubernetes/schema.js'
import { isOmitted, reader, type Field } from './field.js'
import { escalationIn } from '../../kubernetes/escalation.js'
import { isAmounts, preferredResources } from './resources.js'
import { preferredSource } from './union.js'
import { write } from './walk.js'

const nothing: Field = { merge: () => undefined }

/** Tells whether the API server drops a value where it is sent in a field: there is nothing to prefer then. */
export const isDropped = (value: unknown, type: string | undefined, field: string): boolean =>
  isMap(type, field) && isObject(value) ? Object.keys(value).length === 0 : isOmitted(value) && !keepsZero(type, field)

/**
 * A field that is filled in only where the pod has none, nor another that excludes it. What the overlay takes away itself does
 * not count.
 */
export function preferredField(name: string, value: unknown, type: string | undefined, overlay: JsonObject): Field {
  if (type === 'Volume') return preferredSource(name, value, overlay)
  if (isResources(type, name) && isAmounts(value)) return preferredResources(value)
  if (isDropped(value, type, name)) return nothing
  const isThere = presence(name, type)
  const isKeptOut = type === 'SecurityContext' ? keptOut(name, value, overlay) : undefined
  const others = exclusiveWith(type, name)
  const goes = others.filter((other) => overlay[other] === null).map((other) => presence(other, type))
  const stays = others.filter((other) => overlay[other] !== null).map((other) => presence(other, type))
  return {
    merge: (holder, walk) => {
      if (isThere(holder) || stays.some((isOther) => isOther(holder)) || isKeptOut?.(holder) === true) return
      // A variable that has no value is empty: the API server drops the empty text that somebody gave it.
      if (type === 'EnvVar' && !goes.some((isOther) => isOther(holder))) return
      write(walk, holder, name, copy(value))
    },
  }
}

/**
 * A security default keeps away from what the API server would not take beside it. What the overlay itself decides does not count: it
 * is, or is not, there in the end.
 */
function keptOut(name: string, value: unknown, overlay: JsonObject): ((holder: JsonObject) => boolean) | undefined {
  if (name !== 'allowPrivilegeEscalation' || value !== false) return undefined
  const { privileged, capabilities } = overlay
  const decided = { privileged, add: isObject(capabilities) ? capabilities.add : capabilities }
  return (holder) => {
    const found = escalationIn(holder)
    return found !== undefined && decided[found] === undefined
  }
}

function presence(name: string, type: string | undefined): (holder: JsonObject) => boolean {
  const read = reader(name)
  if (keepsEmpty(type, name)) return (holder) => read(holder) != null
  const isOfMaps = isMap(type, name)
  return (holder) => {
    const actual = read(holder)
    return !isOmitted(actual) && !(isOfMaps && isEmptyObject(actual))
  }
}

const isEmptyObject = (value: unknown): boolean => isObject(value) && Object.keys(value).length === 0
