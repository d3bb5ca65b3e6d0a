import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { roundTrip } from '../../src/testing/api-server/round-trip.js'
import { defaultAdmission } from '../../src/testing/api-server/admission.js'
import { admissibleCase } from '../kit/arbitraries/cases.js'
import { config } from '../kit/arbitraries/configs.js'
import { damagedCase, fixed } from '../kit/arbitraries/debris.js'
import { type Config, modelsIn } from '../kit/config.js'
import { isRewriting } from '../kit/images.js'
import { entriesOf, fieldsOf } from '../../src/testing/json.js'
import { assertValid } from '../kit/laws/index.js'
import { type PodSpec, volumesOf } from '../../src/testing/pod.js'
import { check } from '../kit/runs.js'
import { admissionErrors } from '../oracle/admission.js'
import { podStartErrors } from '../oracle/start.js'
import { injectionOf } from './injection-of.js'
import { inject } from './subject.js'
import { tally } from './tally.js'

/** Faults that were in the pod before are somebody else's: a mount that hides another one, a user that may not be. */
function newFaults(podSpec: PodSpec, made: PodSpec, config: Config): readonly unknown[] {
  const injection = injectionOf(podSpec, config)
  const faultsOf = (spec: PodSpec) =>
    podStartErrors(spec, injection).map(({ field, message }) => {
      const [, list = '', index = ''] = /^spec\.(\w+)\[(\d+)\]/.exec(field) ?? []
      return `${String(entriesOf(spec[list])[Number(index)]?.['name'])}: ${message}`
    })
  // An image volume records nothing, so the same image of another registry may be a mirror's, which the oracle can't know.
  const mirrors = modelsIn(config)
    .filter(({ image }) => volumesOf(made).some((volume) => isRewriting(fieldsOf(volume['image'])['reference'], image)))
    .map(({ image }) => `undefined: Not found: "${image}"`)
  const before = faultsOf(podSpec).filter((fault) => /hides another mount|breaks runAsNonRoot/.test(fault))
  return faultsOf(made).filter((fault) => !before.includes(fault) && !mirrors.includes(fault))
}

describe('L7 valid', () => {
  test('what the API server takes it takes afterwards too, and the model is there', () => {
    const runs = tally('L7 valid')
    check(
      fc.property(admissibleCase, ({ podSpec, config }) => {
        const startErrors = (made: PodSpec) => newFaults(podSpec, made, config)
        runs.count(assertValid(fixed(inject, config), podSpec, admissionErrors, startErrors))
      }),
    )
    runs.expectHeld(0.6)
  })

  test('pods with pieces of ours, where the API server takes them in that state', () => {
    const runs = tally('L7 valid, damaged pods')
    check(
      fc.property(damagedCase(admissibleCase, config, inject), ({ podSpec, config }) => {
        const startErrors = (made: PodSpec) => newFaults(podSpec, made, config)
        runs.count(assertValid(fixed(inject, config), podSpec, admissionErrors, startErrors))
      }),
    )
    runs.expectHeld(0.3)
  })

  test('the pods that are generated here are pods that the API server takes', () => {
    check(
      fc.property(admissibleCase, ({ podSpec }) => {
        expect(admissionErrors(podSpec)).toEqual([])
        expect(admissionErrors(defaultAdmission(roundTrip(podSpec)))).toEqual([])
      }),
    )
  })
})
