import { show } from '../json.js'

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
