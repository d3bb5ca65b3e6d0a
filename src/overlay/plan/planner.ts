import type { ResolvedConfig } from '../../modelcar/config/resolve.js'
import { ModelcarConflictError, ModelcarPodSpecError, type Cause, type PodSpecCauseCode } from '../../errors.js'
import { found, isObject, type JsonObject } from '../../json.js'
import { compileObject } from '../merge/object.js'
import { editsOf, startWalk, type Walk } from '../merge/walk.js'
import type { Edit } from '../../patch/edit.js'
import type { Overlay } from '../overlay.js'
import { hasPodResources } from './check-resources.js'
import { findConflicts } from './conflicts.js'
import { fieldPath } from '../../patch/field-path.js'
import type { Findings } from './findings.js'
import { removeLeftovers } from '../../modelcar/leftovers.js'
import { findOwned, type Owned } from '../../modelcar/ownership.js'
import { readPod, type Placed, type Pod } from './pod.js'
import { findTargets } from './targets.js'
import { wantedOf } from './wanted.js'

/** What a pod needs, and what was found in it. */
export interface Planned {
  readonly spec: JsonObject
  readonly edits: readonly Edit[]
  readonly pod: Pod
  readonly targets: readonly Placed[]
  readonly owned: Owned
}

/** From a pod spec to the edits that it needs; throws where it is malformed, or where something stands in the way. */
export type Planner = (podSpec: unknown) => Planned

/**
 * Compiles an overlay to a planner. All conflicts and all faults are reported at once; nothing is written by a planner.
 *
 * @param config - the config that the overlay was made from; undefined for a user's overlay, which has neither the rules of a
 * model nor leftovers.
 */
export function compilePlanner(overlay: Overlay, config: ResolvedConfig | undefined): Planner {
  const spec = compileObject(overlay.spec ?? {}, 'PodSpec')
  const target = compileObject(overlay.target ?? {}, 'Container')
  const wanted = wantedOf(overlay, config)
  return (podSpec) => {
    if (!isObject(podSpec)) throw noPodSpec(`expected an object, found ${found(podSpec)}`)
    if (isWholeObject(podSpec)) throw noPodSpec(wholeObject(podSpec.kind))
    const walk = startWalk(hasPodResources(podSpec))
    const pod = readPod(podSpec, walk)
    const findings: Findings = []
    const targets = findTargets(pod, wanted, findings)
    const owned = findOwned(pod, wanted, findings)
    findConflicts(pod, wanted, targets, owned, walk, findings)

    spec.merge(podSpec, walk)
    for (const { list, index, container } of targets) {
      walk.path.push(list, index)
      target.merge(container, walk)
      walk.path.pop()
      walk.path.pop()
    }
    if (config !== undefined) removeLeftovers(pod, wanted, targets, owned, walk)

    if (walk.faults.length > 0) throw malformed(walk)
    if (findings.length > 0) throw inTheWay(findings, config === undefined ? 'overlay' : 'model')
    return { spec: podSpec, edits: editsOf(walk), pod, targets, owned }
  }
}

const noPodSpec = (message: string): ModelcarPodSpecError =>
  new ModelcarPodSpecError([{ code: 'InvalidType', field: 'spec', message }])

/** Whether somebody gave a Pod or a workload for the pod spec in it. */
const isWholeObject = ({ containers, kind, spec }: JsonObject): boolean =>
  containers === undefined && (typeof kind === 'string' || isObject(spec))

function wholeObject(kind: unknown): string {
  const what = typeof kind === 'string' ? `a ${found(kind).slice(1, -1)}` : 'an object with a spec'
  const way = kind === 'Pod' ? 'pass its spec' : 'pass the pod spec in it'
  return `expected a pod spec, but this is ${what}: ${way}, or use mapPodSpecs`
}

const inTheWay = (findings: Findings, what: 'model' | 'overlay'): ModelcarConflictError =>
  new ModelcarConflictError(
    findings.map(({ path, ...cause }) => ({ ...cause, field: fieldPath(path) })),
    what,
  )

function malformed({ faults }: Walk): ModelcarPodSpecError {
  const causes = new Map<string, Cause<PodSpecCauseCode>>()
  for (const { path, expected, value } of faults) {
    const field = fieldPath(path)
    const code = value === undefined || value === null || value === '' ? 'Required' : 'InvalidType'
    causes.set(field, { code, field, message: `expected ${expected}, found ${found(value)}` })
  }
  return new ModelcarPodSpecError([...causes.values()])
}
