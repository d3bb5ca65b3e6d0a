import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ordinaryCase } from '../kit/arbitraries/cases.js'
import { config } from '../kit/arbitraries/configs.js'
import { damagedCase } from '../kit/arbitraries/debris.js'
import type { Config } from '../kit/config.js'
import { omit } from '../../src/testing/json.js'
import { attempt } from '../kit/refusal.js'
import { unmet } from '../kit/unmet.js'
import { assertConvergent } from '../kit/laws/index.js'
import { check } from '../kit/runs.js'
import { inject } from './subject.js'
import { tally } from './tally.js'

/** Another config, under the names of the first one. */
const renamed = (other: Config, { names, targets }: Config): Config => ({
  ...omit(other, 'names'),
  ...(names && { names }),
  ...(targets && { targets }),
})

describe('L4 convergent', () => {
  test('the last config decides, whatever was configured before', () => {
    const runs = tally('L4 convergent')
    check(
      fc.property(ordinaryCase, config, fc.boolean(), ({ podSpec, config: second }, other, sameTargets) => {
        const { targets, ...elsewhere } = renamed(other, second)
        const first = sameTargets && targets !== undefined ? { ...elsewhere, targets } : elsewhere
        runs.count(assertConvergent(inject, podSpec, first, second))
      }),
    )
    runs.expectHeld(0.6)
  })

  test('what is damaged is healed: the pod has all that the config sets', () => {
    const runs = tally('L4 convergent, damaged pods')
    // Where a container's record is right, another image is somebody's rewriting, and stays.
    const accept = (found: unknown, wanted: string) => [wanted, 'registry.example/old:0'].includes(String(found))
    check(
      fc.property(damagedCase(ordinaryCase, config, inject), ({ podSpec, config }) => {
        const outcome = attempt(() => inject(podSpec, config))
        if ('refusal' in outcome) {
          runs.count('refused')
          return
        }
        runs.count('held')
        expect(unmet(outcome.result, config, accept)).toEqual([])
      }),
    )
    runs.expectHeld(0.6)
  })
})
