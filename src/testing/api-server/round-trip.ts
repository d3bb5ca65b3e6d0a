import { type Fields, fieldsOf, isFields, setField } from '../json.js'
import { asPodSpec } from '../cast.js'
import type { PodSpec } from '../pod.js'
import { defaulting } from './defaults.js'
import { formatQuantity, parseQuantity, roundToMilli } from './quantity.js'
import { structTypes } from './schema.js'

/**
 * Gives the pod spec that comes back from the API server for one that was sent: decoded into Kubernetes' types (unknown
 * fields and zero values fall away), defaulted, quantities rounded and in canonical form. Lists keep their order. Built-in
 * admission plugins have functions of their own, in admission.ts; pod-level `resources` are defaulted only when the pod is
 * stored, after the last webhook, so not here. The input is left alone and nothing of it is shared.
 *
 * @example
 * const spec = roundTrip({ containers: [{ name: 'app', image: 'example/server:1', tty: false, unknown: 1 }] })
 * console.log(spec['restartPolicy'], spec.containers[0]?.['imagePullPolicy'], spec.containers[0]?.['unknown'])
 * //=> Always IfNotPresent undefined
 */
export const roundTrip = (podSpec: PodSpec): PodSpec => asPodSpec(decoderOf('PodSpec')(podSpec))

/** Reads a JSON value as a Go type, and writes it as JSON again. */
type Decoder = (value: unknown) => unknown

const decoders = new Map<string, Decoder>()

/** Compiles a type's decoder when it is first asked for, since types name each other. */
function decoderOf(type: string): Decoder {
  const known = decoders.get(type)
  if (known !== undefined) return known
  const decoder = compile(type)
  decoders.set(type, decoder)
  return decoder
}

function compile(type: string): Decoder {
  if (type.startsWith('*')) return pointer(type.slice(1))
  if (type.startsWith('[]')) return list(type.slice(2))
  if (type.startsWith('map:')) return map(type.slice(4))
  switch (type) {
    case 'string':
      return (value) => value ?? ''
    case 'bool':
      return (value) => value ?? false
    case 'int32':
    case 'int64':
    case 'IntOrString':
      return (value) => value ?? 0
    case 'Quantity':
      return (value) => canonical(value, false)
    case 'Time':
    case 'FieldsV1':
      return (value) => value ?? undefined
    default:
      return struct(type)
  }
}

function pointer(type: string): Decoder {
  return (value) => (value === null || value === undefined ? undefined : decoderOf(type)(value))
}

function list(type: string): Decoder {
  return (value) => {
    const decode = decoderOf(type)
    return Array.isArray(value) ? value.map((entry: unknown) => decode(entry)) : null
  }
}

function map(type: string): Decoder {
  return (value) => {
    const decode = type === 'Quantity' ? (field: unknown) => canonical(field, true) : decoderOf(type)
    const decoded: Fields = {}
    for (const [key, field] of Object.entries(fieldsOf(value))) {
      if (field !== undefined) setField(decoded, key, decode(field))
    }
    return decoded
  }
}

function struct(name: string): Decoder {
  const fields = Object.entries(structTypes[name] ?? {}).map(([key, notation]) => {
    const required = notation.endsWith('!')
    const type = required ? notation.slice(0, -1) : notation
    return {
      key,
      type,
      required,
      isPlain: !required && !type.startsWith('*'),
      isStruct: type in structTypes || type === 'Quantity',
    }
  })
  const fill = defaulting[name]
  return (value) => {
    const given = fieldsOf(value)
    const decoded: Fields = {}
    for (const { key, type, required, isPlain, isStruct } of fields) {
      const field = given[key]
      // Most fields are absent, and stay so; a struct that is no pointer is always there, and a quantity is one.
      if ((field === undefined || field === null) && !isStruct && !required) continue
      const made = decoderOf(type)(field)
      if (made !== undefined && !(isPlain && isZero(made, type))) decoded[key] = made
    }
    fill?.(decoded)
    return decoded
  }
}

/** Tells whether a plain field has its type's zero value; a pointer has none but null, a struct is never left out. */
function isZero(value: unknown, type: string): boolean {
  if (value === null || (Array.isArray(value) && value.length === 0)) return true
  if (type.startsWith('map:')) return isFields(value) && Object.keys(value).length === 0
  return value === '' || value === 0 || value === false
}

function canonical(value: unknown, isResource: boolean): unknown {
  const quantity = parseQuantity(value ?? '0')
  if (quantity === undefined) return value
  return formatQuantity(isResource ? roundToMilli(quantity) : quantity)
}
