import { cut, nameOf, objectsIn, readPath, type JsonObject } from '../json.js'
import { isRewriteOf } from '../kubernetes/image.js'
import { pathOf } from '../kubernetes/clean-path.js'
import { conflict, type Findings } from '../overlay/plan/findings.js'
import { isAmong, placesOf } from '../overlay/plan/owned.js'
import type { Outline } from '../overlay/plan/outline.js'
import { placedContainers, volumeNamed, type Placed, type Pod } from '../overlay/plan/pod.js'
import type { Rules } from '../overlay/rules.js'
import { givingWay, isOwnMount } from './own-mounts.js'
import type { OwnedModels } from './ownership.js'

type IsSame = (there: string, wanted: string) => boolean

const isEqual: IsSame = (there, wanted) => there === wanted

/** The field that says what a volume of one of these types shows, and when two of its values show the same. */
const sources: readonly { readonly path: readonly string[]; readonly isSame: IsSame }[] = [
  { path: ['image', 'reference'], isSame: isRewriteOf },
  { path: ['secret', 'secretName'], isSame: isEqual },
  { path: ['configMap', 'name'], isSame: isEqual },
]

/** A volume that shows something else than is wanted is not changed under a container that has a mount of its own of it. */
export function checkSources(
  pod: Pod,
  outline: Outline,
  targets: readonly Placed[],
  owned: OwnedModels,
  { orRename }: Pick<Rules, 'orRename'>,
  findings: Findings,
): void {
  const { volumeOf } = outline
  let mounters: ((volume: unknown) => string | undefined) | undefined
  pod.volumes.forEach((volume, index) => {
    const overlay = volumeOf.get(volume.name)
    const changed = overlay && changedSource(volume, overlay)
    // A second one of the name goes, whatever it shows.
    if (changed === undefined || volumeNamed(pod, volume.name) !== volume) return
    const other = (mounters ??= othersOf(pod, outline, targets, owned))(volume.name)
    if (other === undefined) return
    conflict(
      findings,
      'VolumeSource',
      ['volumes', index],
      () =>
        `expected ${nameOf(volume.name)} to show ${changed.wanted}, found ${changed.there}, which ${other} mounts as well; remove that mount${orRename(nameOf(volume.name))}`,
    )
  })
}

function changedSource(
  volume: JsonObject,
  overlay: JsonObject,
): { readonly there: string; readonly wanted: string } | undefined {
  for (const { path, isSame } of sources) {
    const wanted = readPath(overlay, path)
    if (wanted === undefined) continue
    const there = readPath(volume, path)
    if (typeof there === 'string' && typeof wanted === 'string' && there !== '' && !isSame(there, wanted))
      return { there: cut(there), wanted: cut(wanted) }
  }
  return undefined
}

/**
 * Gives the name of a container that mounts a volume, and that is not ours, nor mounts it as an injection does: a target may do so, and
 * have it at another path as well.
 */
function othersOf(
  pod: Pod,
  { claimOf, mounts: wanted }: Outline,
  targets: readonly Placed[],
  owned: OwnedModels,
): (volume: unknown) => string | undefined {
  const known = placesOf(owned.claimed, owned.duplicates, owned.abandoned)
  const givesWay = givingWay(claimOf, owned.claimed, owned.initializer)
  const targetPlaces = placesOf(targets)
  const others = new Map<unknown, string>()
  for (const placed of placedContainers(pod)) {
    if (isAmong(known, placed)) continue
    const isTarget = isAmong(targetPlaces, placed)
    const isAsInjected = (mount: JsonObject): boolean => {
      const path = pathOf(mount, 'mountPath')
      if (path === undefined) return false
      if (isOwnMount(owned, placed, mount, path) || givesWay(placed, path)) return true
      return isTarget && wanted.at.get(path)?.name === mount.name
    }
    const mounts = objectsIn(placed.container.volumeMounts)
    const read = new Set(isTarget ? mounts.filter(isAsInjected).map(({ name }) => name) : [])
    for (const mount of mounts) {
      if (others.has(mount.name) || read.has(mount.name) || isAsInjected(mount)) continue
      others.set(mount.name, nameOf(placed.container.name))
    }
  }
  return (volume) => others.get(volume)
}
