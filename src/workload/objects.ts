import { isList } from '../json.js'
import { readList, typeOf, type TypeMeta } from './kinds.js'
import { below, type Location } from './location.js'

/** An object that is no list, and what it is. */
export interface FoundObject {
  readonly location: Location
  readonly type: TypeMeta
}

/**
 * Finds the objects that a root holds, in order: itself, or the entries of the lists that it is made of, however deep.
 *
 * @param otherwise - what an object is that does not say so itself.
 */
export function objectsIn(root: Location, otherwise: TypeMeta): readonly FoundObject[] {
  const objects: FoundObject[] = []
  const open = isList(root.value)
    ? entriesOf(root, root.value, otherwise)
    : [{ location: root, type: typeOf(root.value, otherwise) }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { location, type } = next
    const list = readList(location.value, type, otherwise)
    if (list === undefined) objects.push(next)
    else for (const entry of entriesOf(below(location, 'items', list.items), list.items, list.type)) open.push(entry)
  }
  return objects
}

/** From the back, so that the first one comes off a stack first. */
const entriesOf = (list: Location, entries: readonly unknown[], otherwise: TypeMeta): FoundObject[] =>
  Array.from(entries, (entry, index) => ({
    location: below(list, index, entry),
    type: typeOf(entry, otherwise),
  })).reverse()
