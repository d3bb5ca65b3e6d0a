import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lastUsed } from '../../src/kserve/last-used.js'
import { check } from '../kit/runs.js'

// Names that every object has are keys like any other.
const key = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', '', 'long enough', 'a'),
  fc.string({ maxLength: 2 }),
)

test('the last so many are kept, as in a list that is moved to the front, and what throws leaves no trace', () => {
  check(
    fc.property(fc.integer({ min: 1, max: 5 }), fc.array(fc.tuple(key, fc.boolean())), (count, asked) => {
      const longest = 8
      const kept = lastUsed<{ readonly of: string }>(count, longest)
      let model: { readonly key: string; readonly value: object }[] = []
      for (const [each, fails] of asked) {
        const known = model.find((entry) => entry.key === each)
        const fresh = { of: each }
        const call = () =>
          kept(each, () => {
            if (fails) throw new Error(each)
            return fresh
          })
        if (known === undefined && fails) {
          expect(call).toThrow(new Error(each))
          continue
        }
        const value = known?.value ?? fresh
        expect(call()).toBe(value)
        if (each.length > longest) continue
        model = [{ key: each, value }, ...model.filter((entry) => entry !== known)].slice(0, count)
      }
    }),
  )
})
