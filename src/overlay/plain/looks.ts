import type { JsonObject } from '../../json.js'
import type { Findings } from '../plan/findings.js'
import type { Judge } from '../rules.js'

/** A look at a pod as an overlay leaves it, for what only the two together decide. What was so before is not the overlay's. */
export interface Look {
  /** Tells whether the overlay can bring about in a pod what is looked for. */
  readonly concerns: (before: JsonObject) => boolean
  readonly look: (before: JsonObject, after: JsonObject, findings: Findings) => void
}

export const everyPod = (): boolean => true

/** Gives all looks that concern a pod, as one. */
export function judgeOf(looks: readonly Look[], before: JsonObject): Judge | undefined {
  // Stryker disable next-line MethodExpression: a look at a pod that nothing is brought about in finds nothing; it only takes time.
  const concerned = looks.filter(({ concerns }) => concerns(before))
  // Stryker disable next-line ConditionalExpression: no looks find nothing.
  if (concerned.length === 0) return undefined
  return (after, findings) => {
    for (const { look } of concerned) look(before, after, findings)
  }
}
