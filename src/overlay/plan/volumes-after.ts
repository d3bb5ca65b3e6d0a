import type { JsonObject } from '../../json.js'
import { apply } from '../../patch/apply.js'
import { compileObject } from '../merge/object.js'
import { inOrder } from '../../patch/order.js'
import { startWalk } from '../merge/walk.js'
import type { Outline } from './outline.js'
import { volumeNamed, type Pod } from './pod.js'

/** Gives a volume of the pod by name, as the overlay leaves it. */
export type VolumesAfter = (name: unknown) => JsonObject | undefined

/** Merges each volume that is asked for once: many mounts may be of one. */
export function volumesAfter(pod: Pod, { volumeOf }: Pick<Outline, 'volumeOf'>): VolumesAfter {
  let known: Map<unknown, JsonObject> | undefined
  return (name) => {
    const volume = volumeNamed(pod, name)
    const overlay = volumeOf.get(name)
    if (volume === undefined || overlay === undefined) return volume
    known ??= new Map()
    let after = known.get(name)
    if (after === undefined) known.set(name, (after = merged(volume, overlay)))
    return after
  }
}

function merged(volume: JsonObject, overlay: JsonObject): JsonObject {
  const trial = startWalk(false)
  compileObject(overlay, 'Volume').merge(volume, trial)
  return apply(volume, inOrder(trial))
}
