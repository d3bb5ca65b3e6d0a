import { isList, isObject, type JsonObject } from '../json.js'
import { pathOf } from '../kubernetes/clean-path.js'
import { sourceOf } from '../overlay/merge/union.js'
import type { Outline } from '../overlay/plan/outline.js'
import { isAmong, placesOf } from '../overlay/plan/owned.js'
import { pathIndex } from '../overlay/plan/path-index.js'
import { volumeNamed, type Placed, type Pod } from '../overlay/plan/pod.js'
import { fetchNames } from './config/fetch.js'
import { beginsWith, isNumbered } from './config/names.js'
import type { GivesWay } from './image-mounts.js'
import type { OwnedModels } from './ownership.js'
import { foreignPaths, ociPaths } from './pairs.js'

/** Clean paths by a volume's name. */
export type PathsOf = Map<string, Set<string>>

/**
 * Tells whether a mount is ours: its volume and path belong to a container of ours that links or fetches the model, and the volume is of
 * a source that this gives it; or it is the mount of an image volume as we make it. Such a pair is ours in every container; what the
 * storage initializer has for its own use is so only there. A mount that a download with another scheme goes to is never ours.
 */
export function isOwnMount(owned: OwnedModels, placed: Placed, mount: JsonObject, path: string): boolean {
  const { name } = mount
  if (typeof name !== 'string') return false
  if (isInitializerVolume(owned, name) && isSamePlace(owned.initializer, placed)) return true
  if (owned.isOwnImageMount(mount, path)) return true
  return ownMountsOf(owned).get(name)?.has(path) === true
}

/** Where containers of ours mount volumes of ours to link or fetch a model: clean paths by a volume's name. */
export const ownMountsOf = (owned: OwnedModels): PathsOf => (owned.ownMounts ??= findOwnMounts(owned))

/** Tells whether a volume has a name of the config's, with any number. */
export const isOwnVolumeName = (name: unknown, { names }: OwnedModels): boolean =>
  typeof name === 'string' && isNumbered(name, names.volume)

/** Tells whether a volume is one that the storage initializer has for its own use. */
export const isInitializerVolume = ({ initializerVolumes }: OwnedModels, name: unknown): boolean =>
  initializerVolumes.some((volume) => volume === name)

const isSamePlace = (one: Placed | undefined, other: Placed): boolean =>
  one !== undefined && one.list === other.list && one.index === other.index

/** What is at a path that a container of ours needs gives way, and in a storage initializer that fetches no image any more what was for one. */
export function givingWay(
  claimOf: Outline['claimOf'],
  claimed: readonly Placed[],
  initializer: Placed | undefined,
): GivesWay {
  const places = placesOf(claimed)
  const fetched = ociPaths(claimOf.has(fetchNames.container) ? undefined : initializer?.container.args)
  return (placed, path) =>
    isAmong(places, placed)
      ? claimOf.get(placed.container.name)?.mounts.at.has(path) === true
      : isSamePlace(initializer, placed) && fetched.has(path)
}

/** Whether a closer look at a mount is worth it: {@link isOwnMount} is false without these. */
export const mayBeOwnMount = ({ pod, names, initializer }: OwnedModels, { name }: JsonObject): boolean =>
  typeof name === 'string' && (pod.some.images || initializer !== undefined || beginsWith(name, names.volume))

/** Without a source a volume is an empty directory; one that is gone is looked for no further. */
const linkedSources: readonly (string | undefined)[] = [undefined, 'emptyDir']
const fetchedSources: readonly (string | undefined)[] = [...linkedSources, 'ephemeral', 'persistentVolumeClaim']

/** Tells whether a volume of the pod has one of these sources. */
export const isOfSource = (pod: Pod, volume: string, sources: readonly (string | undefined)[]): boolean =>
  sources.includes(sourceOf(volumeNamed(pod, volume) ?? {}))

function findOwnMounts({ pod, names, claimed, duplicates, leftover, initializer, initializers }: OwnedModels): PathsOf {
  const own: PathsOf = new Map()
  if (initializer !== undefined) {
    const paths = ociPaths(initializer.container.args)
    for (const { name, path } of mountsOf(initializer))
      if (paths.has(path) && isOfSource(pod, name, fetchedSources)) add(own, name, path)
  }
  const foreign: PathsOf = new Map()
  for (const placed of initializers) {
    const downloads = pathIndex(foreignPaths(placed.container.args).flatMap(({ paths }) => paths))
    for (const { name, path } of mountsOf(placed)) if (downloads.isAtOrOver(path)) add(foreign, name, path)
  }
  for (const placed of [...claimed, ...duplicates, ...leftover]) {
    if (placed.container.name === fetchNames.container) continue
    for (const { name, path } of mountsOf(placed))
      if (
        isNumbered(name, names.volume) &&
        isOfSource(pod, name, linkedSources) &&
        foreign.get(name)?.has(path) !== true
      )
        add(own, name, path)
  }
  return own
}

function add(pathsOf: PathsOf, volume: string, path: string): void {
  const paths = pathsOf.get(volume)
  if (paths === undefined) pathsOf.set(volume, new Set([path]))
  else paths.add(path)
}

/** A mount of a container, with its clean path. */
export interface NamedMount {
  readonly mount: JsonObject
  readonly name: string
  readonly path: string
}

/** The mounts of a container that have a name and a path. */
export function mountsOf({ container }: Placed): readonly NamedMount[] {
  const list = container.volumeMounts
  const mounts: NamedMount[] = []
  if (!isList(list)) return mounts
  for (const mount of list) {
    if (!isObject(mount) || typeof mount.name !== 'string') continue
    const path = pathOf(mount, 'mountPath')
    if (path !== undefined) mounts.push({ mount, name: mount.name, path })
  }
  return mounts
}
