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

/** What shows that a law is broken. */
export interface Evidence {
  /** What a call was handed, and what it should not have made of it. */
  readonly before?: unknown
  readonly after?: unknown
  /** Who was called, in order. */
  readonly calls?: readonly string[]
  readonly details?: readonly unknown[]
}

/** Thrown where a law is broken; the message names the law and shows what broke it. */
export class BrokenLaw extends Error {
  override readonly name = 'BrokenLaw'
  readonly fault: string
  readonly evidence: Evidence

  /** @param fault the law's name, a colon, and what is wrong. */
  constructor(fault: string, evidence: Evidence = {}) {
    super(
      [fault, ...(evidence.details ?? []).map((each) => (typeof each === 'string' ? each : show(each)))].join('\n  '),
    )
    this.fault = fault
    this.evidence = evidence
  }
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
  throw new BrokenLaw(`${law}: refused`, { ...evidence, details: [String(outcome.refusal)] })
}
