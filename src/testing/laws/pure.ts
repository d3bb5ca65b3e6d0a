import { sameJson } from '../json.js'
import type { Mutate, PodSpec } from '../pod.js'
import { jsonDifferences } from './differences.js'
import { BrokenLaw, type Judge, lenient, type Verdict } from './law.js'
import { attempt, type Outcome } from './refusal.js'
import { difference, snapshot } from './snapshot.js'
import type { Steps } from './steps.js'

/** Every object and list that can be reached from a value, by reference. */
export function reachable(value: unknown, found = new Set<object>()): Set<object> {
  if (typeof value !== 'object' || value === null || found.has(value)) return found
  found.add(value)
  for (const field of Object.values(value)) reachable(field, found)
  return found
}

/**
 * The pod is neither written to nor frozen, whatever objects it is made of; what is new in a result is neither frozen nor shared
 * with the result of another call; and two calls give the same.
 */
export function* pure(mutate: Mutate, podSpec: PodSpec, { isRefusal }: Judge = lenient): Steps<Verdict> {
  const before = snapshot(podSpec)
  const first = yield* attempt(() => mutate(podSpec), isRefusal)
  const second = yield* attempt(() => mutate(podSpec), isRefusal)
  const changed = difference(before, snapshot(podSpec))
  if (changed !== undefined) throw new BrokenLaw('pure: the pod was written to', { after: podSpec, details: [changed] })
  if ('refusal' in first || 'refusal' in second) return agreeing(first, second)
  if (!sameJson(first.result, second.result)) {
    throw new BrokenLaw('pure: two calls made different pods', {
      before: first.result,
      after: second.result,
      details: jsonDifferences(first.result, second.result),
    })
  }
  const input = reachable(podSpec)
  const others = reachable(second.result)
  for (const node of reachable(first.result)) {
    if (input.has(node)) continue
    if (!Object.isExtensible(node))
      throw new BrokenLaw('pure: something new in the result is frozen', { details: [node] })
    if (others.has(node))
      throw new BrokenLaw('pure: the results of two calls share what they added', { details: [node] })
  }
  return 'held'
}

function agreeing(first: Outcome<unknown>, second: Outcome<unknown>): Verdict {
  if ('result' in first || 'result' in second)
    throw new BrokenLaw('pure: one of two calls was refused', { details: [first, second] })
  return 'refused'
}
