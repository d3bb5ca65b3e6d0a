import { unionOf } from '../../../../src/kubernetes/schema.js'
import { requirementsOf } from '../../../../src/kubernetes/required.js'
import { type Schema, schemas } from '../../openapi.js'

/** What the API server's OpenAPI says of a field. */
export interface Field {
  readonly name: string
  readonly shape: 'one' | 'list' | 'map'
  /** The type of the objects in it, or what kind of scalar it holds. */
  readonly type: string
  /** Whether it holds objects, whose fields are known. */
  readonly isObject: boolean
  /** The list map keys of a list that has some. */
  readonly keys: readonly string[] | undefined
}

/** The fields of a type, and what the API server wants of an object of it. */
export interface Type {
  readonly fields: ReadonlyMap<string, Field>
  /** Of each of these, one is there in every object that is whole. */
  readonly needs: readonly (readonly string[])[]
  /** Of these at most one is there. */
  readonly union: readonly string[]
}

const types = new Map<string, Type>()

/** Reads a type of the recorded OpenAPI when it is first asked for. */
export function typeNamed(name: string): Type {
  const known = types.get(name)
  if (known !== undefined) return known
  const fields = new Map(
    Object.entries(schemas[name]?.properties ?? {}).map(([field, schema]) => [field, readField(field, schema)]),
  )
  const union = name === 'Volume' ? [...fields.keys()].filter((field) => field !== 'name') : unionOf(name)
  const needs = [...requirementsOf(name).map(heads), ...(more[name] ?? []), ...(name === 'Volume' ? [union] : [])]
  const type = { fields, union, needs }
  types.set(name, type)
  return type
}

/** What an object needs beside what the library's own table says, for whoever is to take it. */
const more: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Container: [['image']],
  LocalObjectReference: [['name']],
  ResourceFieldSelector: [['containerName']],
  VolumeResourceRequirements: [['requests']],
  // The API server takes all that are there, if one is.
  ContainerRestartRule: [['exitCodes']],
  ContainerRestartRuleOnExitCodes: [['operator'], ['values']],
  TypedLocalObjectReference: [['apiGroup'], ['kind'], ['name']],
  TypedObjectReference: [['apiGroup'], ['kind'], ['name']],
}

/** The first part of the way to a field. */
const heads = (fields: readonly string[]): readonly string[] => fields.map((field) => field.split('.')[0] ?? field)

function readField(name: string, schema: Schema): Field {
  const { items, additionalProperties } = schema
  const shape = items !== undefined ? 'list' : additionalProperties !== undefined ? 'map' : 'one'
  const inner = items ?? additionalProperties ?? schema
  const type = inner.$ref ?? inner.type ?? 'object'
  return {
    name,
    shape,
    type,
    isObject: schemas[type]?.properties !== undefined,
    keys: schema['x-kubernetes-list-map-keys'],
  }
}
