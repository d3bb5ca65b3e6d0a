import { describe, expect, test } from 'vitest'
import { listMapKeys } from '../../src/index.js'
import { keysOf } from '../../src/kubernetes/schema.js'
import { properties, schemas } from '../kit/openapi.js'

const keyed = properties.flatMap(({ type, field, schema }) => {
  const keys = schema['x-kubernetes-list-map-keys']
  return keys === undefined ? [] : [{ type, field, keys }]
})
const lists = properties.filter(({ schema }) => schema.type === 'array')

test('the recorded types are those of a pod spec', () => {
  expect(Object.keys(schemas)).toEqual(expect.arrayContaining(['PodSpec', 'Container', 'VolumeMount', 'ObjectMeta']))
  expect(keyed.length).toBeGreaterThan(15)
})

describe('the table of list map keys', () => {
  test('is that of the API server, and has nothing else', () => {
    const table: Record<string, Record<string, readonly string[]>> = {}
    for (const { type, field, keys } of keyed) (table[type] ??= {})[field] = keys
    expect(listMapKeys).toEqual(table)
  })

  test.each(keyed)('$type.$field is keyed by $keys', ({ type, field, keys }) => {
    expect(keysOf(type, field)).toEqual(keys)
  })

  test('has no keys for any other list', () => {
    const others = lists.filter(({ type, field }) => !keyed.some((each) => each.type === type && each.field === field))
    expect(others.length).toBeGreaterThan(50)
    expect(others.filter(({ type, field }) => keysOf(type, field) !== undefined)).toEqual([])
  })

  test.each([
    [undefined, 'containers'],
    ['PodSpec', 'toString'],
    ['toString', 'name'],
    ['__proto__', 'containers'],
    ['Unknown', 'containers'],
  ])('knows nothing of %s.%s', (type, field) => {
    expect(keysOf(type, field)).toBeUndefined()
  })
})
