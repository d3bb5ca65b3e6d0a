import { nameOf, type JsonObject } from '../../json.js'
import { sourceOf } from '../merge/union.js'
import type { Walk } from '../merge/walk.js'
import { isPreferred, type NamedOverlay } from '../overlay.js'
import { conflict, field, pathOf, type Findings } from './findings.js'
import { isOurMount, type Owned } from '../../modelcar/ownership.js'
import { containerLists, readIn, type Placed, type Pod } from './pod.js'

const readOnlySources: readonly (string | undefined)[] = ['configMap', 'downwardAPI', 'image', 'projected', 'secret']

/** Tells whether containers may write to a volume, as far as its source says. Without a source it is an empty directory. */
export function isWritable(volume: JsonObject): boolean {
  const source = sourceOf(volume)
  return source === undefined || (!readOnlySources.includes(source) && field(volume[source], 'readOnly') !== true)
}

const remedy = 'rename it, or choose another name or mountPath in the config'

/**
 * A volume of a name that we need serves if it has the source that is enforced; where the source is a preference, if it can be
 * written to. One that an earlier injection made for another mode is rewritten. None may be a block device.
 */
export function checkVolumes(
  pod: Pod,
  wanted: readonly NamedOverlay[],
  owned: Owned,
  walk: Walk,
  findings: Findings,
): void {
  for (let index = 0; index < pod.volumes.length; index++) {
    const volume = pod.volumes[index]
    const overlay = volume && overlayOf(wanted, volume)
    if (volume === undefined || overlay === undefined) continue
    const actual = sourceOf(volume)
    const source = sourceOf(overlay) ?? ''
    const isPreference = isPreferred(overlay[source])
    if (actual === undefined || actual === source) continue
    if (isPreference ? isWritable(volume) || owned.names === undefined : isMountedByUs(pod, volume.name, owned))
      continue
    const expected = isPreference ? 'a volume that can be written to' : `a volume of type ${source}`
    const message = `expected ${overlay.name} to be ${expected}, found ${actual}; ${remedy}`
    conflict(findings, 'VolumeSource', ['volumes', index], message)
  }
  for (const list of containerLists) {
    const containers = pod[list]
    for (let index = 0; index < containers.length; index++) {
      const container = containers[index]
      if (container?.volumeDevices != null) checkDevices({ list, index, container }, wanted, walk, findings)
    }
  }
}

const overlayOf = (wanted: readonly NamedOverlay[], volume: JsonObject): NamedOverlay | undefined =>
  wanted.find(({ name }) => name === volume.name)

function checkDevices(placed: Placed, wanted: readonly NamedOverlay[], walk: Walk, findings: Findings): void {
  readIn(placed, 'volumeDevices', walk).forEach((device, position) => {
    if (overlayOf(wanted, device) === undefined) return
    const message = `expected ${nameOf(device.name)} to be mounted as a file system, found it used as a block device; ${remedy}`
    conflict(findings, 'VolumeIsDevice', [placed.list, placed.index, 'volumeDevices', position, 'name'], message)
  })
}

function isMountedByUs(pod: Pod, volume: unknown, owned: Owned): boolean {
  return containerLists.some((list) =>
    pod[list].some(({ volumeMounts }) => {
      if (!Array.isArray(volumeMounts)) return false
      return volumeMounts.some((mount: JsonObject) => {
        const path = field(mount, 'name') === volume ? pathOf(mount, 'mountPath') : undefined
        return path !== undefined && isOurMount(pod, owned, mount, path)
      })
    }),
  )
}
