import { roundTrip } from '../api-server/round-trip.js'
import type { Inject, PodSpec } from '../pod.js'
import { attempt } from '../refusal.js'
import { BrokenLaw, refusalText, type Verdict } from './law.js'

/** Lists what is wrong with a pod; empty where nothing is. */
export type Validate = (podSpec: PodSpec) => readonly unknown[]

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
    if (outcome.refusal.code !== 'Conflict')
      throw new BrokenLaw('L7 valid: a good pod is called malformed', refusalText(outcome.refusal))
    return 'refused'
  }
  for (const made of [outcome.result, roundTrip(outcome.result)]) {
    const errors = admissionErrors(made)
    if (errors.length > 0) throw new BrokenLaw('L7 valid: the API server refuses the result', ...errors)
    const faults = startErrors(made)
    if (faults.length > 0) throw new BrokenLaw('L7 valid: the pod cannot do its work', ...faults)
  }
  return 'held'
}
