import { field, isObject, nameOf, type JsonObject } from '../../json.js'
import type { Path } from '../../patch/edit.js'
import type { Rules } from '../rules.js'
import { conflict, type Findings } from './findings.js'
import type { Owned } from './owned.js'
import type { Placed, Pod } from './pod.js'
import type { Claim, EnforcedUser, Outline } from './outline.js'

const none: JsonObject = {}

/**
 * The kubelet starts no container as UID 0 under `runAsNonRoot`: neither one that is added, nor one that is there.
 *
 * @param compiled - what the overlay wants of any pod; what it wants of this one follows the pod.
 */
export function checkClaimedUsers(
  pod: Pod,
  { claims, claimOf }: Outline,
  compiled: Outline,
  targets: readonly Placed[],
  { claimed }: Owned,
  { remedy, rootTargetHint }: Pick<Rules, 'remedy' | 'rootTargetHint'>,
  findings: Findings,
): void {
  const report = ({ user, name }: Claim, container: JsonObject, path: Path): void => {
    const isConfigured = compiled.claimOf.get(name)?.user.runAsUser !== undefined
    const cause =
      user.runAsUser === 0 && !isConfigured ? targets.find((target) => saysRoot(target.container)) : undefined
    const where =
      cause === undefined ? whereRoot(pod, container, path) : [cause.list, cause.index, 'securityContext', 'runAsUser']
    // What was applied last is taken out before: a UID that is still there is somebody's, and stays.
    const isTheirs = cause === undefined && saysRoot(container)
    conflict(findings, 'RootUser', where, () => {
      const isOfTarget = targets.some((target) => effective(pod, target.container, 'runAsUser') === 0)
      if (rootTargetHint !== undefined && isOfTarget && !isConfigured && !isTheirs)
        return rootMessage(name, rootTargetHint)
      const hint = `set securityContext.runAsUser in ${remedy}, or drop runAsNonRoot`
      return rootMessage(name, isTheirs ? `remove that UID, ${hint}` : hint)
    })
  }
  for (const { list, index, container } of claimed) {
    const claim = claimOf.get(container.name)
    if (claim !== undefined && isRootForbidden(pod, container, claim.user)) report(claim, container, [list, index])
  }
  let there: ReadonlySet<unknown> | undefined
  for (const claim of claims) {
    if (!isRootForbidden(pod, none, claim.user)) continue
    there ??= new Set(claimed.map(({ container }) => claimOf.get(container.name)))
    if (!there.has(claim)) report(claim, none, [])
  }
}

export function checkTargetUsers(
  pod: Pod,
  targets: readonly Placed[],
  enforced: EnforcedUser,
  findings: Findings,
): void {
  for (const { list, index, container } of targets) {
    if (!isRootForbidden(pod, container, enforced)) continue
    const message = () => rootMessage(nameOf(container.name), 'set another runAsUser, or drop runAsNonRoot')
    conflict(findings, 'RootUser', whereRoot(pod, container, [list, index]), message)
  }
}

/** Tells whether a container would be UID 0 and may not. */
export function isRootForbidden(pod: Pick<Pod, 'spec'>, container: JsonObject, enforced: EnforcedUser): boolean {
  const own = contextOf(container)
  const ofPod = contextOf(pod.spec)
  const user = enforced.runAsUser ?? own.runAsUser ?? ofPod.runAsUser
  if (user !== 0) return false
  // A stricter setting of the container's own stays; only where it has none does ours come before the pod's.
  return own.runAsNonRoot === true || (enforced.runAsNonRoot ?? own.runAsNonRoot ?? ofPod.runAsNonRoot) === true
}

const contextOf = ({ securityContext }: JsonObject): JsonObject => (isObject(securityContext) ? securityContext : none)

/** What to tell of such a container. */
export const rootMessage = (name: string, hint: string): string =>
  `expected no UID 0 beside runAsNonRoot: true, found both for ${name}, which the kubelet would not start; ${hint}`

/** A container's own setting, else the pod's. */
export const effective = (pod: Pick<Pod, 'spec'>, container: JsonObject, key: string): unknown =>
  field(container.securityContext, key) ?? field(pod.spec.securityContext, key)

const saysRoot = ({ securityContext }: JsonObject): boolean => field(securityContext, 'runAsUser') === 0

/** Where the pod says UID 0, or else, where the config says it, that it may not be 0. */
export function whereRoot(pod: Pick<Pod, 'spec'>, container: JsonObject, path: Path): Path {
  if (saysRoot(container)) return [...path, 'securityContext', 'runAsUser']
  if (saysRoot(pod.spec)) return ['securityContext', 'runAsUser']
  const isOwn = field(container.securityContext, 'runAsNonRoot') === true
  return [...(isOwn ? path : []), 'securityContext', 'runAsNonRoot']
}
