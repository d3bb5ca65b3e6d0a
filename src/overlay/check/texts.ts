import { at } from '../../input/check.js'
import { misspelt } from '../../input/nearest.js'
import type { JsonObject } from '../../json.js'
import type { FieldType } from '../../kubernetes/field-types.js'
import { statedValue } from '../overlay.js'
import { formatNamed } from './formats.js'
import { fault, foundIn, type State } from './state.js'

/** Checks a text by the field that it is in, or that its list is in. */
export function checkText(state: State, value: string, { texts, isPointer }: FieldType, field: string): void {
  if (texts.includes('|')) return checkChoice(state, value, texts.split('|'), isPointer, field)
  if (value !== '' || !texts.endsWith('?')) checkFormat(state, value, texts.replace('?', ''), field)
}

function checkFormat(state: State, value: string, name: string, field: string): void {
  const format = formatNamed(name)
  if (format === undefined || format.pattern.test(value)) return
  fault(state, 'InvalidValue', field, `expected ${format.expected}, found ${foundIn(value)}`)
}

/**
 * A newer Kubernetes may know more values, so only what looks like a known one is refused, and an empty text where the API server tells it from
 * none.
 */
function checkChoice(state: State, value: string, known: readonly string[], isPointer: boolean, field: string): void {
  if (known.includes(value)) return
  const meant = misspelt(value, known)
  if (meant === undefined && (value !== '' || !isPointer)) return
  const hint = meant === undefined ? '' : `; did you mean ${meant}?`
  fault(state, 'InvalidValue', field, `expected one of ${known.join(', ')}, found ${foundIn(value)}${hint}`)
}

/** Checks the keys of a map by the field that it is in, and the values of labels. */
export function checkMap(state: State, map: JsonObject, { texts }: FieldType, field: string): void {
  for (const key of Object.keys(map)) {
    const value = statedValue(map[key])
    if (value == null || key === '__proto__') continue
    checkFormat(state, key, texts, at(field, key))
    if (texts === 'labels' && typeof value === 'string') checkFormat(state, value, 'labelValue', at(field, key))
  }
}
