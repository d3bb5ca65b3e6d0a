import fc from 'fast-check'
import { describe, test } from 'vitest'
import { defaultAdmission } from '../../src/testing/api-server/admission.js'
import { roundTrip } from '../../src/testing/api-server/round-trip.js'
import type { PodSpec } from '../../src/testing/pod.js'
import { admissibleCase, ordinaryCase, withTargets } from '../kit/arbitraries/cases.js'
import { config } from '../kit/arbitraries/configs.js'
import { fixed } from '../kit/arbitraries/debris.js'
import { fetchConfig, withInitializers } from '../kit/arbitraries/initializers.js'
import { admissiblePod, ordinaryPod } from '../../src/testing/arbitraries/pods.js'
import { type Config, isOurContainer } from '../kit/config.js'
import {
  type Apply,
  assertConvergent,
  assertDownloadsKept,
  assertFramed,
  assertIdempotent,
  assertPatch,
  assertStable,
  assertUnique,
  assertValid,
} from '../kit/laws/index.js'
import { attempt } from '../kit/refusal.js'
import { check, runs as allRuns } from '../kit/runs.js'
import { admissionErrors } from '../oracle/admission.js'
import { applyPatch } from '../oracle/json-patch.js'
import { podStartErrors } from '../oracle/start.js'
import { injectionOf } from './injection-of.js'
import { eject, inject, plan } from './subject.js'
import { tally } from './tally.js'

// KServe's storage initializer is a container that others make and use as well. The laws hold for what they may have made of it.

/** These are narrow cases, six times: fewer runs find as much. */
const some = { numRuns: Math.ceil(allRuns * 0.25) }

/** A config that is wrong by itself tells nothing of a pod. */
const isRight = (each: Config): boolean => {
  const outcome = attempt(() => inject({ containers: [{ name: 'kserve-container' }] }, each))
  return 'result' in outcome || outcome.refusal.code !== 'InvalidConfig'
}
const right = fetchConfig.filter(isRight)
const anyConfig = fc.oneof({ weight: 3, arbitrary: right }, { weight: 1, arbitrary: config })
const ordinary = fc.oneof(withInitializers(ordinaryCase), withInitializers(withTargets(ordinaryPod, right)))
const admissible = fc.oneof(withInitializers(admissibleCase), withInitializers(withTargets(admissiblePod, right)))

describe('with a storage initializer of others', () => {
  test('L2 idempotent, L6 unique, L8 patch', () => {
    const runs = tally('L2, L6 and L8, initializers')
    check(
      fc.property(ordinary, ({ podSpec, config }) => {
        runs.count(assertIdempotent(fixed(inject, config), podSpec))
        assertUnique(fixed(inject, config), podSpec, config)
        assertPatch(inject, plan, podSpec, config, [applyPatch as Apply])
      }),
      some,
    )
    runs.expectHeld(0.5)
  })

  test('L3 stable', () => {
    const runs = tally('L3 stable, initializers')
    check(
      fc.property(ordinary, ({ podSpec, config }) => {
        const between = (made: PodSpec): PodSpec => defaultAdmission(roundTrip(made))
        runs.count(assertStable(fixed(inject, config), between, podSpec))
      }),
      some,
    )
    runs.expectHeld(0.5)
  })

  test('L4 convergent', () => {
    const runs = tally('L4 convergent, initializers')
    check(
      fc.property(ordinary, anyConfig, ({ podSpec, config: second }, other) => {
        const { names: _names, targets: _targets, ...rest } = other
        const { names, targets } = second
        runs.count(
          assertConvergent(inject, podSpec, { ...rest, ...(names && { names }), ...(targets && { targets }) }, second),
        )
      }),
      some,
    )
    runs.expectHeld(0.4)
  })

  test('L4 convergent, in pods that had none', () => {
    const runs = tally('L4 convergent, fetch')
    check(
      fc.property(withTargets(ordinaryPod, right), anyConfig, ({ podSpec, config: second }, other) => {
        const { names: _names, targets: _targets, ...rest } = other
        const { targets } = second
        runs.count(assertConvergent(inject, podSpec, { ...rest, ...(targets && { targets }) }, second))
      }),
      some,
    )
    runs.expectHeld(0.5)
  })

  test('L5 framed', () => {
    const runs = tally('L5 framed, initializers')
    check(
      fc.property(ordinary, ({ podSpec, config }) => {
        runs.count(assertFramed(fixed(inject, config), podSpec, config))
      }),
      some,
    )
    runs.expectHeld(0.5)
  })

  test('what it fetches with other schemes comes where it came before: with a model, with another, and without', () => {
    const runs = tally('downloads of other schemes')
    check(
      fc.property(ordinary, anyConfig, ({ podSpec, config }, { names: _names, targets: _targets, ...other }) => {
        const { names, targets } = config
        const second = { ...other, ...(names && { names }), ...(targets && { targets }) }
        const isAdded = (container: string) => isOurContainer(container, config)
        const first = attempt(() => inject(podSpec, config))
        const made = 'result' in first ? first.result : podSpec
        assertDownloadsKept(podSpec, made, isAdded)
        assertDownloadsKept(podSpec, eject(made, config), isAdded)
        const again = attempt(() => inject(made, second))
        if ('result' in again) assertDownloadsKept(podSpec, again.result, isAdded)
        runs.count('result' in first && 'result' in again ? 'held' : 'refused')
      }),
      some,
    )
    runs.expectHeld(0.3)
  })

  test('L7 valid', () => {
    const runs = tally('L7 valid, initializers')
    check(
      fc.property(admissible, ({ podSpec, config }) => {
        const startErrors = (made: PodSpec) =>
          podStartErrors(made, injectionOf(podSpec, config)).filter(
            ({ message }) => !/hides another|breaks/.test(message),
          )
        runs.count(assertValid(fixed(inject, config), podSpec, admissionErrors, startErrors))
      }),
      some,
    )
    runs.expectHeld(0.4)
  })
})
