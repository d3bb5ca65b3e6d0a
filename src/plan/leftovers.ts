import { fetchNames } from '../config/fetch.js'
import { isNumbered } from '../config/names.js'
import type { ResolvedConfig } from '../config/resolve.js'
import type { JsonObject } from '../json.js'
import { isOciPair, pairsOf } from '../merge/pairs.js'
import { sourceOf } from '../merge/union.js'
import { remove, write, type Path, type Walk } from '../merge/walk.js'
import type { Overlay } from '../overlay/overlay.js'
import type { Claim, WantedMount } from './claims.js'
import { pathOf } from './findings.js'
import { isDuplicate, isOurMount, type Owned } from './ownership.js'
import { containerLists, readIn, type Placed, type Pod } from './pod.js'

/** What an injection wants, as far as it tells what is left over. */
export interface Wanted {
  readonly config: ResolvedConfig
  readonly claims: readonly Claim[]
  /** Mounts of every target. */
  readonly mounts: readonly WantedMount[]
  readonly volumes: readonly string[]
  /** Whether targets are told that the model may come later. */
  readonly isAsync: boolean
}

export function wantedOf(
  overlay: Overlay,
  config: ResolvedConfig,
  claims: readonly Claim[],
  mounts: readonly WantedMount[],
): Wanted {
  return {
    config,
    claims,
    mounts,
    volumes: (overlay.spec?.volumes ?? []).map(({ name }) => name),
    isAsync: overlay.target?.env !== undefined,
  }
}

/**
 * Removes what earlier injections left: containers of a longer list of models or of another mode, mounts of ours at paths
 * that are wanted no more, and volumes of ours once nothing else mounts them. A container that is no target any more keeps
 * its mount unless the volume goes. What cannot be told from the user's own wish stays.
 */
export function removeLeftovers(pod: Pod, wanted: Wanted, targets: readonly Placed[], owned: Owned, walk: Walk): void {
  for (const { list, index } of owned.leftover) removeAt(walk, [list], index)
  const initializer = removeInitializer(wanted, owned, walk)
  for (const placed of owned.claimed) {
    if (isDuplicate(placed, owned.claimed)) continue
    const claim = wanted.claims.find(({ name }) => name === placed.container.name)
    removeMounts(pod, placed, claim?.mounts ?? [], owned, walk)
  }
  const changedMode = owned.leftover.some(({ list }) => list === 'containers') && !wanted.isAsync
  for (const target of targets) {
    const removed = removeMounts(pod, target, wanted.mounts, owned, walk)
    if ((removed || changedMode) && !wanted.isAsync) removeAsync(target, walk)
  }
  const gone = abandonedVolumes(pod, wanted, owned, initializer, walk)
  if (gone.length === 0) return
  for (const index of gone) removeAt(walk, ['volumes'], index)
  const names = gone.map((index) => pod.volumes[index]?.name)
  for (const placed of bystanders(pod, targets, owned)) {
    if (removeWhere(placed, ({ name }) => names.includes(name), walk)) removeAsync(placed, walk)
  }
}

/** The volumes that the storage initializer has for its own use, and that are wanted no more. */
type Unused = readonly string[]

/**
 * Takes our part out of the storage initializer: all of it where it has nothing else to fetch. In the fetch mode, which claims
 * it, only what the config says no more; its pairs and their mounts are put right there like everything else that is claimed.
 */
function removeInitializer(
  { config, claims }: Wanted,
  { initializer }: Owned,
  walk: Walk,
): { readonly unused: Unused; readonly isGone: boolean } {
  if (initializer === undefined) return { unused: [], isGone: false }
  const { list, index, container } = initializer
  const foreign = pairsOf(container.args).filter((pair) => !isOciPair(pair))
  const isClaimed = claims.some(({ name }) => name === fetchNames.container)
  const unused: string[] = []
  if (!isClaimed || config.fetch.pullSecret === undefined) unused.push(fetchNames.dockerConfigVolume)
  // The CA bundle may be KServe's, for what it fetches otherwise.
  if (foreign.length === 0 && (!isClaimed || config.fetch.caBundle === undefined))
    unused.push(fetchNames.caBundleVolume)
  if (!isClaimed && foreign.length === 0) {
    removeAt(walk, [list], index)
    return { unused, isGone: true }
  }
  if (!isClaimed) {
    walk.path.push(list, index)
    write(walk, container, 'args', foreign.flat())
    walk.path.length -= 2
  }
  removeWhere(initializer, ({ name }) => unused.includes(String(name)), walk)
  const variables = unused.flatMap((volume) => variablesOf[volume] ?? [])
  if (!isClaimed || !config.fetch.insecureRegistry) variables.push('KSERVE_OCI_INSECURE_REGISTRY')
  removeVariables(initializer, ({ name }) => variables.includes(String(name)), walk)
  return { unused, isGone: false }
}

const variablesOf: Readonly<Record<string, readonly string[]>> = {
  [fetchNames.dockerConfigVolume]: ['KSERVE_OCI_DOCKER_CONFIG'],
  [fetchNames.caBundleVolume]: ['CA_BUNDLE_CONFIGMAP_NAME', 'CA_BUNDLE_VOLUME_MOUNT_POINT'],
}

function removeAt(walk: Walk, path: Path, index: number): void {
  walk.path.push(...path)
  remove(walk, index)
  walk.path.length -= path.length
}

/** Removes mounts of ours at paths where none is wanted, and tells whether there were any. */
function removeMounts(pod: Pod, placed: Placed, wanted: readonly WantedMount[], owned: Owned, walk: Walk): boolean {
  return removeWhere(
    placed,
    (mount) => {
      const path = pathOf(mount, 'mountPath')
      return path !== undefined && !wanted.some((each) => each.path === path) && isOurMount(pod, owned, mount, path)
    },
    walk,
  )
}

function removeWhere(placed: Placed, isUnwanted: (mount: JsonObject) => boolean, walk: Walk): boolean {
  return removeEntries(placed, 'volumeMounts', isUnwanted, walk)
}

function removeVariables(placed: Placed, isUnwanted: (variable: JsonObject) => boolean, walk: Walk): boolean {
  return removeEntries(placed, 'env', isUnwanted, walk)
}

function removeEntries(placed: Placed, key: string, isUnwanted: (entry: JsonObject) => boolean, walk: Walk): boolean {
  const entries = readIn(placed, key, walk)
  let isRemoved = false
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index]
    if (entry === undefined || !isUnwanted(entry)) continue
    removeAt(walk, [placed.list, placed.index, key], index)
    isRemoved = true
  }
  return isRemoved
}

/** What told a server that the model may come later goes with the mount that the model came by. */
const removeAsync = (placed: Placed, walk: Walk): boolean =>
  removeVariables(placed, ({ name, value }) => name === 'MODEL_INIT_MODE' && value === 'async', walk)

/** The indexes of volumes of ours that are wanted no more, and that nothing mounts but what goes or is ours. */
function abandonedVolumes(
  pod: Pod,
  { config, volumes }: Wanted,
  owned: Owned,
  { unused, isGone }: { readonly unused: Unused; readonly isGone: boolean },
  walk: Walk,
): readonly number[] {
  const indexes: number[] = []
  for (let index = 0; index < pod.volumes.length; index++) {
    const volume = pod.volumes[index]
    if (volume === undefined || volumes.includes(String(volume.name))) continue
    const isFetchs = unused.includes(String(volume.name))
    const mayBeOurs =
      isFetchs ||
      volume.image != null ||
      owned.initializer !== undefined ||
      isNumbered(String(volume.name), config.names.volume)
    if (!mayBeOurs || !(isFetchs || isMade(volume))) continue
    const mounts = mountsOf(pod, volume.name, walk)
    const isOurs = ({ placed, mount }: PlacedMount): boolean => {
      const path = pathOf(mount, 'mountPath')
      return (
        (isFetchs && isSame(placed, owned.initializer)) || (path !== undefined && isOurMount(pod, owned, mount, path))
      )
    }
    const goes = ({ placed }: PlacedMount): boolean =>
      owned.leftover.some((left) => isSame(placed, left)) || (isGone && isSame(placed, owned.initializer))
    if (mounts.some(isOurs) && mounts.every((each) => isOurs(each) || goes(each))) indexes.push(index)
  }
  return indexes
}

/** Tells whether a volume's source is one that a mode makes; a claim of the user's stays. */
const isMade = (volume: JsonObject): boolean => ['emptyDir', 'image', undefined].includes(sourceOf(volume))

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

const isSame = (left: Placed, right: Placed | undefined): boolean =>
  left.list === right?.list && left.index === right.index

const placedContainers = (pod: Pod): readonly Placed[] =>
  containerLists.flatMap((list) => pod[list].map((container, index) => ({ list, index, container })))

/** The containers that are neither ours nor targets. */
function bystanders(pod: Pod, targets: readonly Placed[], { claimed, leftover }: Owned): readonly Placed[] {
  const known = [...targets, ...claimed, ...leftover]
  return placedContainers(pod).filter((placed) => !known.some((each) => isSame(placed, each)))
}
