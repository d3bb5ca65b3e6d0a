import { admit, type Webhook } from '../admission-chain.js'
import type { PodSpec } from '../pod.js'
import { jsonDifferences } from './differences.js'
import { BrokenLaw, demand, type Judge, lenient, type Verdict } from './law.js'
import { attempt } from './refusal.js'
import type { Steps } from './steps.js'
import type { Validate } from './valid.js'

/**
 * In a reinvoking chain with others that are idempotent the pod settles: after the two rounds neither the named webhook nor anybody
 * else who is asked again has anything left to do.
 */
export function* settles(
  chain: readonly Webhook[],
  ours: string,
  podSpec: PodSpec,
  judge: Judge = lenient,
): Steps<Verdict> {
  const outcome = yield* attempt(() => admit(podSpec, chain).podSpec, judge.isRefusal)
  if ('refusal' in outcome) return 'refused'
  const settled = outcome.result
  for (const { name, mutate, reinvocationPolicy } of chain) {
    if (reinvocationPolicy === 'Never') continue
    const again = yield* demand('settles', () => mutate(settled), judge)
    // Of others it is enough that they want nothing else.
    const left = name === ours ? judge.changesOf(settled, again) : jsonDifferences(settled, again)
    if (left.length > 0) throw new BrokenLaw(`settles: ${name} has not settled`, ...left)
  }
  return 'held'
}

/** Beside others that never settle, the chain ends after two rounds with a pod that is accepted, or a clear refusal. */
export function* ends(
  chain: readonly Webhook[],
  podSpec: PodSpec,
  validate: Validate,
  { isRefusal }: Judge = lenient,
): Steps<Verdict> {
  if (validate(podSpec).length > 0) return 'refused'
  const outcome = yield* attempt(() => admit(podSpec, chain), isRefusal)
  if ('refusal' in outcome) return 'refused'
  const { podSpec: made, calls } = outcome.result
  if (calls.length > 2 * chain.length) throw new BrokenLaw('settles: more than two rounds', calls)
  const errors = validate(made)
  if (errors.length > 0) throw new BrokenLaw('settles: the API server refuses the result', calls, ...errors)
  return 'held'
}
