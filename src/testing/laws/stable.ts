import { clone } from '../json.js'
import { containersOf, type Inject, initContainersOf, type Mutate, namesOf, type PodSpec } from '../pod.js'
import { jsonDifferences } from './differences.js'
import { BrokenLaw, changesMade, copyOf, demand, isSameToServer, type Judge, lenient, type Verdict } from './law.js'
import { attempt } from './refusal.js'
import type { Steps } from './steps.js'

/**
 * Whatever happens to the pod between two calls, the second call changes nothing of what it is handed. A container that somebody else
 * added in between is new to a mutator of all containers, so the second call may change that one, unless it is judged by reference;
 * then a third call changes nothing.
 */
export function* stable(mutate: Mutate, between: Inject, podSpec: PodSpec, judge: Judge = lenient): Steps<Verdict> {
  const outcome = yield* attempt(() => mutate(podSpec), judge.isRefusal)
  if ('refusal' in outcome) return 'refused'
  const once = clone(outcome.result)
  const handed = between(outcome.result)
  const before = clone(handed)
  const calls = ['first call', String(between), 'second call']
  const again = yield* demand('stable', () => mutate(handed), judge, { before, calls })
  const changes = changesMade(judge, before, again, handed)
  if (changes.length === 0) return 'held'
  if (judge.byReference || jsonDifferences(known(before, once), known(again, once)).length > 0)
    throw new BrokenLaw('stable: the second call changed the pod', {
      before,
      after: again,
      calls,
      details: isSameToServer(before, again) ? [...noise, ...changes] : changes,
    })
  const then = copyOf(again)
  const evidence = { before: then, calls: [...calls, 'third call'] }
  const last = yield* demand('stable', () => mutate(again), judge, evidence)
  const more = changesMade(judge, then, last, again)
  if (more.length === 0) return 'held'
  throw new BrokenLaw('stable: a third call changed the pod', { ...evidence, after: last, details: more })
}

const noise = ['the API server reads both as the same, so the patch is in vain, in every call']

/** A pod without the containers that were not there before. */
function known(podSpec: PodSpec, once: PodSpec): unknown {
  const names = new Set(namesOf([...containersOf(once), ...initContainersOf(once)]))
  const wereThere = (list: unknown): unknown =>
    Array.isArray(list) ? list.filter((entry: { name?: unknown } | null) => names.has(String(entry?.name))) : list
  return {
    ...podSpec,
    containers: wereThere(podSpec.containers),
    initContainers: wereThere(podSpec['initContainers']) ?? [],
  }
}
