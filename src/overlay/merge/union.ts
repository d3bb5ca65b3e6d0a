import { copy, type JsonObject } from '../../json.js'
import type { Field } from './field.js'
import { remove, write, type Walk } from './walk.js'

/** The name of a volume's source: every field but the name is one. Undefined where there is none, which means an empty directory. */
export function sourceOf(volume: JsonObject): string | undefined {
  for (const name in volume) {
    if (name !== 'name' && volume[name] != null) return name
  }
  return undefined
}

/** Removes every source of a volume that the overlay says nothing of: a volume has one source. */
export const otherSources = (said: readonly string[]): Field => ({
  merge: (volume, walk) => {
    for (const name in volume) {
      if (!said.includes(name) && volume[name] != null) remove(walk, name)
    }
  },
})

/** A volume's source that is written only where the volume has none, or such as the overlay takes away or as may not stay. */
export const preferredSource = (source: string, value: unknown, overlay: JsonObject): Field => ({
  merge: (volume, walk) => {
    const isNew = walk.newSources?.has(volume.name) === true
    if (!isNew && (stays(volume, overlay) || isKept(volume, walk))) return
    write(walk, volume, source, copy(value))
    if (!isNew) return
    for (const other in volume) if (other !== 'name' && other !== source && volume[other] != null) remove(walk, other)
  },
})

const isKept = ({ name }: JsonObject, { keptSources }: Walk): boolean => keptSources?.has(name) === true

function stays(volume: JsonObject, overlay: JsonObject): boolean {
  for (const name in volume) if (name !== 'name' && volume[name] != null && overlay[name] !== null) return true
  return false
}

/**
 * A seccomp or AppArmor profile: a union by its `type`, so it is written as a whole. `Localhost` is as strict as
 * `RuntimeDefault`.
 */
export const profile = (key: string, wanted: JsonObject): Field => ({
  merge: (holder, walk) => {
    const actual = holder[key]
    if (
      isProfile(actual) &&
      actual['type'] === wanted['type'] &&
      (actual['localhostProfile'] ?? undefined) === (wanted['localhostProfile'] ?? undefined)
    )
      return
    if (isProfile(actual) && actual['type'] === 'Localhost' && wanted['type'] === 'RuntimeDefault') return
    write(walk, holder, key, copy(wanted))
  },
})

const isProfile = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null
