import { roundTrip } from '../../../src/testing/api-server/round-trip.js'
import { BrokenLaw, type Verdict } from '../../../src/testing/laws/law.js'
import { runSync } from '../../../src/testing/laws/steps.js'
import { valid, type Validate } from '../../../src/testing/laws/valid.js'
import type { Inject, PodSpec } from '../../../src/testing/pod.js'
import { attempt, refusalText } from '../refusal.js'
import { strict } from './judge.js'

/**
 * L7: a pod that the API server takes is refused with a conflict, or comes out as one that the API server takes, and in which
 * the model is where the server looks for it. A pod that the API server does not take is nobody's promise.
 *
 * @param admissionErrors what the API server would say.
 * @param startErrors what would go wrong once the pod runs.
 */
export function assertValid(
  inject: Inject,
  podSpec: PodSpec,
  admissionErrors: Validate,
  startErrors: Validate = () => [],
): Verdict {
  if (admissionErrors(podSpec).length > 0) return 'refused'
  const outcome = attempt(() => inject(podSpec))
  if ('refusal' in outcome) {
    if (outcome.refusal.code === 'Conflict') return 'refused'
    throw new BrokenLaw('valid: a good pod is called malformed', { details: [refusalText(outcome.refusal)] })
  }
  const verdict = runSync(valid(inject, podSpec, admissionErrors, strict))
  for (const made of [outcome.result, roundTrip(outcome.result)]) {
    const faults = startErrors(made)
    if (faults.length > 0) throw new BrokenLaw('valid: the pod cannot do its work', { details: [...faults] })
  }
  return verdict
}
