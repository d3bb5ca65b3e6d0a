import { at } from '../../input/check.js'
import type { JsonObject } from '../../json.js'
import { unionOf } from '../../kubernetes/schema.js'
import { isDropped } from '../merge/preferred.js'
import { statedValue } from '../overlay.js'
import { fault, type State } from './state.js'

/** Of fields that exclude each other one is given at the most; of a volume, one source. */
export function checkUnions(state: State, holder: JsonObject, type: string | undefined, field: string): void {
  const members = type === 'Volume' ? Object.keys(holder).filter((name) => name !== 'name') : unionOf(type)
  const given = members.filter((name) => isGiven(holder[name], type, name))
  const [first, second] = given
  if (second === undefined) return
  const what = type === 'Volume' ? 'a volume has one source' : 'the API server takes one of them'
  const message = `expected it alone, or ${String(first)} alone, found both; ${what}: take one away, or make it null`
  fault(state, 'Exclusive', at(field, second), message)
}

function isGiven(value: unknown, type: string | undefined, name: string): boolean {
  if (value === undefined || value === null) return false
  return !isDropped(statedValue(value), type, name)
}
