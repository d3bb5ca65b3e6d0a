import { BrokenLaw, lenient, type Judge } from '../../src/testing/laws/law.js'
import { differences } from '../../src/testing/laws/differences.js'
import { runSync, type Steps } from '../../src/testing/laws/steps.js'
import type { PodSpec } from '../../src/testing/pod.js'

/** A mutator that is sync. */
export type Mutator = (podSpec: PodSpec) => PodSpec

/** A pod with one container. */
export const pod = (more: object = {}): PodSpec => ({ containers: [{ name: 'app', image: 'app:1' }], ...more })
/** Judges by reference. */
export const strict: Judge = { ...lenient, changesOf: differences, byReference: true }

/** How a law ends: its verdict, or the fault with its evidence. */
export function endOf(steps: Steps<unknown>): unknown {
  try {
    return runSync(steps)
  } catch (error) {
    if (!(error instanceof BrokenLaw)) throw error
    return { fault: error.fault, ...error.evidence }
  }
}

export const same: Mutator = (spec) => spec
export const named =
  (hostname: string): Mutator =>
  (spec) => ({ ...spec, hostname })
export const refuses: Mutator = () => {
  throw new Error('no')
}
export const fails: Mutator = () => {
  throw new TypeError('oh')
}
export const append: Mutator = (spec) => ({ ...spec, containers: [...spec.containers, { name: 'app', image: 'b' }] })
/** Does one thing in the first call, and another one in every other. */
export const turns = (first: Mutator, then: Mutator): Mutator => {
  let calls = 0
  return (spec) => (calls++ === 0 ? first : then)(spec)
}
