import type { JsonObject } from '../../json.js'
import type { Walk } from '../merge/walk.js'
import { pathOf } from './findings.js'
import { placedContainers, readIn, type Placed, type Pod } from './pod.js'

/** A mount of a volume, the container that it is in, and its clean path; a block device has none. */
export interface VolumeUse {
  readonly placed: Placed
  readonly mount: JsonObject
  readonly path: string | undefined
}

/** Gives every mount of a volume, and every device that it is, by the volume's name. */
export type VolumeUses = (volume: unknown) => readonly VolumeUse[]

const none: readonly VolumeUse[] = []

/** Looks once a plan at every mount and device of a pod, for any number of volumes. */
export function volumeUses(pod: Pod, walk: Walk): VolumeUses {
  const uses = (pod.usesByVolume ??= usesByVolume(pod, walk))
  return (volume) => uses.get(volume) ?? none
}

function usesByVolume(pod: Pod, walk: Walk): ReadonlyMap<unknown, readonly VolumeUse[]> {
  const uses = new Map<unknown, VolumeUse[]>()
  const add = (use: VolumeUse): void => {
    const others = uses.get(use.mount.name)
    if (others === undefined) uses.set(use.mount.name, [use])
    else others.push(use)
  }
  for (const placed of placedContainers(pod)) {
    for (const mount of readIn(placed, 'volumeMounts', walk)) add({ placed, mount, path: pathOf(mount, 'mountPath') })
    if (!pod.some.devices) continue
    for (const mount of readIn(placed, 'volumeDevices', walk)) add({ placed, mount, path: undefined })
  }
  return uses
}
