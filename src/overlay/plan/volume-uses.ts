import { objectsIn, type JsonObject } from '../../json.js'
import { pathOf } from '../../kubernetes/clean-path.js'
import { placedContainers, type Placed, type Pod } from './pod.js'

/** A mount of a volume, the container that it is in, and its clean path; a block device has none. */
export interface VolumeUse {
  readonly placed: Placed
  readonly mount: JsonObject
  readonly path: string | undefined
}

/** Gives every mount of a volume, and every device that it is, by the volume's name. */
export type VolumeUses = (volume: unknown) => readonly VolumeUse[]

const none: readonly VolumeUse[] = []

/**
 * Looks once a plan at every mount and device of a pod, for any number of volumes. What is malformed in a container that nothing else
 * looks at is passed over: this is asked only once a volume is there, and what a first call takes a second one has to take.
 */
export function volumeUses(pod: Pod): VolumeUses {
  const uses = (pod.usesByVolume ??= usesByVolume(pod))
  return (volume) => uses.get(volume) ?? none
}

function usesByVolume(pod: Pod): ReadonlyMap<unknown, readonly VolumeUse[]> {
  const uses = new Map<unknown, VolumeUse[]>()
  const add = (use: VolumeUse): void => {
    const others = uses.get(use.mount.name)
    if (others === undefined) uses.set(use.mount.name, [use])
    else others.push(use)
  }
  for (const placed of placedContainers(pod)) {
    const { volumeMounts, volumeDevices } = placed.container
    for (const mount of objectsIn(volumeMounts)) add({ placed, mount, path: pathOf(mount, 'mountPath') })
    if (!pod.some.devices) continue
    for (const mount of objectsIn(volumeDevices)) add({ placed, mount, path: undefined })
  }
  return uses
}
