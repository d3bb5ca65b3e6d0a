import type { ResolvedConfig } from '../config/resolve.js'
import { ModelcarConflictError, ModelcarPodSpecError, type Cause, type PodSpecCauseCode } from '../errors.js'
import { found, isObject, type JsonObject } from '../json.js'
import { compileObject } from '../merge/object.js'
import { isLinkMode } from '../modes/names.js'
import type { Overlay } from '../overlay/overlay.js'
import { editsOf, startWalk, type Edit, type Walk } from '../merge/walk.js'
import { checkDevices, checkMounts } from './check-mounts.js'
import { checkPod } from './check-pod.js'
import { checkPodResources, hasPodResources } from './check-resources.js'
import { checkClaimedUsers, checkTargetUsers } from './check-user.js'
import { checkVolumes } from './check-volumes.js'
import { claimsOf, wantedMounts } from './claims.js'
import { fieldPath } from './field-path.js'
import { conflict, field, type Findings } from './findings.js'
import { removeLeftovers, wantedOf } from './leftovers.js'
import { findOwned, isOurName, type Owned } from './ownership.js'
import { readPod, type Placed, type Pod } from './pod.js'
import { findTargets } from './targets.js'

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
 * Compiles an overlay. What stands in the way is looked for before anything is merged, and reported all at once.
 *
 * @param config - the config that the overlay was made from; undefined for a user's overlay, which has neither the rules
 * of the modes nor leftovers.
 */
export function compilePlanner(overlay: Overlay, config: ResolvedConfig | undefined): Planner {
  const spec = compileObject(overlay.spec ?? {}, 'PodSpec')
  const target = compileObject(overlay.target ?? {}, 'Container')
  const claims = claimsOf(overlay)
  const mounts = wantedMounts(overlay.target)
  const modelPaths = config?.models.map(({ path }) => path) ?? []
  const volumes = overlay.spec?.volumes ?? []
  const wanted = config && wantedOf(overlay, config, claims, mounts)
  const targetUser = {
    runAsUser: field(overlay.target?.securityContext, 'runAsUser'),
    runAsNonRoot: field(overlay.target?.securityContext, 'runAsNonRoot'),
  }

  return (podSpec) => {
    if (!isObject(podSpec)) {
      throw new ModelcarPodSpecError([
        { code: 'InvalidType', field: 'spec', message: `expected an object, found ${found(podSpec)}` },
      ])
    }
    const walk = startWalk(hasPodResources(podSpec))
    const pod = readPod(podSpec, walk)
    if (walk.faults.length > 0) throw malformed(walk)

    const findings: Findings = []
    const targets =
      config === undefined && overlay.targets === undefined ? [] : findTargets(pod, overlay.targets, findings)
    const owned = findOwned(pod, claims, config?.names, findings)
    for (const placed of owned.claimed) {
      if (placed.container.volumeDevices == null) continue
      const claim = claims.find(({ name }) => name === placed.container.name)
      checkDevices(placed, claim?.mounts ?? [], walk, findings)
    }
    for (const placed of targets) checkMounts(pod, placed, mounts, modelPaths, owned, walk, findings)
    checkVolumes(pod, volumes, owned, walk, findings)
    checkClaimedUsers(pod, claims, owned, findings)
    checkPodResources(pod, claims, owned, findings)
    if (config !== undefined) {
      for (const name of config.targets ?? []) checkReserved(name, config, findings)
      checkPod(pod, config, findings)
      if (isLinkMode(config.mode)) checkTargetUsers(pod, targets, targetUser, findings)
    }

    spec.merge(podSpec, walk)
    for (const { list, index, container } of targets) {
      walk.path.push(list, index)
      target.merge(container, walk)
      walk.path.length -= 2
    }
    if (wanted !== undefined) removeLeftovers(pod, wanted, targets, owned, walk)

    if (walk.faults.length > 0) throw malformed(walk)
    if (findings.length > 0)
      throw new ModelcarConflictError(findings.map(({ path, ...cause }) => ({ ...cause, field: fieldPath(path) })))
    return { spec: podSpec, edits: editsOf(walk), pod, targets, owned }
  }
}

function checkReserved(name: string, { names }: ResolvedConfig, findings: Findings): void {
  if (!isOurName(name, names)) return
  conflict(
    findings,
    'TargetReserved',
    ['containers'],
    `expected a target with a name of its own, found ${name}, which is needed for the model; choose other names in the config`,
  )
}

function malformed({ faults }: Walk): ModelcarPodSpecError {
  const causes = new Map<string, Cause<PodSpecCauseCode>>()
  for (const { path, expected, value } of faults) {
    const field = fieldPath(path)
    const code = value === undefined || value === null || value === '' ? 'Required' : 'InvalidType'
    causes.set(field, { code, field, message: `expected ${expected}, found ${found(value)}` })
  }
  return new ModelcarPodSpecError([...causes.values()])
}
