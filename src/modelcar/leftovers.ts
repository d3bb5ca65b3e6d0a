import { isNumbered } from './config/names.js'
import type { JsonObject } from '../json.js'
import { sourceOf } from '../overlay/merge/union.js'
import type { Walk } from '../overlay/merge/walk.js'
import { pathOf } from '../overlay/plan/findings.js'
import { removeInitializer, type Initializer } from './initializer.js'
import { abandoned, isDuplicate, isOurMount, mayBeOurMount, type Owned } from './ownership.js'
import { containerLists, readIn, type Placed, type Pod } from '../overlay/plan/pod.js'
import { removeAt, removeEntries } from '../overlay/plan/remove.js'
import type { Wanted, WantedMount } from '../overlay/plan/wanted.js'

/**
 * Removes what earlier injections left: containers of a longer list of models or of another mode, mounts of ours at paths
 * that are wanted no more, and volumes of ours once nothing else mounts them. A container that is no target any more keeps
 * its mount unless the volume goes. What cannot be told from the user's own wish stays.
 */
export function removeLeftovers(pod: Pod, wanted: Wanted, targets: readonly Placed[], owned: Owned, walk: Walk): void {
  for (const { list, index } of abandoned(owned)) removeAt(walk, [list], index)
  const initializer = removeInitializer(wanted, owned, walk)
  for (const placed of owned.claimed) {
    if (isDuplicate(placed, owned.claimed)) continue
    const claim = wanted.claims.find(({ name }) => name === placed.container.name)
    removeMounts(pod, placed, claim?.mounts ?? [], owned, walk)
  }
  const hadSidecar = owned.leftover.some(({ list }) => list === 'containers')
  for (const target of targets) {
    const isRemoved = removeMounts(pod, target, wanted.mounts, owned, walk)
    if (!wanted.isAsync && (isRemoved || hadSidecar)) removeAsync(target, walk)
  }
  const gone = abandonedVolumes(pod, wanted, owned, initializer, walk)
  if (gone.length === 0) return
  for (const index of gone) removeAt(walk, ['volumes'], index)
  const names = gone.map((index) => pod.volumes[index]?.name)
  for (const placed of bystanders(pod, targets, owned)) {
    if (removeEntries(placed, 'volumeMounts', ({ name }) => names.includes(name), walk)) removeAsync(placed, walk)
  }
}

/** Removes mounts of ours at paths where none is wanted, and tells whether there were any. */
function removeMounts(pod: Pod, placed: Placed, wanted: readonly WantedMount[], owned: Owned, walk: Walk): boolean {
  const isUnwanted = (mount: JsonObject): boolean => {
    if (!mayBeOurMount(owned, mount)) return false
    const path = pathOf(mount, 'mountPath')
    if (path === undefined) return false
    for (const each of wanted) if (each.path === path) return false
    return isOurMount(pod, owned, mount, path)
  }
  return removeEntries(placed, 'volumeMounts', isUnwanted, walk)
}

/** What told a server that the model may come later goes with the mount that the model came by. */
const removeAsync = (placed: Placed, walk: Walk): boolean =>
  removeEntries(placed, 'env', ({ name, value }) => name === 'MODEL_INIT_MODE' && value === 'async', walk)

/** The indexes of volumes of ours that are wanted no more, and that nothing mounts but what goes or is ours. */
function abandonedVolumes(
  pod: Pod,
  { volumes }: Wanted,
  owned: Owned,
  initializer: Initializer,
  walk: Walk,
): readonly number[] {
  const indexes: number[] = []
  for (let index = 0; index < pod.volumes.length; index++) {
    const volume = pod.volumes[index]
    if (volume === undefined || !mayBeOurs(volume, owned, initializer)) continue
    if (!isWanted(volume, volumes) && isAbandoned(pod, volume, owned, initializer, walk)) indexes.push(index)
  }
  return indexes
}

const isWanted = (volume: JsonObject, volumes: Wanted['volumes']): boolean =>
  volumes.some(({ name }) => name === volume.name)

/** Tells whether something of ours mounts a volume, and nothing does that stays and is not ours. */
function isAbandoned(pod: Pod, volume: JsonObject, owned: Owned, initializer: Initializer, walk: Walk): boolean {
  const isForInitializer = initializer.unused.some((name) => name === volume.name)
  const isOurs = ({ placed, mount }: PlacedMount): boolean => {
    if (isForInitializer && isSame(placed, owned.initializer)) return true
    const path = pathOf(mount, 'mountPath')
    return path !== undefined && mayHaveOurs(placed, owned) && isOurMount(pod, owned, mount, path)
  }
  const goes = ({ placed }: PlacedMount): boolean =>
    abandoned(owned).some((left) => isSame(placed, left)) || (initializer.isGone && isSame(placed, owned.initializer))
  const mounts = mountsOf(pod, volume.name, walk)
  return mounts.some(isOurs) && mounts.every((mount) => isOurs(mount) || goes(mount))
}

/** Whether a look at a volume's mounts is worth it: it has a source that we make, and a name or neighbours as ours have. */
function mayBeOurs(volume: JsonObject, { names, initializer }: Owned, { unused }: Initializer): boolean {
  const { name } = volume
  if (names === undefined || typeof name !== 'string') return false
  if (unused.includes(name)) return true
  if (volume.image != null) return true
  if (initializer === undefined && !isNumbered(name, names.volume)) return false
  const source = sourceOf(volume)
  return source === undefined || source === 'emptyDir'
}

interface PlacedMount {
  readonly placed: Placed
  readonly mount: JsonObject
}

const mountsOf = (pod: Pod, volume: unknown, walk: Walk): readonly PlacedMount[] =>
  placedContainers(pod).flatMap((placed) =>
    readIn(placed, 'volumeMounts', walk)
      .filter(({ name }) => name === volume)
      .map((mount) => ({ placed, mount })),
  )

/** An init container that ends before the server starts was never a target: a mount there is the user's, unless it is ours. */
const mayHaveOurs = (placed: Placed, { claimed, leftover, initializer }: Owned): boolean =>
  placed.list === 'containers' ||
  placed.container.restartPolicy === 'Always' ||
  [...claimed, ...leftover, initializer].some((own) => isSame(placed, own))

const isSame = (left: Placed, right: Placed | undefined): boolean =>
  left.list === right?.list && left.index === right.index

const placedContainers = (pod: Pod): readonly Placed[] =>
  containerLists.flatMap((list) => pod[list].map((container, index) => ({ list, index, container })))

/** The containers that are neither ours nor targets. */
function bystanders(pod: Pod, targets: readonly Placed[], owned: Owned): readonly Placed[] {
  const known = [...targets, ...owned.claimed, ...abandoned(owned)]
  return placedContainers(pod).filter((placed) => !known.some((each) => isSame(placed, each)))
}
