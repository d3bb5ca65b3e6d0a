import type { Inject, PodSpec } from '../pod.js'
import { attempt } from '../refusal.js'
import { differences } from './differences.js'
import { BrokenLaw, demand, type Verdict } from './law.js'

/** L2: a second call gives back the very object that the first one made. */
export function assertIdempotent(inject: Inject, podSpec: PodSpec): Verdict {
  const outcome = attempt(() => inject(podSpec))
  if ('refusal' in outcome) return 'refused'
  const once = outcome.result
  const twice = demand('L2 idempotent', () => inject(once))
  if (twice !== once) throw new BrokenLaw('L2 idempotent: a second call made another pod', ...differences(once, twice))
  return 'held'
}
