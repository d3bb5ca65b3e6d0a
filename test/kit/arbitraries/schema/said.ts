import { includedEntries, isIncludes, isPreferred, preferredValue } from '../../../../src/overlay/overlay.js'
import { isFields } from '../../../../src/testing/json.js'
import { typeNamed } from './fields.js'

/** Collects the fields that a part of an overlay says, by type and field, with the ways in which it says each. */
export function collect(said: Map<string, Set<string>>, value: unknown, type: string): void {
  if (isPreferred(value)) return collect(said, preferredValue(value), type)
  if (isIncludes(value)) return collect(said, includedEntries(value), type)
  if (Array.isArray(value)) return value.forEach((entry) => collect(said, entry, type))
  if (!isFields(value)) return
  for (const [name, given] of Object.entries(value)) {
    const place = `${type}.${name}`
    const ways = said.get(place) ?? new Set()
    said.set(place, ways.add(wayOf(given)))
    const field = typeNamed(type).fields.get(name)
    if (field?.isObject === true) collect(said, given, field.type)
  }
}

function wayOf(value: unknown): string {
  if (isPreferred(value)) return 'preferred'
  if (isIncludes(value)) return 'included'
  return value === null ? 'absent' : 'enforced'
}

/** Every field of a type and of those below it, by type and field; nothing below those that are left out. */
export function fieldsBelow(type: string, leftOut: Readonly<Record<string, string>>): string[] {
  const found = new Set<string>()
  const visit = (each: string): void => {
    for (const [name, field] of typeNamed(each).fields) {
      const place = `${each}.${name}`
      if (place in leftOut || found.has(place)) continue
      found.add(place)
      if (field.isObject) visit(field.type)
    }
  }
  visit(type)
  return [...found]
}
