import { field } from '../overlay/plan/findings.js'
import type { Placed, Pod } from '../overlay/plan/pod.js'
import type { ResolvedConfig } from './config/resolve.js'
import { followed } from './follow.js'
import { isLinkMode } from './modes/names.js'
import type { OwnedModels } from './ownership.js'
import type { Ids } from './record/applied.js'
import { readRecord } from './record/read.js'

/** What a pod says of the users that our containers run as. It is found when a pod is merged, and nothing of it is kept. */
export interface PodUser {
  /** The IDs that our containers have to share with the targets. */
  readonly follows: Ids
  /** Whether no container of the pod may run as root, unless it says so itself. */
  readonly forbidsRoot: boolean
}

/** Of a pod that says nothing. */
export const anyUser: PodUser = { follows: {}, forbidsRoot: false }

/** Finds what a pod says of the users of our containers; undefined where it says nothing. */
export function podUser(
  config: ResolvedConfig,
  pod: Pod,
  targets: readonly Placed[],
  { claimed }: OwnedModels,
): PodUser | undefined {
  if (!isLinkMode(config.mode)) return undefined
  const follows = followed(
    targets.map(({ container }) => container),
    pod.spec,
    () => claimed.flatMap(({ container }) => readRecord(container) ?? []),
    configuredIds(config),
  )
  const forbidsRoot = field(pod.spec.securityContext, 'runAsNonRoot') === true
  const isFollowing = follows.runAsUser !== undefined || follows.runAsGroup !== undefined
  return isFollowing || (forbidsRoot && setsUser(config)) ? { follows, forbidsRoot } : undefined
}

/** The IDs that a config names for our containers, at the top or in their security context. */
export const configuredIds = ({ runAsUser, runAsGroup, securityContext }: ResolvedConfig): Ids => ({
  runAsUser: runAsUser ?? numberOf(securityContext?.runAsUser),
  runAsGroup: runAsGroup ?? numberOf(securityContext?.runAsGroup),
})

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)

const setsUser = ({ runAsUser, runAsGroup }: ResolvedConfig): boolean =>
  runAsUser !== undefined || runAsGroup !== undefined
