import { fetchNames } from './config/fetch.js'
import type { JsonObject } from '../json.js'
import { isOciPair, pairPath, pairsOf } from './pairs.js'
import { write, type Walk } from '../overlay/merge/walk.js'
import { pathOf } from '../overlay/plan/findings.js'
import type { Owned } from './ownership.js'
import { removeAt, removeEntries } from '../overlay/plan/remove.js'
import type { Wanted } from '../overlay/plan/wanted.js'

/** What became of the storage initializer. */
export interface Initializer {
  readonly isGone: boolean
  /** Volumes that it had for its own use, and that are wanted no more. */
  readonly unused: readonly string[]
}

/** What the fetch mode adds beside the models, by volume: the variables that tell the storage initializer of it. */
const variables: Readonly<Record<string, readonly string[]>> = {
  [fetchNames.dockerConfigVolume]: ['KSERVE_OCI_DOCKER_CONFIG'],
  [fetchNames.caBundleVolume]: ['CA_BUNDLE_CONFIGMAP_NAME', 'CA_BUNDLE_VOLUME_MOUNT_POINT'],
}

/**
 * Takes our part out of KServe's storage initializer: all of it where it has nothing else to fetch. Where the overlay claims it,
 * only what is wanted no more goes; its pairs and their mounts are put right like everything else that is claimed.
 */
export function removeInitializer({ claims }: Wanted, { initializer }: Owned, walk: Walk): Initializer {
  if (initializer === undefined) return { isGone: false, unused: [] }
  const { list, index, container } = initializer
  const claim = claims.find(({ name }) => name === fetchNames.container)
  const pairs = pairsOf(container.args)
  const foreign = pairs.filter((pair) => !isOciPair(pair))
  // A CA bundle beside foreign pairs may be KServe's own, for those.
  const own =
    foreign.length === 0 ? [fetchNames.dockerConfigVolume, fetchNames.caBundleVolume] : [fetchNames.dockerConfigVolume]
  const unused = own.filter((volume) => claim?.mounts.some(({ name }) => name === volume) !== true)
  if (claim === undefined && foreign.length === 0) {
    removeAt(walk, [list], index)
    return { isGone: true, unused }
  }
  if (claim === undefined) {
    walk.path.push(list, index)
    write(walk, container, 'args', foreign.flat())
    walk.path.length -= 2
  }
  const abandoned = claim === undefined ? pairs.filter(isOciPair).map(pairPath) : []
  const told = [...unused.flatMap((volume) => variables[volume] ?? []), 'KSERVE_OCI_INSECURE_REGISTRY']
  const isUnwanted = (mount: JsonObject): boolean => {
    const path = pathOf(mount, 'mountPath')
    return unused.some((volume) => volume === mount.name) || (path !== undefined && abandoned.includes(path))
  }
  removeEntries(initializer, 'volumeMounts', isUnwanted, walk)
  removeEntries(
    initializer,
    'env',
    ({ name }) => told.some((variable) => variable === name) && claim?.variables.includes(name) !== true,
    walk,
  )
  return { isGone: false, unused }
}
