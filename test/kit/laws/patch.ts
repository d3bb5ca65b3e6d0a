import { type Config, isFresh } from '../config.js'
import { sameJson } from '../../../src/testing/json.js'
import type { Operation } from '../../../src/testing/json-patch.js'
import type { PodSpec } from '../../../src/testing/pod.js'
import { type Apply, patch as general } from '../../../src/testing/laws/patch.js'
import { runSync } from '../../../src/testing/laws/steps.js'
import { attempt, type Outcome } from '../refusal.js'
import { strict } from './judge.js'
import { BrokenLaw, type Verdict } from '../../../src/testing/laws/law.js'

/** What is planned for a pod. */
export interface Plan {
  readonly changed: boolean
  readonly patch: readonly Operation[]
}

export type { Apply } from '../../../src/testing/laws/patch.js'

/**
 * L8: the plan's patch makes of the pod what the injection makes of it, in every engine; it is empty exactly where the
 * injection gives the pod back; on a fresh pod it only adds and replaces; removals come last; no path is that of two operations or lies
 * below that of another; and plan and injection refuse the same pods alike.
 *
 * @param engines further implementations of RFC 6902, beside the strict one of this kit.
 */
export function assertPatch(
  inject: (podSpec: PodSpec, config: Config) => PodSpec,
  plan: (podSpec: PodSpec, config: Config) => Plan,
  podSpec: PodSpec,
  config: Config,
  engines: readonly Apply[] = [],
): Verdict {
  const injected = attempt(() => inject(podSpec, config))
  const planned = attempt(() => plan(podSpec, config))
  if ('refusal' in injected || 'refusal' in planned) return assertAlike(injected, planned)
  const { patch, changed } = planned.result
  const isSame = injected.result === podSpec
  if (isSame !== (patch.length === 0) || changed === isSame) {
    throw new BrokenLaw('L8 patch: plan and injection differ on whether anything changes', {
      details: [{ changed, isSame }, patch],
    })
  }
  const kinds = isFresh(podSpec, config) ? ['add', 'replace'] : ['add', 'replace', 'remove']
  const other = patch.find(({ op }) => !kinds.includes(op))
  if (other !== undefined) throw new BrokenLaw('L8 patch: an operation that is not needed', { details: [other] })
  assertApart(patch)
  return runSync(
    general(
      () => patch,
      () => injected.result,
      podSpec,
      strict,
      engines,
    ),
  )
}

/** Sorted, a path stands directly in front of those below it. Entries that are appended have one path. */
function assertApart(patch: readonly Operation[]): void {
  const firstRemoval = patch.findIndex(({ op }) => op === 'remove')
  const late = firstRemoval < 0 ? undefined : patch.slice(firstRemoval).find(({ op }) => op !== 'remove')
  if (late !== undefined) throw new BrokenLaw('L8 patch: an operation behind a removal', { details: [late] })
  const paths = patch.map(({ path }) => `${path}/`).sort()
  paths.forEach((path, index) => {
    const before = paths[index - 1]
    if (before === undefined || !path.startsWith(before) || (path === before && path.endsWith('/-/'))) return
    throw new BrokenLaw('L8 patch: an operation at or below the path of another', { details: [before, path] })
  })
}

function assertAlike(injected: Outcome<unknown>, planned: Outcome<unknown>): Verdict {
  const [one, other] = [injected, planned].map((outcome) => {
    if (!('refusal' in outcome)) return 'no refusal'
    const { name, code, causes } = outcome.refusal
    return { name, code, causes: causes.map(({ code, field, message }) => ({ code, field, message })) }
  })
  if (!sameJson(one, other))
    throw new BrokenLaw('L8 patch: plan and injection refuse differently', { details: [one, other] })
  return 'refused'
}
