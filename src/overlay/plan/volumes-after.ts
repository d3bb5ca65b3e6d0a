import type { JsonObject } from '../../json.js'
import { apply } from '../../patch/apply.js'
import { compileObject } from '../merge/object.js'
import { inOrder } from '../../patch/order.js'
import { startWalk } from '../merge/walk.js'
import type { Outline } from './outline.js'
import { volumeNamed, type Pod } from './pod.js'

/** Gives a volume by name, as the overlay leaves it, or brings it. */
export type VolumesAfter = (name: unknown) => JsonObject | undefined

/** Merges each volume that is asked for once: many mounts may be of one. */
export function volumesAfter(pod: Pod, { volumeOf }: Pick<Outline, 'volumeOf'>): VolumesAfter {
  let known: Map<unknown, JsonObject> | undefined
  return (name) => {
    const overlay = volumeOf.get(name)
    if (overlay === undefined) return volumeNamed(pod, name)
    known ??= new Map()
    let after = known.get(name)
    // Stryker disable next-line ConditionalExpression: it comes to the same each time, and takes time.
    if (after === undefined) known.set(name, (after = merged(volumeNamed(pod, name) ?? { name }, overlay)))
    return after
  }
}

function merged(volume: JsonObject, overlay: JsonObject): JsonObject {
  // Stryker disable next-line BooleanLiteral: no volume has resources of a container.
  const trial = startWalk(false)
  compileObject(overlay, 'Volume').merge(volume, trial)
  return apply(volume, inOrder(trial))
}
