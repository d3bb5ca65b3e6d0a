import { field, isObject, nameOf, type JsonObject } from '../../json.js'
import { typeOf } from '../../kubernetes/schema.js'
import { sourceOf } from '../merge/union.js'
import type { Walk } from '../merge/walk.js'
import { conforms } from '../merge/list.js'
import { compileObject } from '../merge/object.js'
import { isPreferred, preferredValue } from '../overlay.js'
import type { Rules } from '../rules.js'
import { conflict, type Findings } from './findings.js'
import { isAmong, placesOf, type Owned } from './owned.js'
import { containerLists, readIn, volumeNamed, type Placed, type Pod } from './pod.js'
import { volumeUses, type VolumeUse } from './volume-uses.js'
import type { Outline } from './outline.js'

const readOnlySources: readonly (string | undefined)[] = ['configMap', 'downwardAPI', 'image', 'projected', 'secret']

/** Tells whether containers may write to a volume, as far as its source says. Without a source it is an empty directory. */
export function isWritable(volume: JsonObject): boolean {
  const source = sourceOf(volume)
  return source === undefined || (!readOnlySources.includes(source) && field(volume[source], 'readOnly') !== true)
}

/** Sources that an injection makes; a volume with another one is somebody's. */
const ownSources: readonly string[] = ['emptyDir', 'image', 'ephemeral', 'persistentVolumeClaim']

/** Tells whether a volume has a source as it is wanted; it may have more. A volume without a source is an empty directory. */
export function hasSource(volume: JsonObject, source: string, wanted: unknown): boolean {
  const actual = volume[source] ?? (source === 'emptyDir' && sourceOf(volume) === undefined ? {} : undefined)
  return isObject(wanted) && conforms(compileObject(wanted, typeOf('Volume', source)), actual)
}

/**
 * A volume of a name that we need serves if it has the source that is enforced; where the source is a preference, if it can be
 * written to. Another source is given only to a volume that an injection made, and that nothing mounts but ours and the targets:
 * what others read from or write to stays. None may be a block device.
 */
export function checkVolumes<Own extends Owned>(
  pod: Pod,
  outline: Outline,
  targets: readonly Placed[],
  owned: Own,
  rules: Rules<Own>,
  walk: Walk,
  findings: Findings,
): void {
  if (outline.volumeOf.size === 0) return
  let mounters: ((volume: JsonObject) => Mounters) | undefined
  for (let index = 0; index < pod.volumes.length; index++) {
    const volume = pod.volumes[index]
    const overlay = volume && outline.volumeOf.get(volume.name)
    if (volume === undefined || overlay === undefined) continue
    const source = sourceOf(overlay)
    if (source === undefined) continue
    const actual = sourceOf(volume) ?? 'emptyDir'
    const wantedSource = overlay[source]
    const isPreference = isPreferred(wantedSource)
    // A second one of the name goes, whatever it is of.
    const isFirst = (): boolean => volumeNamed(pod, volume.name) === volume
    if (isPreference && rules.setsSources && actual === 'emptyDir') {
      if (!isFirst()) continue
      mounters ??= mountersOf(pod, outline, targets, owned, rules)
      const isAnother = !hasSource(volume, source, preferredValue(wantedSource))
      if (!mounters(volume).willBeKnown) (walk.keptSources ??= new Set()).add(overlay.name)
      else if (isAnother) (walk.newSources ??= new Set()).add(overlay.name)
      continue
    }
    if (actual === source || !isFirst()) continue
    if (isPreference && (!rules.needsWritable || isWritable(volume))) continue
    mounters ??= mountersOf(pod, outline, targets, owned, rules)
    if (isReplaceable(volume, mounters(volume))) {
      if (isPreference) (walk.newSources ??= new Set()).add(overlay.name)
      continue
    }
    const expected = isPreference ? 'a volume that can be written to' : `a volume of type ${source}`
    const message = () =>
      `expected ${overlay.name} to be ${expected}, found ${actual}; rename it${rules.orRename(overlay.name)}`
    conflict(findings, 'VolumeSource', ['volumes', index], message)
  }
  checkDevices(pod, outline, owned, rules, walk, findings)
}

/** Who mounts a volume. */
interface Mounters {
  /** Whether nothing mounts it but what is ours, and targets where the overlay or an injection has it in them. */
  readonly areKnown: boolean
  /**
   * Whether nothing mounts it but what is ours, and targets wherever they do. A mount that the overlay makes counts as ours: it will be, once
   * it is made in a container of the overlay's own.
   */
  readonly willBeKnown: boolean
  /** Whether some of these mounts are such as an injection makes. */
  readonly hasOurs: boolean
}

function mountersOf<Own extends Owned>(
  pod: Pod,
  outline: Outline,
  targets: readonly Placed[],
  owned: Own,
  rules: Rules<Own>,
): (volume: JsonObject) => Mounters {
  const uses = volumeUses(pod)
  const known = placesOf(owned.claimed, owned.duplicates, owned.abandoned, targets)
  const isOurs = ({ placed, mount, path }: VolumeUse): boolean =>
    path !== undefined && rules.isOwnMount(owned, placed, mount, path)
  const isWanted = ({ mount, path }: VolumeUse): boolean =>
    path !== undefined && outline.mounts.at.get(path)?.name === mount.name
  const targetPlaces = placesOf(targets)
  // A volume may be there many times.
  const found = new Map<unknown, Mounters>()
  return ({ name }) => {
    let mounters = found.get(name)
    if (mounters === undefined) {
      const all = uses(name)
      const others = all.filter((use) => !isAmong(known, use.placed) && !isOurs(use))
      const ofTargets = all.filter(({ placed }) => isAmong(targetPlaces, placed))
      const reading = placesOf(ofTargets.filter((use) => isOurs(use) || isWanted(use)).map(({ placed }) => placed))
      const areKnown = others.length === 0 && ofTargets.every(({ placed }) => isAmong(reading, placed))
      mounters = { areKnown, willBeKnown: others.every(isWanted), hasOurs: all.some(isOurs) }
      found.set(name, mounters)
    }
    return mounters
  }
}

/** Tells whether a volume may be given another source than it has: without one nobody has chosen any. */
function isReplaceable(volume: JsonObject, { areKnown, hasOurs }: Mounters): boolean {
  const source = sourceOf(volume)
  return areKnown && (source === undefined || (ownSources.includes(source) && hasOurs))
}

function checkDevices(
  pod: Pod,
  outline: Outline,
  { duplicates, abandoned }: Owned,
  rules: Pick<Rules, 'orRename'>,
  walk: Walk,
  findings: Findings,
): void {
  // Stryker disable next-line ConditionalExpression: no container has any then; to look takes time.
  if (!pod.some.devices) return
  const gone = placesOf(duplicates, abandoned)
  for (const list of containerLists) {
    const containers = pod[list]
    for (let index = 0; index < containers.length; index++) {
      const container = containers[index]
      // Stryker disable next-line ConditionalExpression: there are none then; to look takes time.
      if (container?.volumeDevices == null || gone[list].has(index)) continue
      // A closure here would cost an allocation for every container of the pod.
      checkDevicesOf({ list, index, container }, outline, rules, walk, findings)
    }
  }
}

function checkDevicesOf(
  placed: Placed,
  { volumeOf, deviceNames }: Outline,
  { orRename }: Pick<Rules, 'orRename'>,
  walk: Walk,
  findings: Findings,
): void {
  readIn(placed, 'volumeDevices', walk).forEach((device, position) => {
    // What the overlay itself uses as a device is there in the second call.
    if (!volumeOf.has(device.name) || deviceNames.has(device.name)) return
    conflict(
      findings,
      'VolumeIsDevice',
      [placed.list, placed.index, 'volumeDevices', position, 'name'],
      () =>
        `expected ${nameOf(device.name)} to be mounted as a file system, found it used as a block device; rename it${orRename(nameOf(device.name))}`,
    )
  })
}
