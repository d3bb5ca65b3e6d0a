import { isList, isObject, objectsIn, type JsonObject } from '../json.js'
import { pathOf } from '../overlay/plan/findings.js'
import type { Path } from '../patch/edit.js'
import { isAmong, placesOf } from '../overlay/plan/owned.js'
import { containerLists, placedContainers, volumeNamed, type Placed, type Pod } from '../overlay/plan/pod.js'
import { isNamedAfter } from './config/volume-name.js'

/** Tells whether the mount of an image volume at a clean path is one that an injection made. */
export type IsOwnImageMount = (mount: JsonObject, path: string) => boolean

/**
 * An image volume that is named after the path of its mount is one as we make it. At a path that the config needs it is ours whatever part
 * of the image it shows, as long as only targets mount it; elsewhere only where it shows what most configs show, `models`, read-only.
 *
 * @param needed - the paths of the models, and of the mounts that a target gets.
 */
export function imageMounts(pod: Pod, targets: readonly Placed[], needed: ReadonlySet<string>): IsOwnImageMount {
  let others: ReadonlySet<unknown> | undefined
  return (mount, path) => {
    if (!isNamedImage(pod, mount, path)) return false
    if (mount.subPath === 'models' && mount.readOnly === true) return true
    return needed.has(path) && !(others ??= volumesOfOthers(pod, targets)).has(mount.name)
  }
}

/** Tells whether a mount is that of an image volume which is named after the path. */
export const isNamedImage = (pod: Pod, { name }: JsonObject, path: string): boolean =>
  typeof name === 'string' && volumeNamed(pod, name)?.image != null && isNamedAfter(name, path)

/** The volumes that containers mount which are no targets. */
function volumesOfOthers(pod: Pod, targets: readonly Placed[]): ReadonlySet<unknown> {
  const known = placesOf(targets)
  const others = placedContainers(pod).filter((placed) => !isAmong(known, placed))
  return new Set(others.flatMap(({ container: { volumeMounts } }) => objectsIn(volumeMounts)).map(({ name }) => name))
}

/** A mount of an image volume that is removed: its clean path, and where it is. */
interface RemovedMount {
  readonly mount: JsonObject
  readonly at: string
  readonly path: Path
}

/** The mounts of image volumes named after their paths that are removed. */
export function removedImageMounts(pod: Pod, removals: readonly { readonly path: Path }[]): readonly RemovedMount[] {
  const removed: RemovedMount[] = []
  if (removals.length === 0 || !pod.volumes.some(({ image }) => image != null)) return removed
  for (const { path } of removals) {
    const list = containerLists.find((each) => each === path[0])
    if (list === undefined || path[2] !== 'volumeMounts') continue
    const mounts = pod[list][Number(path[1])]?.volumeMounts
    const mount = isList(mounts) ? mounts[Number(path[3])] : undefined
    const at = isObject(mount) ? pathOf(mount, 'mountPath') : undefined
    if (isObject(mount) && at !== undefined && isNamedImage(pod, mount, at)) removed.push({ mount, at, path })
  }
  return removed
}
