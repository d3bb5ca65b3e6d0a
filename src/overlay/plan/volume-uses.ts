import type { JsonObject } from '../../json.js'
import type { Walk } from '../merge/walk.js'
import { pathOf } from './findings.js'
import { placedContainers, readIn, type Placed, type Pod } from './pod.js'

/** A mount of a volume, the container that it is in, and its clean path. */
export interface VolumeUse {
  readonly placed: Placed
  readonly mount: JsonObject
  readonly path: string | undefined
}

/** Gives every mount of a volume, by the volume’s name. */
export type VolumeUses = (volume: unknown) => readonly VolumeUse[]

const none: readonly VolumeUse[] = []

/** Looks once at every mount of a pod, for any number of volumes. */
export function volumeUses(pod: Pod, walk: Walk): VolumeUses {
  const uses = new Map<unknown, VolumeUse[]>()
  for (const placed of placedContainers(pod)) {
    for (const mount of readIn(placed, 'volumeMounts', walk)) {
      const use = { placed, mount, path: pathOf(mount, 'mountPath') }
      const others = uses.get(mount.name)
      if (others === undefined) uses.set(mount.name, [use])
      else others.push(use)
    }
  }
  return (volume) => uses.get(volume) ?? none
}
