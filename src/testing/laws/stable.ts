import type { Inject, Mutate, PodSpec } from '../pod.js'
import { BrokenLaw, demand, type Judge, lenient, type Verdict } from './law.js'
import { attempt } from './refusal.js'
import type { Steps } from './steps.js'

/** Whatever happens to the pod between two calls, the second call changes nothing of what it is handed. */
export function* stable(mutate: Mutate, between: Inject, podSpec: PodSpec, judge: Judge = lenient): Steps<Verdict> {
  const outcome = yield* attempt(() => mutate(podSpec), judge.isRefusal)
  if ('refusal' in outcome) return 'refused'
  const handed = between(outcome.result)
  const calls = ['first call', String(between), 'second call']
  const again = yield* demand('stable', () => mutate(handed), judge, { before: handed, calls })
  const changes = judge.changesOf(handed, again)
  if (changes.length === 0) return 'held'
  throw new BrokenLaw('stable: the second call changed the pod', {
    before: handed,
    after: again,
    calls,
    details: changes,
  })
}
