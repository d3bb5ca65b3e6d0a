import { objectsIn, type JsonObject } from '../json.js'
import { pathOf } from '../kubernetes/clean-path.js'
import type { Path } from '../patch/edit.js'
import type { Outline } from '../overlay/plan/outline.js'
import { isAmong, placesOf } from '../overlay/plan/owned.js'
import {
  containerLists,
  placedContainers,
  volumeNamed,
  type ContainerList,
  type Placed,
  type Pod,
} from '../overlay/plan/pod.js'
import { isNamedAfter } from './config/volume-name.js'

/** Tells whether the mount of an image volume at a clean path is one that an injection made. */
export type IsOwnImageMount = (mount: JsonObject, path: string) => boolean

/** Tells whether what a container has mounted at a clean path gives way, whatever it is of. */
export type GivesWay = (placed: Placed, path: string) => boolean

/**
 * An image volume that is named after the path of its mount is one as we make it. At a path that the config needs it is ours whatever part
 * of the image it shows, as long as only targets mount it, and what goes; elsewhere only where it shows what most configs show, `models`,
 * read-only.
 *
 * @param known - the targets, and the containers that go.
 * @param givesWay - what of the others goes.
 * @param needed - the paths of the models, and of the mounts that a target gets.
 */
export function imageMounts(
  pod: Pod,
  known: readonly Placed[],
  givesWay: GivesWay,
  needed: ReadonlySet<string>,
): IsOwnImageMount {
  let others: ReadonlySet<unknown> | undefined
  return (mount, path) => {
    if (!isNamedImage(pod, mount, path)) return false
    if (mount.subPath === 'models' && mount.readOnly === true) return true
    return needed.has(path) && !(others ??= volumesOfOthers(pod, known, givesWay)).has(mount.name)
  }
}

/** Tells whether a mount is that of an image volume which is named after the path. */
export const isNamedImage = (pod: Pod, { name }: JsonObject, path: string): boolean =>
  typeof name === 'string' && volumeNamed(pod, name)?.image != null && isNamedAfter(name, path)

/** The volumes that other containers mount than these, unless such a mount gives way. */
function volumesOfOthers(pod: Pod, known: readonly Placed[], givesWay: GivesWay): ReadonlySet<unknown> {
  const places = placesOf(known)
  const volumes = new Set<unknown>()
  for (const placed of placedContainers(pod)) {
    if (isAmong(places, placed)) continue
    for (const mount of objectsIn(placed.container.volumeMounts)) {
      const path = pathOf(mount, 'mountPath')
      if (path === undefined || !givesWay(placed, path)) volumes.add(mount.name)
    }
  }
  return volumes
}

/** A mount of an image volume that goes, and where it is. */
interface LostMount {
  readonly mount: JsonObject
  readonly path: Path
}

/**
 * The mounts of image volumes named after their paths that show no image any more: those that are removed, and those where the path, or the
 * volume, is given something else.
 */
export function lostImageMounts(
  pod: Pod,
  { mounts, claimOf, volumeOf }: Outline,
  targets: readonly Placed[],
  removals: readonly { readonly path: Path }[],
): readonly LostMount[] {
  const lost: LostMount[] = []
  if (!pod.some.images) return lost
  const removed = removedMounts(removals)
  const targetPlaces = placesOf(targets)
  for (const placed of placedContainers(pod)) {
    const { list, index, container } = placed
    const wanted = isAmong(targetPlaces, placed) ? mounts : claimOf.get(container.name)?.mounts
    const gone = removed[list].get(index)
    objectsIn(container.volumeMounts).forEach((mount, position) => {
      const at = pathOf(mount, 'mountPath')
      if (at === undefined || !isNamedImage(pod, mount, at)) return
      const there = wanted?.at.get(at)
      const isShown = there?.name === mount.name && volumeOf.get(mount.name)?.image != null
      if (there === undefined ? gone?.has(position) === true : !isShown)
        lost.push({ mount, path: [list, index, 'volumeMounts', position] })
    })
  }
  return lost
}

/** The indexes of the mounts that are removed, by list and index of their containers. */
function removedMounts(removals: readonly { readonly path: Path }[]) {
  const removed = {
    containers: new Map<unknown, Set<unknown>>(),
    initContainers: new Map<unknown, Set<unknown>>(),
    ephemeralContainers: new Map<unknown, Set<unknown>>(),
  }
  for (const { path } of removals) {
    const [list, index, key, position] = path
    if (!isContainerList(list) || key !== 'volumeMounts') continue
    const positions = removed[list].get(index)
    if (positions === undefined) removed[list].set(index, new Set([position]))
    else positions.add(position)
  }
  return removed
}

const isContainerList = (key: unknown): key is ContainerList => containerLists.some((list) => list === key)
