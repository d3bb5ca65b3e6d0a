import { isNumbered } from '../config/names.js'
import type { ResolvedConfig } from '../config/resolve.js'
import { remove, type Walk } from '../merge/walk.js'
import { sourceOf } from '../merge/union.js'
import { ownsMount, type Claim, type Owned, type WantedMount } from './claims.js'
import { pathOf } from './findings.js'
import { containerLists, readIn, type Placed, type Pod } from './pod.js'

/**
 * Removes what earlier injections left: containers of a longer list of models or of another mode, mounts of our volumes at
 * paths that are wanted no more, and such volumes once nothing else mounts them. A container that is no target any more keeps
 * its mount unless the volume goes. What cannot be told from the user's own wish stays.
 */
export function removeLeftovers(
  pod: Pod,
  config: ResolvedConfig,
  claims: readonly Claim[],
  targets: readonly Placed[],
  wanted: readonly WantedMount[],
  owned: Owned,
  walk: Walk,
): void {
  for (const { list, index } of owned.leftover) removeAt(walk, index, list)
  const isOurVolume = (name: unknown): boolean => typeof name === 'string' && isNumbered(name, config.names.volume)
  for (const placed of owned.claimed) {
    const claim = claims.find(({ name }) => name === placed.container.name)
    removeMounts(placed, (name, path) => isOurVolume(name) && claim?.mountPaths.includes(path) === false, walk)
  }
  const paths = wanted.map(({ path }) => path)
  const isUnwanted = (name: unknown, path: string): boolean =>
    isOurVolume(name) && !paths.includes(path) && ownsMount(owned, name, path)
  for (const target of targets) removeMounts(target, isUnwanted, walk)
  const abandoned = abandonedVolumes(pod, config, isOurVolume, owned, walk)
  if (abandoned.length === 0) return
  const gone = abandoned.map((index) => pod.volumes[index]?.name)
  for (const index of abandoned) removeAt(walk, index, 'volumes')
  for (const placed of bystanders(pod, targets, owned)) removeMounts(placed, (name) => gone.includes(name), walk)
}

function removeAt(walk: Walk, index: number, ...path: readonly (string | number)[]): void {
  walk.path.push(...path)
  remove(walk, index)
  walk.path.length -= path.length
}

function removeMounts(placed: Placed, isUnwanted: (name: unknown, path: string) => boolean, walk: Walk): void {
  const mounts = readIn(placed, 'volumeMounts', walk)
  for (let index = 0; index < mounts.length; index++) {
    const mount = mounts[index]
    const path = mount && pathOf(mount, 'mountPath')
    if (mount === undefined || path === undefined || !isUnwanted(mount.name, path)) continue
    removeAt(walk, index, placed.list, placed.index, 'volumeMounts')
  }
}

/** The indexes of empty directories of ours that our containers mount, the config wants no more, and nobody else mounts. */
function abandonedVolumes(
  pod: Pod,
  config: ResolvedConfig,
  isOurVolume: (name: unknown) => boolean,
  owned: Owned,
  walk: Walk,
): readonly number[] {
  const indexes: number[] = []
  for (let index = 0; index < pod.volumes.length; index++) {
    const volume = pod.volumes[index]
    if (volume === undefined || !isOurVolume(volume.name) || config.volumes.some(({ name }) => name === volume.name))
      continue
    if (sourceOf(volume, 'emptyDir') !== undefined) continue
    const users = placedContainers(pod).filter(
      (placed) => !owned.leftover.some((left) => left.container === placed.container),
    )
    const isUsed = users.some((placed) => mountsOtherwise(placed, volume.name, owned, walk))
    const wasOurs = [...owned.claimed, ...owned.leftover].some((placed) =>
      readIn(placed, 'volumeMounts', walk).some(({ name }) => name === volume.name),
    )
    if (wasOurs && !isUsed) indexes.push(index)
  }
  return indexes
}

/** Tells whether a container mounts a volume in a way that none of our containers does. */
function mountsOtherwise(placed: Placed, volume: unknown, owned: Owned, walk: Walk): boolean {
  return readIn(placed, 'volumeMounts', walk).some((mount) => {
    const path = pathOf(mount, 'mountPath')
    return mount.name === volume && (path === undefined || !ownsMount(owned, volume, path))
  })
}

const placedContainers = (pod: Pod): readonly Placed[] =>
  containerLists.flatMap((list) => pod[list].map((container, index) => ({ list, index, container })))

/** The containers that are neither ours nor targets. */
function bystanders(pod: Pod, targets: readonly Placed[], owned: Owned): readonly Placed[] {
  const known = [...targets, ...owned.claimed, ...owned.leftover]
  return placedContainers(pod).filter(
    ({ list, index }) => !known.some((each) => each.list === list && each.index === index),
  )
}
