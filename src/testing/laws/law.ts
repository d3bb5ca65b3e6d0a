import { roundTrip } from '../api-server/round-trip.js'
import { clone, sameJson, showThrown } from '../json.js'
import { madeOf, metadataOf } from '../metadata.js'
import type { PodSpec } from '../pod.js'
import { BrokenLaw, type Evidence } from './broken-law.js'
import { jsonDifferences } from './differences.js'
import { attempt, isAnswer, type IsRefusal } from './refusal.js'
import type { Steps } from './steps.js'

export { BrokenLaw, type Evidence } from './broken-law.js'

/** How a law ended that was not broken: it held, or the mutator refused the pod and there was nothing to hold. */
export type Verdict = 'held' | 'refused'

/** What a law takes for what. */
export interface Judge {
  /** Tells a refusal, which is an answer, from an error that is a fault. */
  readonly isRefusal: IsRefusal
  /**
   * Lists what a call changed that had nothing to do, by what it was handed as that was before the call, what it gave, and the very
   * object that it was handed.
   */
  readonly changesOf: (before: unknown, given: unknown, handed: unknown) => readonly string[]
  /** Whether it matters which objects a result is made of, and not only the JSON that it is. */
  readonly byReference: boolean
}

/** Any error is a refusal but those of the JavaScript engine, and equal JSON is the same. */
export const lenient: Judge = {
  isRefusal: isAnswer,
  changesOf: (before, given) => jsonDifferences(before, given),
  byReference: false,
}

/** Demands that a call does not refuse what it has to take. */
export function* demand<T>(
  law: string,
  call: () => T | PromiseLike<T>,
  { isRefusal }: Judge,
  evidence: Evidence = {},
): Steps<T> {
  const outcome = yield* attempt(call, isRefusal)
  if ('result' in outcome) return outcome.result
  throw new BrokenLaw(`${law}: refused`, { ...evidence, details: [showThrown(outcome.refusal)] })
}

/** A copy for a mutator that may write to it. */
export const copyOf = <T extends object>(podSpec: T): T => madeOf(podSpec, clone(podSpec))

/** Whether the API server reads two pod specs as the same: amounts by their value, and what is empty as absent. */
export const isSameToServer = (one: PodSpec, other: PodSpec): boolean => sameJson(roundTrip(one), roundTrip(other))

/** What a call changed of a pod that it should have left alone: of its spec, and of its metadata where that is known. */
export function changesMade(judge: Judge, before: object, given: object, handed: object): string[] {
  const [old, made] = [metadataOf(handed), metadataOf(given)]
  const ofMetadata = made === undefined ? [] : jsonDifferences({ metadata: old }, { metadata: made })
  return [...judge.changesOf(before, given, handed), ...ofMetadata]
}
