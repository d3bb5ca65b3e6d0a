import fc from 'fast-check'
import { changes, runChanges } from '../changes.js'
import type { Inject } from '../pod.js'

/** What happens between two calls: up to four changes, one after the other. Its text names them. */
export const betweenCalls = (names: readonly string[] = Object.keys(changes)): fc.Arbitrary<Inject> =>
  fc
    .array(fc.record({ name: fc.constantFrom(...names), at: fc.nat(11) }, { noNullPrototype: true }), {
      minLength: 1,
      maxLength: 4,
      size: 'max',
    })
    .map(runChanges)
