import { nameOf, type JsonObject } from '../../json.js'
import type { Path } from '../../patch/edit.js'
import { conflict, field, type Findings } from './findings.js'
import type { Owned } from './owned.js'
import type { Placed, Pod } from './pod.js'
import type { EnforcedUser, Wanted } from './wanted.js'

const none: JsonObject = {}

/** The kubelet starts no container as UID 0 under `runAsNonRoot`: neither one that is added, nor one that is there. */
export function checkClaimedUsers(pod: Pod, { claims, claimOf }: Wanted, { claimed }: Owned, findings: Findings): void {
  const there = new Set<unknown>()
  for (const { list, index, container } of claimed) {
    const claim = claimOf.get(container.name)
    if (claim === undefined) continue
    there.add(claim)
    checkUser(pod, claim.name, container, [list, index], claim.user, findings)
  }
  for (const claim of claims) if (!there.has(claim)) checkUser(pod, claim.name, none, [], claim.user, findings)
}

export function checkTargetUsers(
  pod: Pod,
  targets: readonly Placed[],
  enforced: EnforcedUser,
  findings: Findings,
): void {
  for (const { list, index, container } of targets) {
    checkUser(pod, nameOf(container.name), container, [list, index], enforced, findings)
  }
}

function checkUser(
  pod: Pod,
  name: string,
  container: JsonObject,
  path: Path,
  enforced: EnforcedUser,
  findings: Findings,
): void {
  const user = enforced.runAsUser ?? effective(pod, container, 'runAsUser')
  if (user !== 0) return
  // A stricter setting of the container's own stays; only where it has none does ours come before the pod's.
  const own = field(container.securityContext, 'runAsNonRoot')
  const isNonRoot = own === true || (enforced.runAsNonRoot ?? effective(pod, container, 'runAsNonRoot')) === true
  if (!isNonRoot) return
  const message = () =>
    `expected no UID 0 beside runAsNonRoot: true, found both for ${name}, which the kubelet would not start; set another runAsUser, or drop runAsNonRoot`
  conflict(findings, 'RootUser', whereRoot(pod, container, path), message)
}

/** A container's own setting, else the pod's. */
export const effective = (pod: Pod, container: JsonObject, key: string): unknown =>
  field(container.securityContext, key) ?? field(pod.spec.securityContext, key)

/** Where the pod says UID 0, or else, where the config says it, that it may not be 0. */
function whereRoot(pod: Pod, container: JsonObject, path: Path): Path {
  const says = (holder: JsonObject, key: string, value: unknown): boolean =>
    field(holder.securityContext, key) === value
  if (says(container, 'runAsUser', 0)) return [...path, 'securityContext', 'runAsUser']
  if (says(pod.spec, 'runAsUser', 0)) return ['securityContext', 'runAsUser']
  return [...(says(container, 'runAsNonRoot', true) ? path : []), 'securityContext', 'runAsNonRoot']
}
