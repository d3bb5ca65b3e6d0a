import { isList, isObject, isSameJson, own, type JsonObject } from '../../json.js'
import { isResources, isSet, isUnionByType, keepsZero, typeOf } from '../../kubernetes/schema.js'
import type { Path } from '../../patch/edit.js'
import { isOmitted } from '../merge/field.js'
import { withoutAmounts } from './applied-amounts.js'

/** An object without what was applied last and is wanted no more. */
interface Remainder {
  /** A copy, shared with the object where nothing is taken out; the object itself where nothing is at all. */
  readonly value: JsonObject
  /** Where the object has what its copy has not; an object that is left empty is taken out as a whole. */
  readonly taken: readonly Path[]
}

/**
 * The first half of a three-way merge, as in `kubectl apply`: takes out of an object what is still as it was applied last, and
 * what is to be applied now sets otherwise, or not at all. What differs from what was applied is somebody's, and stays.
 *
 * What is left is merged as if nobody had applied anything before, so that it may become weaker than it was. The edits of that
 * merge are turned into edits of the object itself by `difference`.
 *
 * @param type - the object's Kubernetes type, as the schema names it.
 * @param before - what was applied last: a partial object.
 * @param now - what is to be applied, in the same form: without preferences.
 *
 * @example
 * const pod = { image: 'a:1', securityContext: { runAsUser: 0, privileged: true } }
 * takeOut(pod, 'Container', { securityContext: { runAsUser: 0, privileged: false } }, {})
 * // { value: { image: 'a:1', securityContext: { privileged: true } }, taken: [['securityContext', 'runAsUser']] }
 */
export function takeOut(value: JsonObject, type: string | undefined, before: JsonObject, now: JsonObject): Remainder {
  const left: Record<string, unknown> = { ...value }
  const taken: Path[] = []
  for (const name of Object.keys(before)) {
    if (!Object.hasOwn(left, name)) continue
    const field = takeField(name, left[name], type, before[name], own(now, name))
    if (field.taken.length === 0) continue
    if (isNothing(field.value)) {
      Reflect.deleteProperty(left, name)
      taken.push([name])
    } else {
      left[name] = field.value
      for (const path of field.taken) taken.push([name, ...path])
    }
  }
  return taken.length === 0 ? { value, taken } : { value: left, taken }
}

interface FieldRemainder {
  readonly value: unknown
  readonly taken: readonly Path[]
}

const itself: Path = []

function takeField(
  name: string,
  value: unknown,
  type: string | undefined,
  before: unknown,
  now: unknown,
): FieldRemainder {
  if (isResources(type, name)) return withoutAmounts(value, before, now)
  if (isObject(before) && !isUnionByType(name)) {
    if (!isObject(value)) return { value, taken: [] }
    return takeOut(value, typeOf(type, name), before, isObject(now) ? now : {})
  }
  if (isSet(type, name)) return takeEntries(value, before, now)
  const isWanted = !isSame(name, type, value, before) || isSame(name, type, value, now)
  return isWanted ? { value, taken: [] } : { value: undefined, taken: [itself] }
}

/** The entries of a set are applied each by itself. */
function takeEntries(value: unknown, before: unknown, now: unknown): FieldRemainder {
  if (!isList(value) || !isList(before)) return { value, taken: [] }
  const [applied, wanted] = [new Set(before), new Set(isList(now) ? now : [])]
  const left: unknown[] = []
  const taken: Path[] = []
  value.forEach((entry, index) => {
    if (applied.has(entry) && !wanted.has(entry)) taken.push([index])
    else left.push(entry)
  })
  return { value: left, taken }
}

/** Tells whether two values of a field are the same to the API server. */
function isSame(name: string, type: string | undefined, left: unknown, right: unknown): boolean {
  const isNone = isZero(name, type, left)
  if (isNone !== isZero(name, type, right)) return false
  if (isNone) return true
  return isSameJson(withoutNull(left), withoutNull(right))
}

const withoutNull = (value: unknown): unknown =>
  isObject(value) ? Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null)) : value

/** Tells whether a value of a field is the same as none. */
const isZero = (name: string, type: string | undefined, value: unknown): boolean =>
  value == null || (isOmitted(value) && !keepsZero(type, name))

/** Tells whether a value has nothing in it any more. */
const isNothing = (value: unknown): boolean =>
  value === undefined ||
  (isList(value) && value.length === 0) ||
  (isObject(value) && Object.values(value).every((field) => field == null))
