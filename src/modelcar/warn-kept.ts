import { nameOf, objectsIn } from '../json.js'
import type { Walk } from '../overlay/merge/walk.js'
import { pathOf } from '../kubernetes/clean-path.js'
import type { Outline } from '../overlay/plan/outline.js'
import { placedContainers, type Pod } from '../overlay/plan/pod.js'
import type { Warn } from '../overlay/plan/warnings.js'
import { isNamedImage } from './image-mounts.js'
import { isOwnMount, isOwnVolumeName, mountsOf, ownMountsOf } from './own-mounts.js'
import { hasOnlyOciPairs, type OwnedModels } from './ownership.js'
import { ociPaths } from './pairs.js'

/** Tells of what an earlier injection may have left, that is wanted no more, and that may be somebody's own as well. */
export function warnOfKeptParts(pod: Pod, outline: Outline, owned: OwnedModels, walk: Walk, warn: Warn): void {
  warnOfImages(pod, outline, owned, warn)
  warnOfVolumes(pod, outline, owned, walk, warn)
  warnOfInitializer(outline, owned, warn)
}

/** An image volume that is named after its path, but shows something else than `models`, may be of a config with a `sourcePath`. */
function warnOfImages(pod: Pod, { volumeOf }: Outline, owned: OwnedModels, warn: Warn): void {
  if (!pod.some.images) return
  for (const placed of placedContainers(pod)) {
    objectsIn(placed.container.volumeMounts).forEach((mount, at) => {
      const path = pathOf(mount, 'mountPath')
      if (path === undefined || volumeOf.has(mount.name) || !isNamedImage(pod, mount, path)) return
      if (isOwnMount(owned, placed, mount, path)) return
      warn(
        'LeftoverKept',
        [placed.list, placed.index, 'volumeMounts', at],
        () =>
          `stays: the image volume ${nameOf(mount.name)} may be a model of ours with another sourcePath, or somebody's own`,
      )
    })
  }
}

/**
 * A volume that a container of ours mounts, or that has a name of ours beside such a one, stays where somebody else may need it. A claim that
 * goes may have been the user's: an injection fetches into one that is there.
 */
function warnOfVolumes(pod: Pod, { volumeOf }: Outline, owned: OwnedModels, { removals }: Walk, warn: Warn): void {
  const { leftover, initializer } = owned
  if (leftover.length === 0 && initializer === undefined) return
  const paths = ociPaths(initializer?.container.args)
  const fetched = new Set(
    initializer && mountsOf(initializer).flatMap(({ name, path }) => (paths.has(path) ? name : [])),
  )
  const gone = new Set(removals.map(({ path }) => (path[0] === 'volumes' ? path[1] : undefined)))
  pod.volumes.forEach((volume, index) => {
    const name = String(volume.name)
    if (volumeOf.has(name)) return
    if (gone.has(index)) {
      if (!fetched.has(name) || (volume.persistentVolumeClaim == null && volume.ephemeral == null)) return
      return warn(
        'LeftoverRemoved',
        ['volumes', index],
        () => 'is removed: a model was fetched into it; add it again where something else needs it',
      )
    }
    if (!fetched.has(name) && !ownMountsOf(owned).has(name) && !(leftover.length > 0 && isOwnVolumeName(name, owned)))
      return
    warn(
      'LeftoverKept',
      ['volumes', index],
      () =>
        "stays: somebody else mounts it, or it may be somebody's own; remove it with its mounts, unless it is needed",
    )
  })
}

/** What was set on a storage initializer for images may be there for what else it fetches. */
function warnOfInitializer({ claimOf }: Outline, { initializer }: OwnedModels, warn: Warn): void {
  if (initializer === undefined || claimOf.has(initializer.container.name) || hasOnlyOciPairs(initializer.container))
    return
  warn(
    'LeftoverKept',
    [initializer.list, initializer.index],
    () => "stays for its other downloads, with all that was set on it; remove what was for the model's image alone",
  )
}
