import type { Inject, PodSpec } from '../pod.js'
import { attempt } from '../refusal.js'
import { differences } from './differences.js'
import { BrokenLaw, demand, type Verdict } from './law.js'

/** L3: whatever happens to the pod between two calls, the second call gives back the very object that it is handed. */
export function assertStable(inject: Inject, between: Inject, podSpec: PodSpec): Verdict {
  const outcome = attempt(() => inject(podSpec))
  if ('refusal' in outcome) return 'refused'
  const changed = between(outcome.result)
  const again = demand('L3 stable', () => inject(changed))
  if (again !== changed)
    throw new BrokenLaw('L3 stable: the second call changed the pod', ...differences(changed, again))
  return 'held'
}
