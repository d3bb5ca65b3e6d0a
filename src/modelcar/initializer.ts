import type { JsonObject } from '../json.js'
import { write, type Walk } from '../overlay/merge/walk.js'
import { pathOf } from '../overlay/plan/findings.js'
import type { Placed } from '../overlay/plan/pod.js'
import { removeEntries } from '../overlay/plan/remove.js'
import type { Wanted } from '../overlay/plan/wanted.js'
import { fetchNames, fetchVariables } from './config/fetch.js'
import type { OwnedModels } from './ownership.js'
import { isOciPair, pairPath, pairsOf, type Pair } from './pairs.js'

/** What the fetch mode adds beside the models, by volume: the variables that tell the storage initializer of it. */
const variables: Readonly<Record<string, readonly string[]>> = {
  [fetchNames.dockerConfigVolume]: [fetchVariables.dockerConfig],
  [fetchNames.caBundleVolume]: [fetchVariables.caBundleConfigMap, fetchVariables.caBundlePath],
}

/** The volumes that the initializer has for its own use. A CA bundle beside foreign pairs may be KServe's own, for those. */
const ownVolumes = (foreign: readonly Pair[]): readonly string[] =>
  foreign.length === 0 ? [fetchNames.dockerConfigVolume, fetchNames.caBundleVolume] : [fetchNames.dockerConfigVolume]

/** Tells whether a mount of a container is one of the initializer's for its own use: where it is not wanted, it goes. */
export function isInitializersOwn(
  { initializer }: OwnedModels,
  { list, index }: Placed,
  { name }: JsonObject,
): boolean {
  if (list !== initializer?.list || index !== initializer.index) return false
  const foreign = pairsOf(initializer.container.args).filter((pair) => !isOciPair(pair))
  return ownVolumes(foreign).some((volume) => volume === name)
}

/**
 * Takes our part out of KServe's storage initializer. Where the overlay claims it, only what is wanted no more goes; its pairs and
 * their mounts are put right like everything else that is claimed.
 *
 * @returns the names of the volumes that it had for its own use, and that are wanted no more.
 */
export function removeFromInitializer(
  { claimOf }: Wanted,
  { initializer }: OwnedModels,
  walk: Walk,
): readonly string[] {
  if (initializer === undefined) return []
  const { list, index, container } = initializer
  const claim = claimOf.get(fetchNames.container)
  const pairs = pairsOf(container.args)
  const foreign = pairs.filter((pair) => !isOciPair(pair))
  const own = ownVolumes(foreign)
  const wanted = new Set([...(claim?.mounts.at.values() ?? [])].map(({ name }) => name))
  const unused = own.filter((volume) => !wanted.has(volume))
  if (claim === undefined && foreign.length === 0) return unused
  if (claim === undefined) {
    walk.path.push(list, index)
    write(walk, container, 'args', foreign.flat())
    walk.path.length -= 2
  }
  const abandoned = new Set(claim === undefined ? pairs.filter(isOciPair).map(pairPath) : [])
  const isUnwanted = (mount: JsonObject): boolean => {
    const path = pathOf(mount, 'mountPath')
    // A mount at a path that is wanted is rewritten in place, whatever volume it was of.
    if (path !== undefined && claim?.mounts.at.has(path) === true) return false
    return own.some((volume) => volume === mount.name) || (path !== undefined && abandoned.has(path))
  }
  removeEntries(initializer, 'volumeMounts', isUnwanted, walk)
  const told = [...unused.flatMap((volume) => variables[volume] ?? []), fetchVariables.insecureRegistry]
  const kept = new Set(claim?.variables)
  removeEntries(initializer, 'env', ({ name }) => told.some((variable) => variable === name) && !kept.has(name), walk)
  return unused
}
