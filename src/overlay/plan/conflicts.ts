import type { Walk } from '../merge/walk.js'
import type { Rules } from '../rules.js'
import { checkEscalation } from './check-escalation.js'
import { checkMounts, checkOwnMounts } from './check-mounts.js'
import { checkClaimedUsers } from './check-user.js'
import { checkVolumes } from './check-volumes.js'
import type { Findings } from './findings.js'
import type { Owned } from './owned.js'
import type { Placed, Pod } from './pod.js'
import type { Outline } from './outline.js'
import { volumesAfter } from './volumes-after.js'

/**
 * Everything that may stand in the way of an overlay, but for missing targets and names that are taken.
 *
 * @param outline - what the overlay wants of this pod.
 * @param compiled - what it wants of any pod.
 */
export function findConflicts<Own extends Owned>(
  pod: Pod,
  outline: Outline,
  compiled: Outline,
  targets: readonly Placed[],
  owned: Own,
  rules: Rules<Own>,
  walk: Walk,
  findings: Findings,
): void {
  const volumeAfter = volumesAfter(pod, outline)
  for (const target of targets) checkMounts(target, outline, volumeAfter, owned, rules, walk, findings)
  for (const placed of owned.claimed) {
    const claim = outline.claimOf.get(placed.container.name)
    if (claim === undefined) continue
    // One that is only amended is somebody's, as a target is.
    if (claim.image === undefined) checkMounts(placed, claim, volumeAfter, owned, rules, walk, findings)
    else checkOwnMounts(placed, claim, volumeAfter, owned, rules, walk, findings)
  }
  checkVolumes(pod, outline, targets, owned, rules, walk, findings)
  checkEscalation(outline, owned, rules, findings)
  rules.findConflicts(pod, outline, targets, owned, findings)
  // Behind what is found of the targets: of two that are told of one place, the first counts.
  if (rules.knowsUsers) checkClaimedUsers(pod, outline, compiled, targets, owned, rules, findings)
}
