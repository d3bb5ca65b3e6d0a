import { clone, showThrown } from '../json.js'
import type { Mutate, PodSpec } from '../pod.js'
import { BrokenLaw, changesMade, copyOf, demand, type Judge, lenient, type Verdict } from './law.js'
import { attempt } from './refusal.js'
import { settled, type Steps } from './steps.js'
import { trendOf, trendText } from './trend.js'

/** A second call changes nothing of what the first one made. */
export function* idempotent(mutate: Mutate, podSpec: PodSpec, judge: Judge = lenient): Steps<Verdict> {
  const outcome = yield* attempt(() => mutate(podSpec), judge.isRefusal)
  if ('refusal' in outcome) return 'refused'
  const once = outcome.result
  // It may write to what it is handed.
  const before = copyOf(once)
  const twice = yield* demand('idempotent', () => mutate(once), judge, { before })
  const changes = changesMade(judge, before, twice, once)
  if (changes.length === 0) return 'held'
  throw new BrokenLaw('idempotent: a second call made another pod', {
    before: clone(before),
    after: twice,
    calls: ['first call', 'second call'],
    details: [yield* endOf(mutate, before), ...changes],
  })
}

/** Says where more calls lead; they may fail, now that the law is broken. */
function* endOf(mutate: Mutate, podSpec: PodSpec): Steps<string> {
  try {
    return trendText(yield* trendOf(podSpec, (state) => settled(mutate(copyOf(state)))))
  } catch (error) {
    return `another call fails: ${showThrown(error)}`
  }
}
