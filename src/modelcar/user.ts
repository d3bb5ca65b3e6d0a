import { isObject, type JsonObject } from '../json.js'
import type { Placed, Pod } from '../overlay/plan/pod.js'
import type { ResolvedConfig } from './config/resolve.js'
import { followed } from './follow.js'
import { isLinkMode } from './modes/names.js'
import type { OwnedModels } from './ownership.js'
import type { Ids } from './record/applied.js'
import { readRecord } from './record/read.js'

/**
 * The IDs that our containers take over from the targets of a pod. They are found when a pod is merged, and nothing of them is kept.
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
  if (!statesIds(pod.spec) && !targets.some(({ container }) => statesIds(container))) return undefined
  const follows = followed(
    targets.map(({ container }) => container),
    pod.spec,
    () => claimed.flatMap(({ container }) => readRecord(container) ?? []),
    configuredIds(config),
  )
  return follows.runAsUser === undefined && follows.runAsGroup === undefined ? undefined : follows
}

/** Whether a closer look at a container or a pod is worth it. */
const statesIds = ({ securityContext }: JsonObject): boolean =>
  isObject(securityContext) && (securityContext.runAsUser != null || securityContext.runAsGroup != null)

/** The IDs that a config names for our containers, at the top or in their security context. */
export const configuredIds = ({ runAsUser, runAsGroup, securityContext }: ResolvedConfig): Ids => ({
  runAsUser: runAsUser ?? numberOf(securityContext?.runAsUser),
  runAsGroup: runAsGroup ?? numberOf(securityContext?.runAsGroup),
})

const numberOf = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)
