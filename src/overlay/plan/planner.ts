import { ModelcarConflictError, ModelcarPodSpecError, type ConflictCode } from '../../errors.js'
import { found, isObject, type JsonObject } from '../../json.js'
import { apply } from '../../patch/apply.js'
import type { Edit } from '../../patch/edit.js'
import { difference } from '../../patch/difference.js'
import { inOrder } from '../../patch/order.js'
import { compileObject } from '../merge/object.js'
import { isAnythingFound, startFound, told } from '../found.js'
import { startWalk } from '../merge/walk.js'
import type { Overlay } from '../overlay.js'
import type { Rules } from '../rules.js'
import { checkPodResources, hasPodResources } from './check-resources.js'
import { findConflicts } from './conflicts.js'
import type { Findings } from './findings.js'
import type { Owned } from './owned.js'
import { readPod, type Placed } from './pod.js'
import { findTargets } from './targets.js'
import { takeOutApplied } from './unapplied.js'
import { outlineOf } from './outline.js'
import { warnOfKeptImages } from './warn-kept-images.js'
import { collectWarnings, type Warning } from './warnings.js'
import { warnOfWeakened } from './warn-weakened.js'

/** What a pod needs. */
interface Planned {
  readonly spec: JsonObject
  readonly edits: readonly Edit[]
  /** What a person should know of the pod; looked for only where it is asked for. */
  readonly warnings: () => readonly Warning[]
}

/** From a pod spec to the edits that it needs; throws where it is malformed, or where something stands in the way. */
export type Planner = (podSpec: unknown) => Planned

/**
 * Compiles an overlay to a planner. All conflicts and all faults are reported at once; nothing is written by a planner.
 *
 * @param rules - what the kind of overlay adds to what holds of every overlay.
 */
export function compilePlanner<Own extends Owned>(overlay: Overlay, rules: Rules<Own>): Planner {
  const compiled = compile(overlay)
  return (podSpec) => {
    if (!isObject(podSpec)) throw noPodSpec(`expected an object, found ${found(podSpec)}`)
    if (isWholeObject(podSpec)) throw noPodSpec(wholeObjectText(podSpec.kind))
    const walk = startWalk(hasPodResources(podSpec), podSpec)
    const there = readPod(podSpec, walk)
    const findings = startFound<ConflictCode>(podSpec)
    const targets =
      compiled.outline.targets === undefined
        ? rules.findTargets(there, findings)
        : findTargets(there, compiled.outline.targets, rules.targetTexts, findings)
    walk.beforeInitContainer = firstSidecarTarget(targets)
    walk.hostNetwork = willBeInHostNetwork(overlay.spec?.hostNetwork, podSpec)
    const ownedThere = rules.findOwned(there, compiled.outline, targets, findings)
    const forPod = rules.overlayFor(there, targets, ownedThere)
    const { spec, target, outline } = forPod === undefined ? compiled : compile(forPod)
    const { pod, owned, taken } = takeOutApplied(there, ownedThere, outline, rules)
    findConflicts(pod, outline, compiled.outline, targets, owned, rules, walk, findings)

    spec.merge(pod.spec, walk)
    for (const { list, index, container } of targets) {
      walk.path.push(list, index)
      target.merge(container, walk)
      walk.path.pop()
      walk.path.pop()
    }
    rules.removeLeftovers(pod, outline, targets, owned, walk)

    if (isAnythingFound(walk.faults)) {
      const { causes, omitted } = told(walk.faults)
      throw new ModelcarPodSpecError(causes, omitted)
    }
    const hasAmounts = walk.podResources || overlay.spec?.resources !== undefined
    const judge = rules.judgeOf?.(podSpec)
    const isJudged = hasAmounts || judge !== undefined
    // Edits that nothing is to be made of any more are not put in order.
    if (!isJudged) throwConflicts(findings, rules)
    const edits = inOrder(difference(podSpec, taken, walk))
    if (edits.length > 0 && isJudged) {
      const made = apply(podSpec, edits)
      if (hasAmounts) checkPodResources(podSpec, made, outline, rules, findings)
      judge?.(made, findings)
    }
    throwConflicts(findings, rules)
    return {
      spec: podSpec,
      edits,
      warnings: () =>
        collectWarnings(podSpec, (warn) => {
          warnOfWeakened(ownedThere, outline, rules, warn)
          warnOfKeptImages(pod, outline, targets, owned, walk, warn)
          rules.warn(pod, outline, targets, owned, warn, walk)
        }),
    }
  }
}

const willBeInHostNetwork = (wanted: unknown, { hostNetwork }: JsonObject): boolean =>
  (typeof wanted === 'boolean' || wanted === null ? wanted : hostNetwork) === true

/** What is compiled once for any number of pods. */
const compile = (overlay: Overlay) => ({
  spec: compileObject(overlay.spec ?? {}, 'PodSpec'),
  target: compileObject(overlay.target ?? {}, 'Container'),
  outline: outlineOf(overlay),
})

/** Where the first target stands that is an init container which stays: what a target needs has to be there before it starts. */
function firstSidecarTarget(targets: readonly Placed[]): number | undefined {
  let first: number | undefined
  for (const { list, index, container } of targets) {
    if (list !== 'initContainers' || container.restartPolicy !== 'Always') continue
    if (first === undefined || index < first) first = index
  }
  return first
}

const noPodSpec = (message: string): ModelcarPodSpecError =>
  new ModelcarPodSpecError([{ code: 'InvalidType', field: 'spec', message }])

/** Whether somebody gave a Pod or a workload for the pod spec in it. */
const isWholeObject = ({ containers, kind, spec }: JsonObject): boolean =>
  containers === undefined && (typeof kind === 'string' || isObject(spec))

function wholeObjectText(kind: unknown): string {
  const what = typeof kind === 'string' ? `a ${found(kind).slice(1, -1)}` : 'an object with a spec'
  const way = kind === 'Pod' ? 'pass its spec' : 'pass the pod spec in it'
  return `expected a pod spec, but this is ${what}: ${way}, or use mapPodSpecs`
}

function throwConflicts(findings: Findings, { noun }: Pick<Rules, 'noun'>): void {
  if (!isAnythingFound(findings)) return
  const { causes, omitted } = told(findings)
  throw new ModelcarConflictError(causes, noun, omitted)
}
