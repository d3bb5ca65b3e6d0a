import { clone, sameJson } from '../json.js'
import { isRefusal } from '../refusal.js'
import { BrokenLaw, type Verdict } from './law.js'

/** A Kubernetes field path, or the path of a config's field; never empty. */
const fieldPath = /^[^.[]+(\[.+\]|\.[^.]+)*$/s

/**
 * L10: for any values whatever as pod and config, a call returns, or throws an error of the library's own with the path of each
 * fault; never an error from inside, never a half-done result.
 */
export function assertTotal(
  inject: (podSpec: unknown, config: unknown) => unknown,
  podSpec: unknown,
  config: unknown,
): Verdict {
  const before = clone([podSpec, config])
  let verdict: Verdict = 'held'
  try {
    inject(podSpec, config)
  } catch (error) {
    if (!isRefusal(error)) throw new BrokenLaw('L10 total: an error from inside', String(error), podSpec, config)
    const bare = error.causes.find(({ field }) => !fieldPath.test(field))
    if (bare !== undefined) throw new BrokenLaw('L10 total: a cause without a field path', bare)
    verdict = 'refused'
  }
  if (!sameJson(before, clone([podSpec, config]))) throw new BrokenLaw('L10 total: the input was written to', podSpec)
  return verdict
}
