import fc from 'fast-check'
import { describe, test } from 'vitest'
import { anyCase } from '../kit/arbitraries/cases.js'
import { config } from '../kit/arbitraries/configs.js'
import { damagedCase, fixed } from '../kit/arbitraries/debris.js'
import { assertUnique } from '../kit/laws/index.js'
import { check } from '../kit/runs.js'
import { inject } from './subject.js'
import { tally } from './tally.js'

describe('L6 unique', () => {
  test('nothing of ours is there twice, even where it came in twice', () => {
    const runs = tally('L6 unique')
    check(
      fc.property(damagedCase(anyCase, config, inject), ({ podSpec, config }) => {
        runs.count(assertUnique(fixed(inject, config), podSpec, config))
      }),
    )
    runs.expectHeld(0.5)
  })
})
