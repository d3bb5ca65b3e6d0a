import { readFileSync } from 'node:fs'

/** A schema of the API server's OpenAPI, trimmed: types, references, and what it says of lists. */
export interface Schema {
  readonly type?: string
  readonly $ref?: string
  readonly items?: Schema
  readonly additionalProperties?: Schema
  readonly 'x-kubernetes-list-type'?: string
  readonly 'x-kubernetes-list-map-keys'?: readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
}

/** Every type that a pod spec is made of, by its short name. */
export const schemas = JSON.parse(
  readFileSync(new URL('../fixtures/openapi/pod-spec.json', import.meta.url), 'utf8'),
) as Readonly<Record<string, Schema>>

/** A field of a type. */
interface Property {
  readonly type: string
  readonly field: string
  readonly schema: Schema
  /** The type behind the field, of a list: of its entries. A map of quantities counts as a type, though it has no name there. */
  readonly behind: string | undefined
}

const behind = ({ $ref, items, additionalProperties }: Schema): string | undefined =>
  $ref ?? items?.$ref ?? (additionalProperties?.$ref === 'Quantity' ? 'Quantities' : undefined)

export const properties: readonly Property[] = Object.entries(schemas).flatMap(([type, { properties }]) =>
  Object.entries(properties ?? {}).map(([field, schema]) => ({
    type,
    field,
    schema,
    behind: behind(schema),
  })),
)
