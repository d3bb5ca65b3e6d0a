import { type Fields, fieldsOf, isFields, setField } from '../json.js'
import type { PodSpec } from '../pod.js'
import { defaulting } from './defaults.js'
import { formatQuantity, parseQuantity, roundToMilli } from './quantity.js'
import { structTypes } from './schema.js'

/**
 * Gives the pod spec that comes back from the API server for one that was sent: decoded into Kubernetes' types (unknown
 * fields and zero values fall away), defaulted, quantities rounded and in canonical form. Lists keep their order. Built-in
 * admission plugins have functions of their own, in admission.ts; pod-level `resources` are defaulted only when the pod is
 * stored, after the last webhook, so not here. The input is left alone and nothing of it is shared.
 */
export const roundTrip = (podSpec: PodSpec): PodSpec => decode('PodSpec', podSpec) as PodSpec

function decode(type: string, value: unknown): unknown {
  if (type.startsWith('*')) return value === null || value === undefined ? undefined : decode(type.slice(1), value)
  if (type.startsWith('[]')) return decodeList(type.slice(2), value)
  if (type.startsWith('map:')) return decodeMap(type.slice(4), value)
  switch (type) {
    case 'string':
      return value ?? ''
    case 'bool':
      return value ?? false
    case 'int':
    case 'IntOrString':
      return value ?? 0
    case 'Quantity':
      return canonical(value, false)
    case 'Time':
    case 'FieldsV1':
      return value ?? undefined
    default:
      return decodeStruct(type, fieldsOf(value))
  }
}

function decodeList(type: string, value: unknown): unknown {
  return Array.isArray(value) ? value.map((entry: unknown) => decode(type, entry)) : []
}

function decodeMap(type: string, value: unknown): Fields {
  const map: Fields = {}
  for (const [key, field] of Object.entries(fieldsOf(value))) {
    if (field !== undefined) setField(map, key, type === 'Quantity' ? canonical(field, true) : decode(type, field))
  }
  return map
}

function decodeStruct(name: string, value: Fields): Fields {
  const struct: Fields = {}
  for (const [key, notation] of Object.entries(structTypes[name] ?? {})) {
    const required = notation.endsWith('!')
    const type = required ? notation.slice(0, -1) : notation
    const field = decode(type, value[key])
    if (field === undefined || (!required && isZero(type, field))) continue
    struct[key] = field
  }
  defaulting[name]?.(struct)
  return struct
}

/** Tells whether a plain field has its type's zero value; a pointer has none but null, a struct is never left out. */
function isZero(type: string, value: unknown): boolean {
  if (type.startsWith('*')) return false
  if (type.startsWith('[]')) return Array.isArray(value) && value.length === 0
  if (type.startsWith('map:')) return isFields(value) && Object.keys(value).length === 0
  return value === '' || value === 0 || value === false
}

function canonical(value: unknown, isResource: boolean): unknown {
  const quantity = parseQuantity(value ?? '0')
  if (quantity === undefined) return value
  return formatQuantity(isResource ? roundToMilli(quantity) : quantity)
}
