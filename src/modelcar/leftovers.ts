import type { JsonObject } from '../json.js'
import type { Walk } from '../overlay/merge/walk.js'
import { pathOf } from '../kubernetes/clean-path.js'
import { isAmong, placesOf, type Places } from '../overlay/plan/owned.js'
import { placedContainers, readIn, type Placed, type Pod } from '../overlay/plan/pod.js'
import { removeAt, removeEntries } from '../overlay/plan/remove.js'
import { volumeUses, type VolumeUse, type VolumeUses } from '../overlay/plan/volume-uses.js'
import type { Outline, WantedMounts } from '../overlay/plan/outline.js'
import type { ResolvedConfig } from './config/resolve.js'
import { asyncVariable, isAsync } from './modes/parts.js'
import { removeFromInitializer } from './initializer.js'
import { givingWay, isOwnMount, isOwnVolumeName, mayBeOwnMount, ownMountsOf } from './own-mounts.js'
import type { OwnedModels } from './ownership.js'

/**
 * Removes what earlier injections left: containers of a longer list of models or of another mode, mounts of ours at paths
 * that are wanted no more, and volumes of ours once nothing else mounts them. A container that is no target any more keeps
 * its mount unless the volume goes. What cannot be told from the user's own wish stays.
 */
export function removeLeftovers(
  pod: Pod,
  { mode }: ResolvedConfig,
  outline: Outline,
  targets: readonly Placed[],
  owned: OwnedModels,
  walk: Walk,
): void {
  for (const { list, index } of owned.abandoned) removeAt(walk, [list], index)
  const unused = removeFromInitializer(outline, owned, walk)
  for (const placed of owned.claimed) {
    const claim = outline.claimOf.get(placed.container.name)
    if (claim !== undefined) removeMounts(placed, claim.mounts, owned, walk.newSources, walk)
  }
  const isAsyncNoMore = hadSidecar(owned)
  for (const target of targets) {
    removeMounts(target, outline.mounts, owned, undefined, walk)
    if (!isAsync(mode) && isAsyncNoMore) removeAsync(target, walk)
  }
  for (const loser of removeVolumes(pod, outline, targets, owned, unused, walk))
    if (isAsyncNoMore) removeAsync(loser, walk)
}

/** The one mode that tells a server that its model may come later has a sidecar among the regular containers. */
export const hadSidecar = ({ leftover }: OwnedModels): boolean => leftover.some(({ list }) => list === 'containers')

/**
 * Removes mounts of ours at paths where none is wanted.
 *
 * @param becomeOurs - the names of volumes whose mounts at such paths go, whoever made them.
 */
function removeMounts(
  placed: Placed,
  wanted: WantedMounts,
  owned: OwnedModels,
  becomeOurs: Walk['newSources'],
  walk: Walk,
): void {
  const mounts = readIn(placed, 'volumeMounts', walk)
  for (let index = 0; index < mounts.length; index++) {
    const mount = mounts[index]
    // Stryker disable next-line ConditionalExpression: its clean path is wanted as well; to clean it takes time.
    if (mount === undefined || !mayBeOwnMount(owned, mount) || wanted.at.has(mount.mountPath)) continue
    const path = pathOf(mount, 'mountPath')
    if (path === undefined || wanted.at.has(path)) continue
    if (isOwnMount(owned, placed, mount, path) || isNewlyOurs(mount, owned, becomeOurs))
      removeAt(walk, [placed.list, placed.index, 'volumeMounts'], index)
  }
}

/** A volume that becomes an empty directory of ours takes along the mounts of it that ours have, as it will be in the next call. */
const isNewlyOurs = ({ name }: JsonObject, owned: OwnedModels, becomeOurs: Walk['newSources']): boolean =>
  becomeOurs?.has(name) === true && isOwnVolumeName(name, owned)

/** What told a server that the model may come later goes with the sidecar that brought it. */
const removeAsync = (placed: Placed, walk: Walk): boolean =>
  removeEntries(placed, 'env', ({ name, value }) => name === asyncVariable.name && value === asyncVariable.value, walk)

/**
 * Removes the volumes of ours that are wanted no more and that nothing mounts but what goes or is ours, with the mounts that are
 * left of them; and second entries of a name of ours, which the merge removes only of those that are wanted.
 *
 * @returns the other containers that lose a mount.
 */
function removeVolumes(
  pod: Pod,
  { claimOf, volumeOf }: Outline,
  targets: readonly Placed[],
  owned: OwnedModels,
  unused: readonly string[],
  walk: Walk,
): readonly Placed[] {
  const candidates: number[] = []
  for (let index = 0; index < pod.volumes.length; index++) {
    const volume = pod.volumes[index]
    if (volume !== undefined && !volumeOf.has(volume.name) && mayBeOwnVolume(volume, owned, unused))
      candidates.push(index)
  }
  if (candidates.length === 0) return []
  const isAbandoned = abandonment(pod, claimOf, owned)
  const seen = new Set<unknown>()
  const gone = new Set<unknown>()
  const doubled = new Set<unknown>()
  for (const index of candidates) {
    const volume = pod.volumes[index]
    if (volume === undefined) continue
    const isAgain = seen.has(volume.name)
    seen.add(volume.name)
    if (isAgain && isOwnVolumeName(volume.name, owned)) doubled.add(volume.name)
    else if (isAgain ? !gone.has(volume.name) : !isAbandoned(volume.name)) continue
    else gone.add(volume.name)
    removeAt(walk, ['volumes'], index)
  }
  if (doubled.size > 0) removeDoubledMounts(pod, doubled, walk)
  if (gone.size === 0) return []
  const known = placesOf(targets, owned.claimed, owned.duplicates, owned.abandoned)
  return placedContainers(pod).filter(
    (placed) => !isAmong(known, placed) && removeEntries(placed, 'volumeMounts', ({ name }) => gone.has(name), walk),
  )
}

/** What appended a volume in every call appended its mounts as well. */
function removeDoubledMounts(pod: Pod, volumes: ReadonlySet<unknown>, walk: Walk): void {
  for (const placed of placedContainers(pod)) {
    const seen = new Set<unknown>()
    const isAgain = (mount: JsonObject): boolean => {
      if (!volumes.has(mount.name)) return false
      const pair = `${String(mount.name)}\0${String(pathOf(mount, 'mountPath'))}`
      if (seen.has(pair)) return true
      seen.add(pair)
      return false
    }
    removeEntries(placed, 'volumeMounts', isAgain, walk)
  }
}

/** Tells whether something of ours mounts a volume, and nothing does that stays and is not ours. */
function abandonment(pod: Pod, claimOf: Outline['claimOf'], owned: OwnedModels): (volume: unknown) => boolean {
  const uses: VolumeUses = volumeUses(pod)
  const { claimed, duplicates, leftover, abandoned, initializer } = owned
  const own: Places = placesOf(claimed, duplicates, leftover, initializer === undefined ? [] : [initializer])
  const goes: Places = placesOf(abandoned, duplicates)
  const givesWay = givingWay(claimOf, claimed, initializer)
  return (volume) => {
    const isOurs = ({ placed, mount, path }: VolumeUse): boolean => {
      if (path === undefined || !(mayRead(placed) || isAmong(own, placed))) return false
      return isOwnMount(owned, placed, mount, path)
    }
    const mounts = uses(volume)
    const isGone = (use: VolumeUse): boolean =>
      isOurs(use) || isAmong(goes, use.placed) || (use.path !== undefined && givesWay(use.placed, use.path))
    return mounts.some(isOurs) && mounts.every(isGone)
  }
}

/** An init container that ends before the server starts was never a target: a mount there is the user's, unless it is ours. */
export const mayRead = ({ list, container }: Placed): boolean =>
  list === 'containers' || container.restartPolicy === 'Always'

/** Whether a look at a volume's mounts is worth it: it has a name as ours have, or a container of ours mounts it. */
function mayBeOwnVolume({ name, image }: JsonObject, owned: OwnedModels, unused: readonly string[]): boolean {
  if (typeof name !== 'string') return false
  if (unused.includes(name) || image != null || isOwnVolumeName(name, owned)) return true
  return owned.initializer !== undefined && ownMountsOf(owned).has(name)
}
