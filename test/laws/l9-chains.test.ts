import fc from 'fast-check'
import { describe, test } from 'vitest'
import { admissibleCase, ordinaryCase } from '../kit/arbitraries/cases.js'
import { fixed } from '../kit/arbitraries/debris.js'
import { assertEnds, assertSettles } from '../kit/laws/index.js'
import { goodNeighbours, restlessNeighbours } from '../../src/testing/neighbours.js'
import { check } from '../kit/runs.js'
import { admissionErrors } from '../oracle/admission.js'
import { inject } from './subject.js'
import { tally } from './tally.js'

const policy = fc.constantFrom('IfNeeded' as const, 'IfNeeded' as const, 'Never' as const)
/** Webhooks are asked in the order of their names: ours comes first, last, or between. */
const place = fc.constantFrom('a', 'm', 'z')

describe('L9 chains', () => {
  test('beside good neighbours, in every order, the pod settles', () => {
    const runs = tally('L9 chains')
    check(
      fc.property(
        ordinaryCase,
        fc.uniqueArray(fc.tuple(fc.constantFrom(...goodNeighbours), policy, place), {
          maxLength: 3,
          selector: ([{ name }]) => name,
        }),
        ({ podSpec, config }, drawn) => {
          const others = drawn.map(([webhook, reinvocationPolicy, before]) => ({
            ...webhook,
            name: `${before} ${webhook.name}`,
            reinvocationPolicy,
          }))
          runs.count(assertSettles(fixed(inject, config), 'm', others, podSpec))
        },
      ),
    )
    runs.expectHeld(0.6)
  })

  test('beside neighbours that never settle, it ends with a good pod or a refusal', () => {
    const runs = tally('L9 chains, restless neighbours')
    check(
      fc.property(
        admissibleCase,
        fc.uniqueArray(fc.tuple(fc.constantFrom(...restlessNeighbours), policy, place), {
          minLength: 1,
          maxLength: 2,
          selector: ([{ name }]) => name,
        }),
        ({ podSpec, config }, drawn) => {
          const others = drawn.map(([webhook, reinvocationPolicy, before]) => ({
            ...webhook,
            name: `${before} ${webhook.name}`,
            reinvocationPolicy,
          }))
          runs.count(assertEnds(fixed(inject, config), 'm', others, podSpec, admissionErrors))
        },
      ),
    )
    runs.expectHeld(0.5)
  })
})
