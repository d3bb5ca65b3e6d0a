import { admit, type Webhook } from '../admission-chain.js'
import type { Inject, PodSpec } from '../pod.js'
import { attempt } from '../refusal.js'
import { differences, jsonDifferences } from './differences.js'
import { BrokenLaw, demand, type Verdict } from './law.js'
import type { Validate } from './valid.js'

/** What stands for our webhook in a chain. */
export const ourWebhook = (mutate: Inject, name: string): Webhook => ({ name, mutate, reinvocationPolicy: 'IfNeeded' })

/**
 * L9: in a reinvoking chain with others that are idempotent and do not undo what we enforce, the pod settles: after the two
 * rounds neither we nor anybody else who is asked again has anything left to do.
 */
export function assertSettles(inject: Inject, ours: string, others: readonly Webhook[], podSpec: PodSpec): Verdict {
  const chain = [...others, ourWebhook(inject, ours)]
  const outcome = attempt(() => admit(podSpec, chain).podSpec)
  if ('refusal' in outcome) return 'refused'
  const settled = outcome.result
  for (const { name, mutate, reinvocationPolicy } of chain) {
    if (reinvocationPolicy === 'Never') continue
    const again = demand('L9 chains', () => mutate(settled))
    // Of others it is enough that they want nothing else; of us, that we give the very object back.
    const left = name === ours ? differences(settled, again) : jsonDifferences(settled, again)
    if (left.length > 0) throw new BrokenLaw(`L9 chains: ${name} has not settled`, ...left)
  }
  return 'held'
}

/** L9: beside others that never settle, the chain ends after two rounds with a pod that is accepted, or a clear refusal. */
export function assertEnds(
  inject: Inject,
  ours: string,
  others: readonly Webhook[],
  podSpec: PodSpec,
  admissionErrors: Validate,
): Verdict {
  if (admissionErrors(podSpec).length > 0) return 'refused'
  const outcome = attempt(() => admit(podSpec, [...others, ourWebhook(inject, ours)]))
  if ('refusal' in outcome) return 'refused'
  const { podSpec: made, calls } = outcome.result
  if (calls.length > 2 * (others.length + 1)) throw new BrokenLaw('L9 chains: more than two rounds', calls)
  const errors = admissionErrors(made)
  if (errors.length > 0) throw new BrokenLaw('L9 chains: the API server refuses the result', calls, ...errors)
  return 'held'
}
