import type { JsonObject } from '../../json.js'
import { isBlank, lackingIn, requirementsOf, valueAt } from '../../kubernetes/required.js'
import { includedEntries, isIncludes, isPreferred, preferredValue } from '../overlay.js'
import { fault, foundIn, type State } from './state.js'

/**
 * What is added as a whole has all that the API server wants of it; of what may amend something that is there, nothing of this may be taken
 * away.
 */
export function checkRequired(state: State, holder: JsonObject, type: string | undefined, field: string): void {
  for (const name of requirementsOf(type)
    .filter(({ length }) => length === 1)
    .flat())
    if (valueAt(holder, name) === null)
      fault(state, 'InvalidValue', `${field}.${name}`, `expected a value, found null; a ${String(type)} has one`)
  if (!state.isWhole) return
  const lacking = lackingIn(holder, type, isStated)
  if (lacking === undefined) return
  const [first = ''] = lacking
  const there = valueAt(holder, first)
  if (lacking.length === 1 && there === null) return
  const expected = lacking.length === 1 ? 'a value' : `one of ${lacking.join(', ')}`
  fault(state, 'Required', `${field}.${first}`, `expected ${expected}, found ${foundIn(there)}`)
}

/** Tells whether a value of an overlay is there in the end, if nothing is there now. */
export function isStated(value: unknown): boolean {
  if (isPreferred(value)) return !isBlank(preferredValue(value))
  return !isBlank(isIncludes(value) ? includedEntries(value) : value)
}
