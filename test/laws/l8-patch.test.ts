import fc from 'fast-check'
import { describe, test } from 'vitest'
import { anyCase } from '../kit/arbitraries/cases.js'
import { config } from '../kit/arbitraries/configs.js'
import { damagedCase } from '../kit/arbitraries/debris.js'
import { decoration } from '../../src/testing/arbitraries/decorations.js'
import { type Apply, assertPatch } from '../kit/laws/index.js'
import type { PodSpec } from '../../src/testing/pod.js'
import { check } from '../kit/runs.js'
import { applyPatch } from '../oracle/json-patch.js'
import { inject, plan } from './subject.js'
import { tally } from './tally.js'

const independent: Apply = (document, patch) => applyPatch(document, patch as Parameters<typeof applyPatch>[1])

describe('L8 patch', () => {
  test('the patch is the injection', () => {
    const runs = tally('L8 patch')
    const cases = fc.oneof(anyCase, damagedCase(anyCase, config, inject))
    check(
      fc.property(cases, decoration, ({ podSpec, config }, decorate) => {
        runs.count(assertPatch(inject, plan, decorate(podSpec) as PodSpec, config, [independent]))
      }),
    )
    runs.expectHeld(0.6)
  })

  test('it is empty where nothing is missing', () => {
    const runs = tally('L8 patch, second call')
    check(
      fc.property(anyCase, ({ podSpec, config }) => {
        let once: PodSpec
        try {
          once = inject(podSpec, config)
        } catch {
          runs.count('refused')
          return
        }
        runs.count(assertPatch(inject, plan, once, config, [independent]))
      }),
    )
    runs.expectHeld(0.6)
  })
})
