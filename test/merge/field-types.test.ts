import { describe, expect, test } from 'vitest'
import { exclusiveWith, keysOf, typeOf } from '../../src/kubernetes/schema.js'
import { properties } from './openapi.js'

// The merge treats some types in a way of their own. It has to know of each field of a pod spec that leads to one of them.

/** Types whose own fields are treated by more than their JSON shape. */
const isSpecial = (type: string): boolean =>
  ['Volume', 'Capabilities', 'ResourceRequirements', 'Quantities'].includes(type) ||
  properties.some((each) => each.type === type && (keysOf(type, each.field) ?? exclusiveWith(type, each.field)[0]))

/** The pod's security context is merged as a container's: what the two share has the same meaning. */
const aliases: Readonly<Record<string, string>> = { PodSecurityContext: 'SecurityContext' }

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
    expect(typeOf(type, field)).toBe(aliases[behind] ?? behind)
  })

  test('is right wherever one is known', () => {
    const wrong = properties.filter(({ type, field, behind = '' }) => {
      const known = typeOf(type, field)
      return known !== undefined && known !== (aliases[behind] ?? behind)
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
