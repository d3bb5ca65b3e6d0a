import { expect, test } from 'vitest'
import { fieldsOf } from '../../src/kubernetes/field-types.js'
import { structTypes } from '../../src/testing/api-server/schema.js'

// The double's own types, which it shares with nobody, are those that the merge goes by; one of them is held to OpenAPI.

/** A field's type as it is written here, out of what is known of it there. */
function notationOf(type: string, field: string): string | undefined {
  const known = fieldsOf(type)?.get(field)
  if (known === undefined) return undefined
  const prefix = { one: '', list: '[]', map: 'map:' }[known.shape]
  return `${known.isPointer ? '*' : ''}${prefix}${known.type}${known.isAlwaysWritten ? '!' : ''}`
}

test.each(Object.keys(structTypes))('%s has the fields that it has in Go', (type) => {
  const fields = structTypes[type] ?? {}
  expect(Object.keys(fields).sort()).toEqual([...(fieldsOf(type)?.keys() ?? [])].sort())
  for (const [field, notation] of Object.entries(fields)) {
    // How many bits a whole number has is of no use to the merge.
    expect([field, notation.replace(/int(32|64)/, 'int')]).toEqual([field, notationOf(type, field)])
  }
})

test('they are all that can be reached from a pod spec', () => {
  const reached = new Set<string>()
  const visit = (type: string): void => {
    if (reached.has(type) || !(type in structTypes)) return
    reached.add(type)
    for (const { type: next } of fieldsOf(type)?.values() ?? []) visit(next)
  }
  visit('PodSpec')
  expect([...reached].sort()).toEqual(Object.keys(structTypes).sort())
})
