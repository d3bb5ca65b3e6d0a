import { nameOf, type JsonObject } from '../../json.js'
import { sourceOf } from '../merge/union.js'
import type { Walk } from '../merge/walk.js'
import { isPreferred } from '../overlay.js'
import type { Rules } from '../rules.js'
import { conflict, field, type Findings } from './findings.js'
import { isAmong, placesOf, type Owned } from './owned.js'
import { containerLists, readIn, type Placed, type Pod } from './pod.js'
import { volumeUses, type VolumeUse } from './volume-uses.js'
import type { Wanted } from './wanted.js'

const readOnlySources: readonly (string | undefined)[] = ['configMap', 'downwardAPI', 'image', 'projected', 'secret']

/** Tells whether containers may write to a volume, as far as its source says. Without a source it is an empty directory. */
export function isWritable(volume: JsonObject): boolean {
  const source = sourceOf(volume)
  return source === undefined || (!readOnlySources.includes(source) && field(volume[source], 'readOnly') !== true)
}

/** Sources that an injection makes; a volume with another one is somebody's. */
const ownSources: readonly string[] = ['emptyDir', 'image']

/**
 * A volume of a name that we need serves if it has the source that is enforced; where the source is a preference, if it can be
 * written to. Another source is given only to a volume that an injection made, and that nothing mounts but ours and the targets:
 * what others read from or write to stays. None may be a block device.
 */
export function checkVolumes<Own extends Owned>(
  pod: Pod,
  wanted: Wanted,
  targets: readonly Placed[],
  owned: Own,
  rules: Rules<Own>,
  walk: Walk,
  findings: Findings,
): void {
  if (wanted.volumeOf.size === 0) return
  let isReplaceable: ((volume: JsonObject) => boolean) | undefined
  for (let index = 0; index < pod.volumes.length; index++) {
    const volume = pod.volumes[index]
    const overlay = volume && wanted.volumeOf.get(volume.name)
    if (volume === undefined || overlay === undefined) continue
    const source = sourceOf(overlay)
    if (source === undefined) continue
    const actual = sourceOf(volume) ?? 'emptyDir'
    if (actual === source) continue
    const isPreference = isPreferred(overlay[source])
    if (isPreference && (!rules.needsWritable || isWritable(volume))) continue
    isReplaceable ??= replaceable(pod, targets, owned, rules, walk)
    if (isReplaceable(volume)) {
      if (isPreference) (walk.newSources ??= new Set()).add(overlay.name)
      continue
    }
    const expected = isPreference ? 'a volume that can be written to' : `a volume of type ${source}`
    const message = () =>
      `expected ${overlay.name} to be ${expected}, found ${actual}; rename it, or choose another name or mountPath in ${rules.remedy}`
    conflict(findings, 'VolumeSource', ['volumes', index], message)
  }
  checkDevices(pod, wanted, rules, walk, findings)
}

/** Tells which volumes may be given another source. */
function replaceable<Own extends Owned>(
  pod: Pod,
  targets: readonly Placed[],
  owned: Own,
  rules: Rules<Own>,
  walk: Walk,
): (volume: JsonObject) => boolean {
  const uses = volumeUses(pod, walk)
  const ours = placesOf(owned.claimed, owned.duplicates, owned.abandoned, targets)
  const isOurs = ({ placed, mount, path }: VolumeUse): boolean =>
    path !== undefined && rules.isOwnMount(owned, placed, mount, path)
  return (volume) => {
    const source = sourceOf(volume)
    const all = uses(volume.name)
    // Without a source nobody has chosen one.
    if (source !== undefined && !(ownSources.includes(source) && all.some(isOurs))) return false
    return all.every((use) => isAmong(ours, use.placed) || isOurs(use))
  }
}

function checkDevices(
  pod: Pod,
  { volumeOf }: Wanted,
  rules: Pick<Rules, 'remedy'>,
  walk: Walk,
  findings: Findings,
): void {
  for (const list of containerLists) {
    const containers = pod[list]
    for (let index = 0; index < containers.length; index++) {
      const container = containers[index]
      if (container?.volumeDevices == null) continue
      readIn({ list, index, container }, 'volumeDevices', walk).forEach((device, position) => {
        if (!volumeOf.has(device.name)) return
        conflict(
          findings,
          'VolumeIsDevice',
          [list, index, 'volumeDevices', position, 'name'],
          () =>
            `expected ${nameOf(device.name)} to be mounted as a file system, found it used as a block device; rename it, or choose another name or mountPath in ${rules.remedy}`,
        )
      })
    }
  }
}
