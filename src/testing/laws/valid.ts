import { roundTrip } from '../api-server/round-trip.js'
import { clone, fieldsOf } from '../json.js'
import type { Mutate, PodSpec } from '../pod.js'
import { BrokenLaw, type Judge, lenient, type Verdict } from './law.js'
import { attempt } from './refusal.js'
import type { Steps } from './steps.js'

/** Lists what is wrong with a pod; empty where nothing is. */
export type Validate = (podSpec: PodSpec) => readonly unknown[]

/**
 * A pod that the API server takes comes out as one that it takes, or is refused. A pod that the API server does not take is
 * nobody's promise.
 *
 * @param validate what the API server would say.
 */
export function* valid(
  mutate: Mutate,
  podSpec: PodSpec,
  validate: Validate,
  { isRefusal }: Judge = lenient,
): Steps<Verdict> {
  if (validate(podSpec).length > 0) return 'refused'
  const before = clone(podSpec)
  const outcome = yield* attempt(() => mutate(podSpec), isRefusal)
  if ('refusal' in outcome) return 'refused'
  for (const made of [outcome.result, roundTrip(outcome.result)]) {
    const errors = validate(made)
    if (errors.length === 0) continue
    throw new BrokenLaw('valid: the API server refuses the result', {
      before,
      after: made,
      calls: ['one call'],
      details: errors.map(errorText),
    })
  }
  return 'held'
}

/** Writes an error of the API server on one line. */
function errorText(error: unknown): unknown {
  const { field, message } = fieldsOf(error)
  return typeof field === 'string' && typeof message === 'string' ? `${field}: ${message}` : error
}
