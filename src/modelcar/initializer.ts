import { cut, found, isList, isObject, nameOf, readPath, type JsonObject } from '../json.js'
import { write, type Walk } from '../overlay/merge/walk.js'
import { pathOf } from '../kubernetes/clean-path.js'
import { conflict, type Findings } from '../overlay/plan/findings.js'
import { pathIndex } from '../overlay/plan/path-index.js'
import { removeEntries } from '../overlay/plan/remove.js'
import { volumeNamed, type Pod } from '../overlay/plan/pod.js'
import type { Outline } from '../overlay/plan/outline.js'
import type { Warn } from '../overlay/plan/warnings.js'
import { fetchNames, fetchVariables } from './config/fetch.js'
import type { Model } from './config/resolve.js'
import { isInitializerVolume, isOwnMount, mountsOf } from './own-mounts.js'
import { hasOnlyOciPairs, type OwnedModels } from './ownership.js'
import { foreignPaths, ociPaths, withoutOciPairs } from './pairs.js'

/** The variables that tell the storage initializer of a volume that the fetch mode adds beside those of the models. */
const variablesOf = (volume: string): readonly string[] =>
  volume === fetchNames.dockerConfigVolume
    ? [fetchVariables.dockerConfig]
    : [fetchVariables.caBundleConfigMap, fetchVariables.caBundlePath]

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
  if (claim === undefined) {
    const others = withoutOciPairs(container.args)
    if (others.length === 0) return volumes
    walk.path.push(list, index)
    write(walk, container, 'args', others)
    walk.path.length -= 2
  }
  const abandoned = ociPaths(claim === undefined ? container.args : undefined)
  const isUnwanted = (mount: JsonObject): boolean => {
    const path = pathOf(mount, 'mountPath')
    // A mount at a path that is wanted is rewritten in place, whatever volume it was of.
    if (path !== undefined && claim?.mounts.at.has(path) === true) return false
    return isInitializerVolume(owned, mount.name) || (path !== undefined && abandoned.has(path))
  }
  removeEntries(initializer, 'volumeMounts', isUnwanted, walk)
  const told = [...volumes.flatMap(variablesOf), fetchVariables.insecureRegistry]
  const kept = new Set(claim?.variables)
  removeEntries(initializer, 'env', ({ name }) => told.some((variable) => variable === name) && !kept.has(name), walk)
  return volumes
}

/** A CA bundle that goes, or that another one takes the place of, may have been that of downloads with other schemes. */
export function warnOfRemovedBundle(pod: Pod, { claimOf, volumeOf }: Outline, owned: OwnedModels, warn: Warn): void {
  const { initializer } = owned
  const claim = claimOf.get(fetchNames.container)
  const bundle = fetchNames.caBundleVolume
  if (initializer === undefined || claim === undefined || !isInitializerVolume(owned, bundle)) return
  const { list, index, container } = initializer
  if (hasOnlyOciPairs(container) || !isList(container.volumeMounts)) return
  const before = readPath(volumeNamed(pod, bundle), configMapName)
  const isSame = before === undefined || before === readPath(volumeOf.get(bundle), configMapName)
  container.volumeMounts.forEach((mount: unknown, at) => {
    const path = isObject(mount) && mount.name === bundle ? pathOf(mount, 'mountPath') : undefined
    if (path === undefined) return
    const isThere = claim.mounts.at.get(path)?.name === bundle
    if (isThere && isSame) return
    warn('LeftoverRemoved', [list, index, 'volumeMounts', at], () =>
      isThere
        ? `shows the ConfigMap of fetch.caBundle in place of ${nameOf(before)}: the downloads with other schemes may need that, so have the certificates of both in one`
        : `is removed: the CA bundle at ${cut(path)} is where the config has something else; the downloads with other schemes may need it, so set fetch.caBundle in the config`,
    )
  })
}

const configMapName = ['configMap', 'name']

/**
 * Two downloads into one directory would mix their files, or one would come in place of the other; and nothing of the config's may take a
 * mount that a download of somebody's goes to, with all of it or a part.
 */
export function checkForeignPairs(
  models: readonly Model[],
  { claimOf }: Outline,
  owned: OwnedModels,
  findings: Findings,
): void {
  const claim = claimOf.get(fetchNames.container)
  if (claim === undefined) return
  const volumes = new Map(models.map(({ path, volume }) => [path, volume]))
  const names = new Set<unknown>(volumes.values())
  const others = claim.mounts.paths.paths.filter((path) => !volumes.has(path))
  for (const placed of owned.claimed) {
    const { list, index, container } = placed
    const foreign = container.name === fetchNames.container ? foreignPaths(container.args) : []
    if (foreign.length === 0) continue
    const taken = mountsOf(placed).filter(({ mount, name, path }) => {
      const wanted = claim.mounts.at.get(path)
      const isTaken = wanted === undefined ? names.has(name) : wanted.name !== name
      return isTaken && !isOwnMount(owned, placed, mount, path)
    })
    const mounts = taken.map(({ path }) => path)
    const directories = pathIndex([...others, ...mounts])
    const parts = pathIndex(mounts)
    for (const { index: at, uri, paths } of foreign) {
      const isTaken = (path: string): boolean => directories.covering(path) !== undefined || parts.isAtOrOver(path)
      const path = paths.find((each) => volumes.has(each) || isTaken(each))
      if (path === undefined) continue
      conflict(
        findings,
        'FetchPathTaken',
        [list, index, 'args', at],
        () =>
          `expected no other download into ${cut(directories.covering(path) ?? path)}, found ${found(uri)}; remove that pair, or choose another mountPath in the config`,
      )
    }
  }
}
