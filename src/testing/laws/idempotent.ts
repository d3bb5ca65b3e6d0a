import type { Mutate, PodSpec } from '../pod.js'
import { BrokenLaw, demand, type Judge, lenient, type Verdict } from './law.js'
import { attempt } from './refusal.js'
import { settled, type Steps } from './steps.js'
import { trendOf, trendText } from './trend.js'

/** A second call changes nothing of what the first one made. */
export function* idempotent(mutate: Mutate, podSpec: PodSpec, judge: Judge = lenient): Steps<Verdict> {
  const outcome = yield* attempt(() => mutate(podSpec), judge.isRefusal)
  if ('refusal' in outcome) return 'refused'
  const once = outcome.result
  const twice = yield* demand('idempotent', () => mutate(once), judge, { before: once })
  const changes = judge.changesOf(once, twice)
  if (changes.length === 0) return 'held'
  const calls = ['first call', 'second call']
  throw new BrokenLaw('idempotent: a second call made another pod', {
    before: once,
    after: twice,
    calls,
    details: [yield* endOf(mutate, once), ...changes],
  })
}

/** Says where more calls lead; they may fail, now that the law is broken. */
export function* endOf(mutate: Mutate, podSpec: PodSpec): Steps<string> {
  try {
    return trendText(yield* trendOf(podSpec, (state) => settled(mutate(state))))
  } catch (error) {
    return `another call fails: ${String(error)}`
  }
}
