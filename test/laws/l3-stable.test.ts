import fc from 'fast-check'
import { describe, test } from 'vitest'
import { ordinaryCase } from '../kit/arbitraries/cases.js'
import { config } from '../kit/arbitraries/configs.js'
import { damagedCase, fixed } from '../kit/arbitraries/debris.js'
import { betweenCalls, changes, runChanges } from '../kit/between-calls.js'
import { assertStable } from '../kit/laws/index.js'
import { check, runs as numRuns } from '../kit/runs.js'
import { inject } from './subject.js'
import { tally } from './tally.js'

describe('L3 stable', () => {
  test('whatever happens between two calls', () => {
    const runs = tally('L3 stable')
    const cases = fc.oneof(ordinaryCase, damagedCase(ordinaryCase, config, inject))
    check(
      fc.property(
        cases.chain((each) => fc.tuple(fc.constant(each), betweenCalls(each.config))),
        ([{ podSpec, config }, between]) => {
          runs.count(assertStable(fixed(inject, config), between, podSpec))
        },
      ),
    )
    runs.expectHeld(0.6)
  })

  test.each(Object.keys(changes))('%s', (name) => {
    check(
      fc.property(ordinaryCase, fc.nat(11), ({ podSpec, config }, at) => {
        assertStable(fixed(inject, config), runChanges([{ name, at }], config), podSpec)
      }),
      { numRuns: Math.ceil(numRuns / 10) },
    )
  })
})
