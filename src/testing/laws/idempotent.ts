import type { Mutate, PodSpec } from '../pod.js'
import { BrokenLaw, demand, type Judge, lenient, type Verdict } from './law.js'
import { attempt } from './refusal.js'
import type { Steps } from './steps.js'

/** A second call changes nothing of what the first one made. */
export function* idempotent(mutate: Mutate, podSpec: PodSpec, judge: Judge = lenient): Steps<Verdict> {
  const outcome = yield* attempt(() => mutate(podSpec), judge.isRefusal)
  if ('refusal' in outcome) return 'refused'
  const once = outcome.result
  const twice = yield* demand('idempotent', () => mutate(once), judge)
  const changes = judge.changesOf(once, twice)
  if (changes.length > 0) throw new BrokenLaw('idempotent: a second call made another pod', ...changes)
  return 'held'
}
