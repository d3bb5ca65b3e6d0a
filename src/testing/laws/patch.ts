import { clone, sameJson } from '../json.js'
import { applyPatch, type Operation } from '../json-patch.js'
import type { Mutate, PodSpec } from '../pod.js'
import { jsonDifferences } from './differences.js'
import { BrokenLaw, type Judge, lenient, type Verdict } from './law.js'
import { attempt } from './refusal.js'
import type { Steps } from './steps.js'

/** Plans a change of a pod spec: a JSON patch whose paths begin at the pod spec. */
export type PlanPatch = (podSpec: PodSpec) => readonly Operation[] | PromiseLike<readonly Operation[]>

/** Applies a patch to a copy of a document. */
export type Apply = (document: unknown, patch: readonly Operation[]) => unknown

/**
 * A patch is JSON, applies as strictly as RFC 6902 says, and makes what the mutator makes; it is empty where the mutator changes
 * nothing. What one of them refuses the other one refuses too.
 *
 * @param mutate what the patch has to come to; without it, it is enough that it applies.
 * @param engines further implementations of RFC 6902, beside the strict one that is here.
 */
export function* patch(
  plan: PlanPatch,
  mutate: Mutate | undefined,
  podSpec: PodSpec,
  { isRefusal }: Judge = lenient,
  engines: readonly Apply[] = [],
): Steps<Verdict> {
  const before = clone(podSpec)
  const planned = yield* attempt(() => plan(podSpec), isRefusal)
  const mutated = mutate && (yield* attempt(() => mutate(clone(before)), isRefusal))
  if ('refusal' in planned) {
    if (mutated === undefined || 'refusal' in mutated) return 'refused'
    throw new BrokenLaw('patch: there is none for what the mutator takes', {
      before,
      details: [String(planned.refusal)],
    })
  }
  if (mutated !== undefined && 'refusal' in mutated) {
    throw new BrokenLaw('patch: there is one for what the mutator refuses', {
      before,
      details: [String(mutated.refusal)],
    })
  }
  const operations = planned.result
  const evidence = { before, calls: ['one call'] }
  const json: unknown = JSON.parse(JSON.stringify(operations))
  if (!sameJson(json, operations)) throw new BrokenLaw('patch: it is not JSON', { ...evidence, details: [operations] })
  for (const apply of [applyPatch, ...engines]) {
    const made = applied(apply, before, operations)
    if (mutated === undefined || sameJson(made, mutated.result)) continue
    const details = [...jsonDifferences(mutated.result, made), operations]
    throw new BrokenLaw('patch: it makes another pod', { ...evidence, before: mutated.result, after: made, details })
  }
  if (mutated !== undefined && operations.length > 0 && sameJson(before, mutated.result)) {
    throw new BrokenLaw('patch: it is not empty, and nothing changes', { ...evidence, details: [operations] })
  }
  return 'held'
}

function applied(apply: Apply, podSpec: PodSpec, operations: readonly Operation[]): unknown {
  try {
    return apply(clone(podSpec), operations)
  } catch (error) {
    const details = [error instanceof Error ? error.message : String(error), ...operations]
    throw new BrokenLaw('patch: it does not apply', { before: podSpec, calls: ['one call'], details })
  }
}
