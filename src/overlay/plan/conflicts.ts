import { isLinkMode } from '../../modelcar/modes/names.js'
import type { Walk } from '../merge/walk.js'
import { checkMounts, checkOwnMounts } from './check-mounts.js'
import { checkPod } from '../../modelcar/check-pod.js'
import { checkPodResources } from './check-resources.js'
import { checkClaimedUsers, checkTargetUsers } from '../../modelcar/check-user.js'
import { checkVolumes } from './check-volumes.js'
import type { Findings } from './findings.js'
import type { Owned } from '../../modelcar/ownership.js'
import { checkReserved } from './targets.js'
import type { Placed, Pod } from './pod.js'
import type { Wanted } from './wanted.js'

/** Everything that may stand in the way, in the order in which it is reported, after missing targets and names that are taken. */
export function findConflicts(
  pod: Pod,
  wanted: Wanted,
  targets: readonly Placed[],
  owned: Owned,
  walk: Walk,
  findings: Findings,
): void {
  const { config } = wanted
  for (const target of targets) checkMounts(pod, target, wanted, owned, walk, findings)
  for (const placed of owned.claimed) checkOwnMounts(pod, placed, wanted, owned, walk, findings)
  checkVolumes(pod, wanted.volumes, owned, walk, findings)
  checkClaimedUsers(pod, wanted.claims, owned, findings)
  checkPodResources(pod, wanted.claims, owned, findings)
  // What follows holds of a model, not of any overlay.
  if (config === undefined) return
  checkReserved(targets, wanted, owned, findings)
  checkPod(pod, config, findings)
  if (isLinkMode(config.mode)) checkTargetUsers(pod, targets, wanted.targetUser, findings)
}
