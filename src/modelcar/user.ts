import { field, isObject } from '../json.js'
import type { Placed, Pod } from '../overlay/plan/pod.js'
import type { ResolvedConfig } from './config/resolve.js'
import { followed } from './follow.js'
import { isLinkMode } from './modes/names.js'
import type { OwnedModels } from './ownership.js'
import type { Ids } from './record/applied.js'
import { readRecord } from './record/read.js'

/** What the users of a pod mean for our containers. */
export interface PodUsers {
  /** The IDs that our containers take over from the targets. */
  readonly follows: Ids
  /** Whether the pod forbids root to every container that does not say otherwise. */
  readonly isNonRoot: boolean
}

/** Of a pod that says nothing of users. */
export const noUsers: PodUsers = { follows: {}, isNonRoot: false }

/**
 * Looks at the users of a pod. They are found when a pod is merged, and nothing of them is kept.
 *
 * @returns undefined where they change nothing of what the config alone says.
 */
export function podUsers(
  config: ResolvedConfig,
  pod: Pod,
  targets: readonly Placed[],
  owned: OwnedModels,
): PodUsers | undefined {
  const follows = followedIds(config, pod, targets, owned)
  const isNonRoot = field(pod.spec.securityContext, 'runAsNonRoot') === true
  const matters = isNonRoot && config.mode === 'sidecar' && setsIds(config)
  return follows === undefined && !matters ? undefined : { follows: follows ?? {}, isNonRoot }
}

/**
 * The IDs that our containers take over from the targets of a pod.
 *
 * @returns undefined where nothing is followed.
 */
export function followedIds(
  config: ResolvedConfig,
  pod: Pod,
  targets: readonly Placed[],
  { claimed }: OwnedModels,
): Ids | undefined {
  if (!isLinkMode(config.mode)) return undefined
  if (!hasIds(pod.spec) && !targets.some(statesIds)) return undefined
  const follows = followed(
    targets.map(({ container }) => container),
    pod.spec,
    () => claimed.flatMap(({ container }) => readRecord(container) ?? []),
    configuredIds(config),
  )
  return follows.runAsUser === undefined && follows.runAsGroup === undefined ? undefined : follows
}

/** Tells whether a container or a pod has a UID or GID of its own. */
export const hasIds = ({ securityContext }: { readonly securityContext?: unknown }): boolean =>
  isObject(securityContext) && (securityContext.runAsUser != null || securityContext.runAsGroup != null)

export const statesIds = ({ container }: Placed): boolean => hasIds(container)

/** Tells whether a config names a UID or GID. */
export const setsIds = (config: ResolvedConfig): boolean =>
  config.runAsUser !== undefined || config.runAsGroup !== undefined || hasIds(config)

/** The IDs that a config names for our containers, at the top or in their security context. */
export const configuredIds = ({ runAsUser, runAsGroup, securityContext }: ResolvedConfig): Ids => ({
  runAsUser: runAsUser ?? numberOf(securityContext?.runAsUser),
  runAsGroup: runAsGroup ?? numberOf(securityContext?.runAsGroup),
})

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)
