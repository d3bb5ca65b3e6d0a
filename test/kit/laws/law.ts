import { show } from '../json.js'
import { attempt, type Refusal } from '../refusal.js'

/** How a law ended that was not broken: it held, or the injector refused the pod and there was nothing to hold. */
export type Verdict = 'held' | 'refused'

/** Thrown where a law is broken; the message names the law and shows what broke it. */
export class BrokenLaw extends Error {
  override readonly name = 'BrokenLaw'

  constructor(law: string, ...evidence: readonly unknown[]) {
    super([law, ...evidence.map((each) => (typeof each === 'string' ? each : show(each)))].join('\n  '))
  }
}

/** Demands that a call does not refuse what it has to take. */
export function demand<T>(law: string, call: () => T): T {
  const outcome = attempt(call)
  if ('result' in outcome) return outcome.result
  throw new BrokenLaw(`${law}: refused`, refusalText(outcome.refusal))
}

/** Writes a refusal on one line. */
export const refusalText = ({ code, causes }: Refusal): string =>
  `${code}: ${causes.map(({ code, field, message }) => `${code} ${field} ${message}`).join('; ')}`
