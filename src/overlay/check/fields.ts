import { at } from '../../input/check.js'
import { misspelt } from '../../input/nearest.js'
import { isList, isObject, own, withoutHoles, type JsonObject } from '../../json.js'
import { fieldsOf, type FieldType } from '../../kubernetes/field-types.js'
import { isUnionByType, keysOf, typeOf } from '../../kubernetes/schema.js'
import { includedEntries, isIncludes, isPreferred, preferredValue } from '../overlay.js'
import { canonical } from '../merge/canonical.js'
import { checkAmounts } from './amounts.js'
import { checkBeside } from './beside.js'
import { checkEntries } from './entries.js'
import { checkProbeFields } from './probes.js'
import { checkRequired } from './required.js'
import { checkScalar } from './scalars.js'
import { checkMap } from './texts.js'
import { asWhole, fault, foundIn, inside, isNoTime, noObject, type State } from './state.js'
import { checkUnions } from './unions.js'

const mapValues: Readonly<Record<string, FieldType>> = {
  Quantities: { type: 'Quantity', shape: 'one', texts: '', isPointer: false, isAlwaysWritten: false },
  Strings: { type: 'string', shape: 'one', texts: '', isPointer: false, isAlwaysWritten: false },
}

/**
 * Checks the fields of an object of an overlay. What nobody knows yet passes: it is of a newer Kubernetes, unless it can only be
 * a typing error.
 *
 * @param type - the Kubernetes type of the object; undefined where nothing is known of it.
 * @param skip - fields that are checked elsewhere.
 */
export function checkFields(
  state: State,
  holder: JsonObject,
  type: string | undefined,
  field: string,
  skip?: readonly string[],
): void {
  inside(state, holder, field, () => {
    const known = fieldsOf(type)
    const ofMap = own(mapValues, type)
    for (const name of Object.keys(holder)) {
      const value = holder[name]
      if (value === undefined || name === '__proto__' || skip?.includes(name) === true) continue
      const where = at(field, name)
      const fieldType = ofMap ?? known?.get(name)
      const meant = known === undefined || fieldType !== undefined ? undefined : misspelt(name, known.keys())
      if (meant !== undefined) {
        const message = `expected a field of ${String(type)}, found ${JSON.stringify(name)}; did you mean ${meant}?`
        fault(state, 'Unknown', where, message)
      } else checkField(state, value, fieldType, type, name, where)
    }
    checkUnions(state, holder, type, field)
    checkRequired(state, holder, type, field)
    checkAmounts(state, holder, type, field)
    checkBeside(state, holder, type, field)
    if (type === 'Container') checkProbeFields(state, holder, field)
  })
}

function checkField(
  state: State,
  value: unknown,
  known: FieldType | undefined,
  type: string | undefined,
  name: string,
  field: string,
): void {
  if (value === null) return
  if (isPreferred(value)) return checkPreferred(state, preferredValue(value), known, type, name, field)
  if (isIncludes(value)) return checkIncluded(state, includedEntries(value), known, type, name, field)
  const inner = isUnionByType(name) ? asWhole(state, 'a profile is written as a whole') : state
  checkValue(inner, value, known, type, name, field)
}

function checkPreferred(
  state: State,
  value: unknown,
  known: FieldType | undefined,
  type: string | undefined,
  name: string,
  field: string,
): void {
  if (state.noMarks !== undefined) return misplaced(state, 'a preference', field)
  if (keysOf(type, name) !== undefined)
    return fault(state, 'InvalidType', field, 'expected a list, found a preference; prefer fields of its entries')
  if (value === undefined || value === null)
    return fault(state, 'Required', field, `expected a value to prefer, found ${foundIn(value)}`)
  checkValue(asWhole(state, 'a preference is filled in as a whole'), value, known, type, name, field)
}

function checkIncluded(
  state: State,
  entries: unknown,
  known: FieldType | undefined,
  type: string | undefined,
  name: string,
  field: string,
): void {
  if (state.noMarks !== undefined) return misplaced(state, 'entries to include', field)
  if (keysOf(type, name) !== undefined)
    return fault(
      state,
      'InvalidType',
      field,
      'expected a list, found entries to include; its entries are merged by their keys, so list them without includes',
    )
  if (known !== undefined && known.shape !== 'list')
    return fault(state, 'InvalidType', field, `expected no entries to include, found some; it is no list`)
  if (!isList(entries))
    return fault(state, 'InvalidType', field, `expected a list to include, found ${foundIn(entries)}`)
  checkValue(asWhole(state, 'an entry is there as a whole, or it is not'), entries, known, type, name, field)
  const seen = new Set<string>()
  entries.forEach((entry, index) => {
    const text = canonical(entry, typeOf(type, name))
    if (seen.has(text))
      fault(state, 'Duplicate', `${field}[${String(index)}]`, 'expected every entry once, found one again')
    seen.add(text)
  })
}

const misplaced = (state: State, what: string, field: string): void =>
  fault(state, 'InvalidType', field, `expected a plain value, found ${what}; ${state.noMarks ?? ''}`)

function checkValue(
  state: State,
  value: unknown,
  known: FieldType | undefined,
  type: string | undefined,
  name: string,
  field: string,
): void {
  if (!isJson(value)) return noJson(state, value, field)
  if (known === undefined) return checkUnknown(state, value, field)
  const inner = typeOf(type, name)
  if (known.shape === 'list') {
    const keys = keysOf(type, name)
    if (!isList(value)) {
      const expected = `a list of ${inner ?? `${known.type}s`}`
      return fault(state, 'InvalidType', field, `expected ${expected}, found ${foundIn(value)}`)
    }
    if (keys !== undefined) return checkEntries(state, value, keys, inner, field)
    return inside(state, value, field, () => {
      withoutHoles(value).forEach((entry, index) =>
        checkEntry(state, entry, known, inner, name, `${field}[${String(index)}]`),
      )
    })
  }
  if (inner === undefined && known.type !== 'FieldsV1') return checkScalar(state, value, known, name, field)
  if (!isObject(value) || value instanceof Date)
    return noObject(state, value, known.shape === 'map' ? undefined : inner, field)
  checkFields(state, value, inner, field)
  if (known.shape === 'map') checkMap(state, value, known, field)
}

/** An entry of a list without keys. */
function checkEntry(
  state: State,
  entry: unknown,
  known: FieldType,
  inner: string | undefined,
  name: string,
  field: string,
): void {
  if (isPreferred(entry) || isIncludes(entry))
    return fault(state, 'InvalidType', field, `expected an entry, found ${foundIn(entry)}; mark the list, or fields`)
  if (inner === undefined) return checkScalar(state, entry, known, name, field)
  if (!isObject(entry) || entry instanceof Date) return noObject(state, entry, inner, field)
  checkFields({ ...state, isWhole: true }, entry, inner, field)
}

/** A value of which nothing is known: it has to be JSON. */
function checkUnknown(state: State, value: unknown, field: string): void {
  if (isObject(value)) return checkFields(state, value, undefined, field)
  if (!isList(value)) return
  inside(state, value, field, () => {
    withoutHoles(value).forEach((entry, index) => {
      const where = `${field}[${String(index)}]`
      if (isPreferred(entry) || isIncludes(entry))
        fault(state, 'InvalidType', where, `expected an entry, found ${foundIn(entry)}; mark the list, or fields`)
      else if (!isJson(entry)) noJson(state, entry, where)
      else checkUnknown(state, entry, where)
    })
  })
}

const isJson = (value: unknown): boolean =>
  typeof value === 'number'
    ? Number.isFinite(value)
    : ['string', 'boolean', 'object'].includes(typeof value) && !isNoTime(value)

function noJson(state: State, value: unknown, field: string): void {
  const advice = isNoTime(value) ? '; write a time, such as "2026-01-01T00:00:00Z"' : ''
  fault(state, 'InvalidType', field, `expected JSON, found ${foundIn(value)}${advice}`)
}
