import { deepStrictEqual } from 'node:assert/strict'
import type { V1PodSpec } from '@kubernetes/client-node'
import { createInjector, isModelcarError } from '../src/index.js'
import { config } from './by-hand/wanted.js'
import { Obstacle, Unwritten } from './by-hand/obstacle.js'
import { planned } from './by-hand/immutable.js'
import {
  damages,
  harmless,
  leavings,
  malformed,
  obstacles,
  obstaclesInOurs,
  warned,
  warnedOfOurs,
  type Changes,
} from './agreement-cases.js'
import { issuePod } from './pods.js'

/*
 * Times are compared only between functions that do the same. Each is held against the library on pods that are fresh, damaged,
 * or refused, and has to leave its input as it was.
 */

export type Inject = (spec: V1PodSpec) => V1PodSpec

const injector = createInjector(config)
const ours = (spec: V1PodSpec): V1PodSpec => injector.inject(spec)

/** Throws where a contestant and the library disagree; tells on how many pods they were compared. */
export function checkAgreement(name: string, inject: Inject, pods: readonly V1PodSpec[]): number {
  const injected = pods.map(ours)
  const cases = [
    ...pods.map((pod, index) => [`pod ${index}`, pod] as const),
    ...injected.map((pod, index) => [`pod ${index}, injected`, pod] as const),
    ...changed(damages, ours(issuePod()), (pod) => outcome(ours, pod)[0] !== pod),
    ...changed(harmless, ours(issuePod()), (pod) => outcome(ours, pod)[0] === pod),
    ...changed(obstacles, issuePod(), isRefused),
    ...changed(obstaclesInOurs, ours(issuePod()), isRefused),
    ...changed(malformed, issuePod(), isRefused),
    ...changed(warned, issuePod(), isTaken),
    ...changed(warnedOfOurs, ours(issuePod()), isTaken),
  ]
  for (const [what, pod] of cases) {
    try {
      compare(inject, pod)
    } catch (cause) {
      throw new Error(`${name} and the library differ: ${what}`, { cause })
    }
  }
  return cases.length
}

/** Throws where something that is complete does not come back as the same reference. */
export function checkSecondCall(name: string, inject: Inject, pods: readonly V1PodSpec[]): void {
  const complete = [...pods.map(ours), ...changed(harmless, ours(issuePod()), () => true).map(([, pod]) => pod)]
  if (complete.some((pod) => inject(pod) !== pod)) throw new Error(`${name} copies what is complete`)
}

/** Throws where what is written by hand and the library tell different things of a pod. Returns how many pods there were. */
export function checkWarnings(pods: readonly V1PodSpec[]): number {
  const hasWarnings = (pod: V1PodSpec): boolean => injector.plan(pod).warnings.length > 0
  const cases = [
    ...pods.map((pod, index) => [`pod ${index}`, pod] as const),
    ...changed(warned, issuePod(), hasWarnings),
    ...changed(warnedOfOurs, ours(issuePod()), hasWarnings),
  ]
  for (const [what, pod] of cases) {
    const plan = planned(pod)
    deepStrictEqual(plan.spec, ours(pod), what)
    deepStrictEqual(plan.warnings.map(place).sort(), injector.plan(pod).warnings.map(place).sort(), what)
  }
  return cases.length
}

const place = ({ code, field }: { readonly code: string; readonly field: string }): string => `${field} ${code}`

/** Throws where an injection does not see what it would have to mend, and leaves to the library. Returns how many pods there were. */
export function checkLeavings(name: string, inject: Inject): number {
  const cases = changed(leavings, ours(issuePod()), isTaken)
  for (const [what, pod] of cases) {
    let isSeen = false
    try {
      inject(pod)
    } catch (error) {
      isSeen = error instanceof Unwritten
    }
    if (!isSeen) throw new Error(`${name} does not see ${what}`)
  }
  return cases.length
}

const isRefused = (pod: V1PodSpec): boolean => typeof outcome(ours, pod)[0] === 'string'
const isTaken = (pod: V1PodSpec): boolean => !isRefused(pod)

function changed(
  changes: Changes,
  base: V1PodSpec,
  isAsMeant: (pod: V1PodSpec) => boolean,
): readonly (readonly [string, V1PodSpec])[] {
  return Object.entries(changes).map(([what, change]) => {
    const pod = structuredClone(base)
    change(pod)
    if (!isAsMeant(pod)) throw new Error(`not as meant for the library: ${what}`)
    return [what, pod]
  })
}

function compare(inject: Inject, pod: V1PodSpec): void {
  const before = structuredClone(pod)
  const [expected, actual] = [outcome(ours, pod), outcome(inject, pod)]
  deepStrictEqual(pod, before, 'the input was written to')
  // What is written by hand stops at the first obstacle, where the library tells all.
  if (typeof expected[0] === 'string' && expected.includes(actual[0])) return
  deepStrictEqual(actual, expected)
}

/** A pod, or the codes of what stands in the way. */
function outcome(inject: Inject, pod: V1PodSpec): readonly unknown[] {
  try {
    return [inject(pod)]
  } catch (error) {
    if (error instanceof Obstacle) return [error.message]
    if (isModelcarError(error)) return error.causes.map(({ code }) => code)
    throw error
  }
}
