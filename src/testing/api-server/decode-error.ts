import { isFields } from '../json.js'
import { quantityError } from './quantity.js'
import { structTypes } from './schema.js'
import { goPath, namedTypes } from './schema/go-names.js'

/*
 * The first thing that an API server does: it reads the JSON into Go's types. `null` is absent, what is unknown is dropped, and a
 * value of another type refuses the whole request.
 */

/** What stands in the way of reading a pod spec, where it stands, and the API server's sentence for it. */
export interface DecodeError {
  readonly field: string
  readonly message: string
}

/** Where a value stands: for the sentence by its struct's name and Go's path, for a person by its Kubernetes field path. */
interface Place {
  readonly owner: string
  readonly path: string
  readonly field: string
}

/**
 * Says why the API server cannot read a pod spec; `undefined` where it can. A text that is no quantity ends the reading at once;
 * otherwise the first value of a wrong type is named, in the order of the document, as the rest is still read.
 */
export function decodeError(podSpec: unknown): DecodeError | undefined {
  const found: Found = {}
  read(podSpec, 'PodSpec', { owner: 'Pod', path: 'spec', field: 'spec' }, found)
  return found.ending ?? found.wrongType
}

interface Found {
  wrongType?: DecodeError
  ending?: DecodeError
}

const integers: Readonly<Record<string, number>> = { int32: 2 ** 31, int64: 2 ** 63 }

function read(value: unknown, notation: string, place: Place, found: Found): void {
  if (value === null || value === undefined || found.ending !== undefined) return
  const type = notation.replace(/^\*|!$/g, '')
  if (type.startsWith('[]')) return readList(value, type.slice(2), place, found)
  if (type.startsWith('map:')) return readMap(value, type.slice(4), place, found)
  if (type in structTypes) return readStruct(value, type, place, found)
  if (type.startsWith('string')) {
    if (typeof value !== 'string') wrong(value, goName(type), place, found)
    return
  }
  switch (type) {
    case 'bool':
      if (typeof value !== 'boolean') wrong(value, type, place, found)
      return
    case 'int32':
    case 'int64':
      if (!isInteger(value, type)) wrong(value, type, place, found)
      return
    case 'IntOrString':
      if (typeof value === 'string' || isInteger(value, 'int32')) return
      return wrong(value, 'int32', place, found)
    case 'Quantity': {
      const message = quantityError(value)
      if (message !== undefined) found.ending = { field: place.field, message }
      return
    }
    default:
  }
}

function readList(value: unknown, entryType: string, place: Place, found: Found): void {
  if (!Array.isArray(value)) return wrong(value, `[]${goName(entryType)}`, place, found)
  for (const [index, entry] of value.entries())
    read(entry, entryType, { ...place, field: `${place.field}[${index}]` }, found)
}

function readMap(value: unknown, valueType: string, place: Place, found: Found): void {
  if (!isFields(value)) {
    return wrong(value, valueType === 'Quantity' ? 'v1.ResourceList' : `map[string]${goName(valueType)}`, place, found)
  }
  for (const [key, field] of Object.entries(value))
    read(field, valueType, { ...place, field: `${place.field}[${key}]` }, found)
}

function readStruct(value: unknown, type: string, place: Place, found: Found): void {
  if (!isFields(value)) return wrong(value, goName(type), place, found)
  const types = structTypes[type] ?? {}
  for (const [key, field] of Object.entries(value)) {
    const notation = Object.hasOwn(types, key) ? types[key] : undefined
    if (notation === undefined) continue
    const named = namedTypes.get(`${type}.${key}`)
    read(
      field,
      named === undefined ? notation : notation.replace('string', `string:${named}`),
      {
        owner: type,
        path: `${place.path}.${goPath(type, key)}`,
        field: `${place.field}.${key}`,
      },
      found,
    )
  }
}

function wrong(value: unknown, goType: string, { owner, path, field }: Place, found: Found): void {
  const message = `json: cannot unmarshal ${kindOf(value, goType)} into Go struct field ${owner}.${path} of type ${goType}`
  found.wrongType ??= { field, message }
}

const isInteger = (value: unknown, type: string): boolean =>
  Number.isInteger(value) && Math.abs(Number(value)) < (integers[type] ?? 0)

function goName(type: string): string {
  const [, named] = type.split(':')
  if (named !== undefined) return `v1.${named}`
  return type in structTypes ? `v1.${type}` : type
}

/** What Go calls a JSON value; it shows a number where only that number is wrong. */
function kindOf(value: unknown, goType: string): string {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value !== 'number') return typeof value
  return goType in integers ? `number ${value}` : 'number'
}
