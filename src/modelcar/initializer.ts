import { cut, isList, isObject, type JsonObject } from '../json.js'
import { write, type Walk } from '../overlay/merge/walk.js'
import { conflict, pathOf, type Findings } from '../overlay/plan/findings.js'
import { removeEntries } from '../overlay/plan/remove.js'
import type { Outline } from '../overlay/plan/outline.js'
import type { Warn } from '../overlay/plan/warnings.js'
import { fetchNames, fetchVariables } from './config/fetch.js'
import type { Model } from './config/resolve.js'
import { hasOnlyOciPairs, isInitializerVolume, type OwnedModels } from './ownership.js'
import { foreignPaths, isOciPair, pairPaths, pairsOf } from './pairs.js'

/** What the fetch mode adds beside the models, by volume: the variables that tell the storage initializer of it. */
const variables: Readonly<Record<string, readonly string[]>> = {
  [fetchNames.dockerConfigVolume]: [fetchVariables.dockerConfig],
  [fetchNames.caBundleVolume]: [fetchVariables.caBundleConfigMap, fetchVariables.caBundlePath],
}

/**
 * Takes our part out of KServe's storage initializer. Where the overlay claims it, only what is wanted no more goes; its pairs and
 * their mounts are put right like everything else that is claimed.
 *
 * @returns the names of the volumes that it has for its own use; some of them may be wanted.
 */
export function removeFromInitializer({ claimOf }: Outline, owned: OwnedModels, walk: Walk): readonly string[] {
  const { initializer, initializerVolumes: volumes } = owned
  if (initializer === undefined) return volumes
  const { list, index, container } = initializer
  const claim = claimOf.get(fetchNames.container)
  const pairs = pairsOf(container.args)
  const foreign = pairs.filter((pair) => !isOciPair(pair))
  if (claim === undefined && foreign.length === 0) return volumes
  if (claim === undefined) {
    walk.path.push(list, index)
    write(walk, container, 'args', foreign.flat())
    walk.path.length -= 2
  }
  const abandoned = new Set(claim === undefined ? pairs.filter(isOciPair).flatMap(pairPaths) : [])
  const isUnwanted = (mount: JsonObject): boolean => {
    const path = pathOf(mount, 'mountPath')
    // A mount at a path that is wanted is rewritten in place, whatever volume it was of.
    if (path !== undefined && claim?.mounts.at.has(path) === true) return false
    return isInitializerVolume(owned, mount.name) || (path !== undefined && abandoned.has(path))
  }
  removeEntries(initializer, 'volumeMounts', isUnwanted, walk)
  const told = [...volumes.flatMap((volume) => variables[volume] ?? []), fetchVariables.insecureRegistry]
  const kept = new Set(claim?.variables)
  removeEntries(initializer, 'env', ({ name }) => told.some((variable) => variable === name) && !kept.has(name), walk)
  return volumes
}

/** A CA bundle that goes, or that another one takes the place of, may have been that of downloads with other schemes. */
export function warnOfRemovedBundle({ claimOf }: Outline, owned: OwnedModels, warn: Warn): void {
  const { initializer } = owned
  const claim = claimOf.get(fetchNames.container)
  const bundle = fetchNames.caBundleVolume
  if (initializer === undefined || claim === undefined || !isInitializerVolume(owned, bundle)) return
  const { list, index, container } = initializer
  if (hasOnlyOciPairs(container) || !isList(container.volumeMounts)) return
  container.volumeMounts.forEach((mount: unknown, at) => {
    const path = isObject(mount) && mount.name === bundle ? pathOf(mount, 'mountPath') : undefined
    if (path === undefined || claim.mounts.at.get(path)?.name === bundle) return
    warn(
      'LeftoverRemoved',
      [list, index, 'volumeMounts', at],
      () =>
        `is removed: the CA bundle at ${cut(path)} is where the config has something else; the downloads with other schemes may need it, so set fetch.caBundle in the config`,
    )
  })
}

/** Two downloads into one directory would mix their files, or one would come in place of the other. */
export function checkForeignPairs(models: readonly Model[], { claimed }: OwnedModels, findings: Findings): void {
  const paths = new Set(models.map(({ path }) => path))
  for (const { list, index, container } of claimed) {
    if (container.name !== fetchNames.container) continue
    for (const foreign of foreignPaths(container.args)) {
      const path = foreign.paths.find((each) => paths.has(each))
      if (path === undefined) continue
      conflict(
        findings,
        'FetchPathTaken',
        [list, index, 'args', foreign.index],
        () =>
          `expected no other download into ${cut(path)}, found one of another scheme; remove it, or choose another mountPath in the config`,
      )
    }
  }
}
