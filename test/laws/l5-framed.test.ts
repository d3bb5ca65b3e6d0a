import fc from 'fast-check'
import { describe, test } from 'vitest'
import { anyCase } from '../kit/arbitraries/cases.js'
import { config } from '../kit/arbitraries/configs.js'
import { damagedCase, fixed } from '../kit/arbitraries/debris.js'
import { decoration } from '../../src/testing/arbitraries/decorations.js'
import { assertFramed } from '../kit/laws/index.js'
import type { PodSpec } from '../../src/testing/pod.js'
import { check } from '../kit/runs.js'
import { inject } from './subject.js'
import { tally } from './tally.js'

describe('L5 framed', () => {
  test('what no config names comes out as it went in', () => {
    const runs = tally('L5 framed')
    const cases = fc.oneof(anyCase, damagedCase(anyCase, config, inject))
    check(
      fc.property(cases, decoration, ({ podSpec, config }, decorate) => {
        runs.count(assertFramed(fixed(inject, config), decorate(podSpec) as PodSpec, config))
      }),
    )
    runs.expectHeld(0.6)
  })
})
