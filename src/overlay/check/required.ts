import { isList, type JsonObject } from '../../json.js'
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
    .flat()) {
    const value = valueAt(holder, name)
    if (!isTakenAway(value, state.isWhole)) continue
    const told = isList(value) ? 'an empty list' : foundIn(value)
    fault(state, 'InvalidValue', `${field}.${name}`, `expected a value, found ${told}; every ${String(type)} has one`)
  }
  if (!state.isWhole) return
  const lacking = lackingIn(holder, type, isStated)
  if (lacking === undefined) return
  const [first = ''] = lacking
  const there = valueAt(holder, first)
  // A number of 0 is told by its range.
  if (lacking.length === 1 && (there === null || there === 0)) return
  const expected = lacking.length === 1 ? 'a value' : `one of ${lacking.join(', ')}`
  fault(state, 'Required', `${field}.${first}`, `expected ${expected}, found ${foundIn(there)}`)
}

/** Tells whether a value is none where the API server wants one; of what is whole an empty one is told as missing. */
const isTakenAway = (value: unknown, isWhole: boolean): boolean =>
  value === null || (!isWhole && (value === '' || (isList(value) && value.length === 0)))

/** Tells whether a value of an overlay is there in the end, if nothing is there now. */
export function isStated(value: unknown): boolean {
  if (isPreferred(value)) return !isBlank(preferredValue(value))
  return !isBlank(isIncludes(value) ? includedEntries(value) : value)
}
