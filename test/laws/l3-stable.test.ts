import fc from 'fast-check'
import { describe, test } from 'vitest'
import { ordinaryCase } from '../kit/arbitraries/cases.js'
import { config } from '../kit/arbitraries/configs.js'
import { damagedCase, fixed } from '../kit/arbitraries/debris.js'
import { betweenCalls } from '../../src/testing/arbitraries/between-calls.js'
import { changes, runChanges } from '../../src/testing/changes.js'
import { assertStable } from '../kit/laws/index.js'
import { check, runs as numRuns } from '../kit/runs.js'
import { inject } from './subject.js'
import { tally } from './tally.js'

describe('L3 stable', () => {
  test('whatever happens between two calls', () => {
    const runs = tally('L3 stable')
    const cases = fc.oneof(ordinaryCase, damagedCase(ordinaryCase, config, inject))
    check(
      fc.property(cases, betweenCalls(), ({ podSpec, config }, between) => {
        runs.count(assertStable(fixed(inject, config), between, podSpec))
      }),
    )
    runs.expectHeld(0.6)
  })

  test.each(Object.keys(changes))('%s', (name) => {
    check(
      fc.property(ordinaryCase, fc.nat(11), ({ podSpec, config }, at) => {
        assertStable(fixed(inject, config), runChanges([{ name, at }]), podSpec)
      }),
      { numRuns: Math.ceil(numRuns / 10) },
    )
  })
})
