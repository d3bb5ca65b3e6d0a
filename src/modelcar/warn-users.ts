import { field, isList, nameOf, readPath, type JsonObject } from '../json.js'
import { effective } from '../overlay/plan/check-user.js'
import type { Placed, Pod } from '../overlay/plan/pod.js'
import type { Warn } from '../overlay/plan/warnings.js'
import type { ResolvedConfig } from './config/resolve.js'
import type { OwnedModels } from './ownership.js'
import type { Ids } from './record/applied.js'
import { readRecord } from './record/read.js'
import { configuredIds, followedIds, hasIds, setsIds, statesIds } from './user.js'

const ids = [
  { key: 'runAsUser', code: 'UserMismatch', noun: 'UID' },
  { key: 'runAsGroup', code: 'GroupMismatch', noun: 'GID' },
] as const

type Id = (typeof ids)[number]

/**
 * Warns of users that keep a server from its model in a link mode. The kernel lets a process read `/proc/PID/root` of another only
 * where UID and GID are equal and the other has no capability that it lacks itself (ptrace access, man 2 ptrace).
 */
export function warnOfUsers(
  pod: Pod,
  config: ResolvedConfig,
  targets: readonly Placed[],
  owned: OwnedModels,
  warn: Warn,
): void {
  const sidecars = sidecarsOf(config, owned)
  // Most pods leave the users to their images, and there is nothing to compare.
  if (!setsIds(config) && !targets.some(statesIds) && !sidecars.some(hasIds) && !hasIds(pod.spec)) return
  for (const id of ids) {
    const { key } = id
    if (config[key] !== undefined) {
      warnOfReplaced(config[key], targets, owned, id, warn)
      continue
    }
    const all = configuredIds(config)[key] ?? followedIds(config, pod, targets, owned)?.[key]
    for (const own of all === undefined ? new Set(sidecars.map((each) => effective(pod, each, key))) : [all])
      warnOfDifferent(pod, targets, own, id, warn)
  }
  warnOfUnknownGroups(pod, config, targets, warn)
  warnOfCapabilities(pod, config, targets, sidecars, warn)
}

/** The sidecars that the pod has, and an empty one for those that it gets. */
function sidecarsOf({ mode, models }: ResolvedConfig, { claimed }: OwnedModels): readonly JsonObject[] {
  const list = mode === 'sidecar' ? 'containers' : 'initContainers'
  const sidecars = claimed.filter((placed) => placed.list === list).map(({ container }) => container)
  if (sidecars.length < models.length) sidecars.push({})
  return sidecars
}

/** Every target is held against a sidecar's ID or, where that is no number, against the first target that has one. */
function warnOfDifferent(
  pod: Pod,
  targets: readonly Placed[],
  own: unknown,
  { key, code, noun }: Id,
  warn: Warn,
): void {
  const first = targets.find(({ container }) => typeof effective(pod, container, key) === 'number')?.container
  const [whose, expected] =
    typeof own === 'number' ? ['the sidecar', own] : [nameOf(first?.name), first && effective(pod, first, key)]
  if (typeof expected !== 'number') return
  for (const { list, index, container } of targets) {
    const id = effective(pod, container, key)
    if (id === expected) continue
    const found = typeof id === 'number' ? `is ${String(id)}` : 'is not set'
    warn(
      code,
      [list, index, 'securityContext', key],
      () =>
        `${found}, while ${whose} has ${noun} ${String(expected)}: the kernel lets a server read the model only where they are equal; set ${key} in the config, or use mode image-volume or fetch`,
    )
  }
}

/** What the config sets on a target in place of the target's own, unless an earlier config has set that. */
function warnOfReplaced(
  configured: number,
  targets: readonly Placed[],
  { claimed, leftover }: OwnedModels,
  { key, noun }: Id,
  warn: Warn,
): void {
  let recorded: ReadonlySet<unknown> | undefined
  for (const { list, index, container } of targets) {
    const own = field(container.securityContext, key)
    if (typeof own !== 'number' || own === configured) continue
    if ((recorded ??= recordedIds([...claimed, ...leftover], key)).has(own)) continue
    warn(
      'UserReplaced',
      [list, index, 'securityContext', key],
      () =>
        `was ${String(own)} and becomes ${String(configured)}, the ${noun} of the config: the server may not be able to read its own files then; leave ${key} out of the config, and the sidecar takes the ${noun} of the server`,
    )
  }
}

/** Above this no image names a user, and the group is 0 for all of them. */
const largestNamedUser = 65535

/**
 * An image may give a user that it names any group, so two images of the same UID may differ in their GID. Where the config sets the UID
 * of all targets, that is one cause, and told of the first of them.
 */
function warnOfUnknownGroups(pod: Pod, config: ResolvedConfig, targets: readonly Placed[], warn: Warn): void {
  if (configuredIds(config).runAsGroup !== undefined) return
  const isConfigured = config.runAsUser !== undefined
  for (const { list, index, container } of targets) {
    const user = config.runAsUser ?? effective(pod, container, 'runAsUser')
    if (typeof user !== 'number' || user > largestNamedUser) continue
    if (typeof effective(pod, container, 'runAsGroup') === 'number') continue
    warn(
      'GroupUnknown',
      [list, index, 'securityContext', 'runAsGroup'],
      () =>
        `is not set beside UID ${String(user)}${isConfigured ? ' of the config' : ''}: each image may give that user another group, and the kernel lets a server read the model only where they are equal; set runAsGroup ${isConfigured ? '' : 'here or '}in the config`,
    )
    if (isConfigured) return
  }
}

function warnOfCapabilities(
  pod: Pod,
  config: ResolvedConfig,
  targets: readonly Placed[],
  sidecars: readonly JsonObject[],
  warn: Warn,
): void {
  let kept: readonly ReadonlySet<unknown>[] | undefined
  for (const { list, index, container } of targets) {
    const user = config.runAsUser ?? effective(pod, container, 'runAsUser')
    if (user !== 0) continue
    kept ??= (config.securityContext?.capabilities === undefined ? sidecars : [config])
      .map(droppedBy)
      .filter((drop) => !drop.has('ALL'))
    const dropped = droppedBy(container)
    if (kept.every((drop) => isSubset(dropped, drop))) continue
    const message = () =>
      'lists capabilities that the sidecar does not drop: the kernel refuses a root server that has fewer capabilities than the sidecar; set securityContext in the config'
    warn('CapabilitiesDropped', [list, index, 'securityContext', 'capabilities', 'drop'], message)
  }
}

function droppedBy({ securityContext }: { readonly securityContext?: unknown }): ReadonlySet<unknown> {
  const drop = readPath(securityContext, ['capabilities', 'drop'])
  return new Set(isList(drop) ? drop : [])
}

function isSubset(part: ReadonlySet<unknown>, whole: ReadonlySet<unknown>): boolean {
  for (const each of part) if (!whole.has(each)) return false
  return true
}

/**
 * Warns of IDs of targets that an earlier config has set, by its record, and that are set no more.
 *
 * @param configured - the IDs that targets get by the config.
 */
export function warnOfKeptUsers(
  configured: Ids,
  targets: readonly Placed[],
  { claimed, leftover }: OwnedModels,
  warn: Warn,
): void {
  if (!targets.some(statesIds)) return
  for (const { key, noun } of ids) {
    if (configured[key] !== undefined) continue
    const recorded = recordedIds([...claimed, ...leftover], key)
    for (const { list, index, container } of targets) {
      const id = field(container.securityContext, key)
      if (!recorded.has(id)) continue
      warn(
        'LeftoverKept',
        [list, index, 'securityContext', key],
        () => `stays ${String(id)}, a ${noun} that an earlier config has set; remove it, unless the server needs it`,
      )
    }
  }
}

/** The IDs that configs, and no targets, have given to containers of ours. */
function recordedIds(placed: readonly Placed[], key: Id['key']): ReadonlySet<unknown> {
  const recorded = new Set<unknown>()
  for (const { container } of placed) {
    const record = readRecord(container)
    if (record === undefined || record.follows[key] !== undefined) continue
    const id = readPath(record.container, ['securityContext', key])
    if (id !== undefined) recorded.add(id)
  }
  return recorded
}
