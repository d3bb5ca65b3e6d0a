import fc from 'fast-check'
import { describe, test } from 'vitest'
import { anyCase } from '../kit/arbitraries/cases.js'
import { config } from '../kit/arbitraries/configs.js'
import { damagedCase, fixed } from '../kit/arbitraries/debris.js'
import { decoration } from '../../src/testing/arbitraries/decorations.js'
import { assertIdempotent } from '../kit/laws/index.js'
import type { PodSpec } from '../../src/testing/pod.js'
import { check } from '../kit/runs.js'
import { inject } from './subject.js'
import { tally } from './tally.js'

describe('L2 idempotent', () => {
  test('on pods that nobody has touched', () => {
    const runs = tally('L2 idempotent')
    check(
      fc.property(anyCase, decoration, ({ podSpec, config }, decorate) => {
        runs.count(assertIdempotent(fixed(inject, config), decorate(podSpec) as PodSpec))
      }),
    )
    runs.expectHeld(0.6)
  })

  test('on pods with pieces of ours, damaged or of another time', () => {
    const runs = tally('L2 idempotent, damaged pods')
    check(
      fc.property(damagedCase(anyCase, config, inject), decoration, ({ podSpec, config }, decorate) => {
        runs.count(assertIdempotent(fixed(inject, config), decorate(podSpec) as PodSpec))
      }),
    )
    runs.expectHeld(0.5)
  })
})
