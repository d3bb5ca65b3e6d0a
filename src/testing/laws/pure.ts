import { clone, sameJson } from '../json.js'
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
 * The pod is not written to, and two calls give the same. Judged by reference, it is not frozen either, whatever objects it is made of,
 * and what is new in a result is neither frozen nor shared with the result of another call.
 */
export function* pure(mutate: Mutate, podSpec: PodSpec, { isRefusal, byReference }: Judge = lenient): Steps<Verdict> {
  const before = clone(podSpec)
  const seen = byReference ? snapshot(podSpec) : []
  const first = yield* attempt(() => mutate(podSpec), isRefusal)
  const second = yield* attempt(() => mutate(podSpec), isRefusal)
  const written = jsonDifferences(before, podSpec)
  const changed = byReference ? difference(seen, snapshot(podSpec)) : undefined
  if (written.length > 0 || changed !== undefined) {
    const details = written.length > 0 ? written : [changed]
    throw new BrokenLaw('pure: the pod was written to', { before, after: podSpec, details })
  }
  if ('refusal' in first || 'refusal' in second) return agreeing(first, second)
  if (!sameJson(first.result, second.result)) {
    throw new BrokenLaw('pure: two calls made different pods', {
      before: first.result,
      after: second.result,
      calls: ['first call', 'second call of the same pod'],
      details: jsonDifferences(first.result, second.result),
    })
  }
  if (byReference) demandOwn(podSpec, first.result, second.result)
  return 'held'
}

/** What a result has that the pod has not is its own. */
function demandOwn(podSpec: PodSpec, first: PodSpec, second: PodSpec): void {
  const input = reachable(podSpec)
  const others = reachable(second)
  for (const node of reachable(first)) {
    if (input.has(node)) continue
    if (!Object.isExtensible(node))
      throw new BrokenLaw('pure: something new in the result is frozen', { details: [node] })
    if (others.has(node))
      throw new BrokenLaw('pure: the results of two calls share what they added', { details: [node] })
  }
}

function agreeing(first: Outcome<unknown>, second: Outcome<unknown>): Verdict {
  if ('result' in first || 'result' in second) {
    const details = [first, second].map((each) => ('refusal' in each ? String(each.refusal) : 'no refusal'))
    throw new BrokenLaw('pure: one of two calls was refused', { details })
  }
  return 'refused'
}
