import { show } from '../json.js'
import { jsonDifferences } from './differences.js'
import { attempt, isAnswer, type IsRefusal } from './refusal.js'
import type { Steps } from './steps.js'

/** How a law ended that was not broken: it held, or the mutator refused the pod and there was nothing to hold. */
export type Verdict = 'held' | 'refused'

/** What a law takes for what. */
export interface Judge {
  /** Tells a refusal, which is an answer, from an error that is a fault. */
  readonly isRefusal: IsRefusal
  /** Lists what a call changed that had nothing to do. */
  readonly changesOf: (handed: unknown, given: unknown) => readonly string[]
}

/** Any error is a refusal but those of the JavaScript engine, and equal JSON is the same. */
export const lenient: Judge = { isRefusal: isAnswer, changesOf: jsonDifferences }

/** Thrown where a law is broken; the message names the law and shows what broke it. */
export class BrokenLaw extends Error {
  override readonly name = 'BrokenLaw'

  constructor(law: string, ...evidence: readonly unknown[]) {
    super([law, ...evidence.map((each) => (typeof each === 'string' ? each : show(each)))].join('\n  '))
  }
}

/** Demands that a call does not refuse what it has to take. */
export function* demand<T>(law: string, call: () => T | PromiseLike<T>, { isRefusal }: Judge): Steps<T> {
  const outcome = yield* attempt(call, isRefusal)
  if ('result' in outcome) return outcome.result
  throw new BrokenLaw(`${law}: refused`, String(outcome.refusal))
}
