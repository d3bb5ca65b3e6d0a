import { describe, expect, test } from 'vitest'
import { fieldsOf } from '../../src/kubernetes/field-types.js'
import { exclusiveWith, keepsEmpty, keepsZero, keysOf, typeOf } from '../../src/kubernetes/schema.js'
import { structTypes } from '../../src/testing/api-server/schema.js'
import { properties, schemas } from '../kit/openapi.js'

// The merge treats some types in a way of their own. It has to know of each field of a pod spec that leads to one of them.

/** Types whose own fields are treated by more than their JSON shape. */
const isSpecial = (type: string): boolean =>
  ['Volume', 'Capabilities', 'ResourceRequirements', 'Quantities'].includes(type) ||
  properties.some((each) => each.type === type && (keysOf(type, each.field) ?? exclusiveWith(type, each.field)[0]))

/** Entries of atomic lists are compared as a whole, by shape. */
const isAtomic = (property: (typeof properties)[number]): boolean =>
  property.schema.type === 'array' && keysOf(property.type, property.field) === undefined

const leadsToSpecial = (type: string, seen: readonly string[] = []): boolean =>
  isSpecial(type) ||
  properties.some(
    (each) =>
      each.type === type &&
      each.behind !== undefined &&
      !isAtomic(each) &&
      !seen.includes(each.behind) &&
      leadsToSpecial(each.behind, [...seen, each.behind]),
  )

const leading = properties.filter(
  (each) => each.behind !== undefined && !isAtomic(each) && leadsToSpecial(each.behind, [each.behind]),
)

describe('the type behind a field', () => {
  test('is asked of enough fields', () => {
    expect(leading.length).toBeGreaterThan(20)
  })

  test.each(leading)('$type.$field is a $behind', ({ type, field, behind = '' }) => {
    expect(typeOf(type, field)).toBe(behind)
  })

  test('is right wherever one is known', () => {
    const wrong = properties.filter(({ type, field, behind = 'Strings' }) => {
      const known = typeOf(type, field)
      return known !== undefined && known !== behind
    })
    expect(wrong).toEqual([])
  })

  test.each([
    [undefined, 'env'],
    ['Container', 'toString'],
    ['toString', 'env'],
    ['Container', 'command'],
  ])('of %s.%s is not known', (type, field) => {
    expect(typeOf(type, field)).toBeUndefined()
  })
})

describe('the table of types', () => {
  test('has the fields of the API server’s OpenAPI, and no others', () => {
    for (const [type, { properties = {} }] of Object.entries(schemas)) {
      if (Object.keys(properties).length > 0)
        expect([...(fieldsOf(type)?.keys() ?? [])].sort()).toEqual(Object.keys(properties).sort())
      else expect(fieldsOf(type)).toBeUndefined()
    }
  })

  const shapes: Readonly<Record<string, string>> = { array: 'list', object: 'map' }
  const scalars: Readonly<Record<string, string>> = { boolean: 'bool', integer: 'int' }

  test.each(properties)('$type.$field has the type that OpenAPI gives it', ({ type, field, schema }) => {
    const inner = schema.items ?? schema.additionalProperties ?? schema
    expect(fieldsOf(type)?.get(field)).toMatchObject({
      type: inner.$ref ?? scalars[inner.type ?? ''] ?? inner.type,
      shape: shapes[schema.type ?? ''] ?? 'one',
    })
  })

  test('knows pointers, whose zero value is kept, and fields that are always written', () => {
    for (const [type, fields] of Object.entries(structTypes)) {
      for (const [field, written] of Object.entries(fields)) {
        expect([type, field, keepsZero(type, field)]).toEqual([type, field, written.startsWith('*')])
        expect([type, field, keepsEmpty(type, field)]).toEqual([type, field, /^\*|!$/.test(written)])
      }
    }
  })

  test('keeps what is in a map, and nothing of what it does not know', () => {
    expect([keepsZero('Strings', 'a'), keepsZero('Quantities', 'cpu')]).toEqual([true, true])
    expect([keepsZero(undefined, 'priority'), keepsZero('PodSpec', 'newer')]).toEqual([false, false])
    expect([keepsEmpty(undefined, 'priority'), keepsEmpty('PodSpec', 'newer')]).toEqual([false, false])
  })
})
