import { addCause, type Causes } from '../../input/check.js'
import type { ConfigCauseCode } from '../../errors.js'
import { found } from '../../json.js'
import { isIncludes, isPreferred } from '../overlay.js'

/** Where a check is in an overlay, and what it has found. */
export interface State {
  readonly causes: Causes
  /** The objects and lists that the one that is looked at is in. */
  readonly holders: Set<unknown>
  /** Why no marked value may stand here; undefined where one may. */
  readonly noMarks: string | undefined
  /** Whether it is part of what is added where the pod has none: nothing else gives what is not said here. */
  readonly isWhole: boolean
}

export const startState = (causes: Causes): State => ({
  causes,
  holders: new Set(),
  noMarks: undefined,
  isWhole: false,
})

/** The same place, where marked values may not stand. */
export const withoutMarks = (state: State, why: string): State =>
  state.noMarks === undefined ? { ...state, noMarks: why } : state

/** The same place, in what is added as a whole. */
export const asWhole = (state: State, why: string): State => ({ ...withoutMarks(state, why), isWhole: true })

export const fault = (state: State, code: ConfigCauseCode, field: string, message: string): undefined =>
  addCause(state.causes, code, field, message)

/** Tells of what is no object where one of a type of Kubernetes has to be, if that is known. */
export function noObject(state: State, value: unknown, type: string | undefined, field: string): undefined {
  const expected = `an object${type === undefined ? '' : ` (${type})`}`
  return fault(state, 'InvalidType', field, `expected ${expected}, found ${foundIn(value)}`)
}

/** A date of JavaScript that is none of the calendar: in JSON it would be `null`, which an overlay reads as absent. */
export const isNoTime = (value: unknown): boolean => value instanceof Date && Number.isNaN(value.getTime())

/** Names a value of an overlay for a message. */
export function foundIn(value: unknown): string {
  if (isPreferred(value)) return 'a preference'
  if (isIncludes(value)) return 'entries to include'
  if (value instanceof Date) return isNoTime(value) ? 'an invalid Date' : 'a Date'
  return found(value)
}

/** No pod spec is nested as deeply. */
export const deepest = 64

/** Looks into an object or list, unless it holds itself or is nested without end. */
export function inside(state: State, holder: unknown, field: string, look: () => void): void {
  const { holders } = state
  if (holders.has(holder)) return fault(state, 'InvalidValue', field, 'expected JSON, found a value that holds itself')
  if (holders.size >= deepest)
    return fault(state, 'InvalidValue', field, `expected at most ${deepest} levels of objects and lists, found more`)
  holders.add(holder)
  look()
  holders.delete(holder)
}
