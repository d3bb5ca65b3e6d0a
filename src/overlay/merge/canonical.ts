import { isList, isObject, type JsonObject } from '../../json.js'
import { entryDefault } from '../../kubernetes/entry-defaults.js'
import { fieldsOf } from '../../kubernetes/field-types.js'
import { parseQuantity } from '../../kubernetes/quantity.js'
import { keepsZero, typeOf } from '../../kubernetes/schema.js'
import { isOmitted } from './field.js'

/** Nothing that an API server takes is nested as deeply, and an overlay is not either: what lies below equals nothing. */
const deepest = 100

/**
 * A text that is the same for values that the API server takes for the same: fields in any order, quantities by value, and
 * without the fields that it would fill in, or drop.
 *
 * @param type - the Kubernetes type of an object (of a list: of its entries); undefined where nothing is known of it.
 */
export function canonical(value: unknown, type: string | undefined, depth = 0): string {
  if (depth > deepest) return '…'
  if (isList(value)) return `[${value.map((entry) => canonical(entry, type, depth + 1)).join()}]`
  if (typeof value === 'string') return JSON.stringify(value)
  if (!isObject(value)) return String(value)
  let fields = ''
  for (const name of statedFields(value, type).sort()) {
    const text = canonicalField(name, value[name], type, depth)
    const filledIn = entryDefault(type, name)
    // No field is written as nothing is, so what has no default need not be compared.
    if (filledIn !== undefined && text === canonicalField(name, filledIn, type, depth)) continue
    fields += `${JSON.stringify(name)}:${text},`
  }
  return `{${fields}}`
}

function canonicalField(name: string, value: unknown, type: string | undefined, depth: number): string {
  const amount = isQuantity(type, name) ? parseQuantity(value) : undefined
  if (amount !== undefined) return `${String(amount)}m`
  return canonical(value, typeof value === 'object' ? typeOf(type, name) : undefined, depth + 1)
}

const isQuantity = (type: string | undefined, name: string): boolean =>
  type === 'Quantities' || fieldsOf(type)?.get(name)?.type === 'Quantity'

/** The fields of an object that the API server would not drop. */
const statedFields = (value: JsonObject, type: string | undefined): string[] =>
  Object.keys(value).filter((name) => isStated(value[name], type, name))

function isStated(value: unknown, type: string | undefined, name: string): boolean {
  // Stryker disable next-line ConditionalExpression: of these the schema says the same; to ask it takes time.
  if (!isObject(value) && !isOmitted(value)) return true
  if (keepsZero(type, name)) return value != null
  const inner = typeOf(type, name)
  // An object that is no pointer is written empty where it is not there, and a map is dropped where it is empty.
  return inner !== undefined && isObject(value) ? statedFields(value, inner).length > 0 : !isOmitted(value)
}

/** Tells whether a value states every field that another one does, of two that are the same but for what the API server fills in. */
export function statesAll(value: unknown, wanted: unknown, type: string | undefined): boolean {
  if (isList(wanted)) return isList(value) && wanted.every((entry, index) => statesAll(value[index], entry, type))
  if (!isObject(wanted)) return true
  if (!isObject(value)) return false
  return statedFields(wanted, type).every(
    (name) => isStated(value[name], type, name) && statesAll(value[name], wanted[name], typeOf(type, name)),
  )
}
