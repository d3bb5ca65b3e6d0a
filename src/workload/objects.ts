import { ModelcarConfigError } from '../errors.js'
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
 * @throws `ModelcarConfigError` for a list that contains itself, which would have no end.
 */
export function objectsIn(root: Location, otherwise: TypeMeta): readonly FoundObject[] {
  const objects: FoundObject[] = []
  /** The lists that the next object lies in. */
  const around = new Set<unknown>()
  const open: (FoundObject | Leave)[] = isList(root.value)
    ? entriesOf(root, root.value, otherwise)
    : [{ location: root, type: typeOf(root.value, otherwise) }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if ('left' in next) {
      around.delete(next.left)
      continue
    }
    const { location, type } = next
    const list = readList(location.value, type, otherwise)
    if (list === undefined) {
      objects.push(next)
      continue
    }
    if (around.has(location.value)) throw endless(location)
    around.add(location.value)
    open.push({ left: location.value })
    for (const entry of entriesOf(below(location, 'items', list.items), list.items, list.type)) open.push(entry)
  }
  return objects
}

/** Comes off the stack behind the last entry of a list. */
interface Leave {
  readonly left: unknown
}

const endless = ({ field }: Location): ModelcarConfigError => {
  const message = 'expected a list that does not contain itself, found one that does'
  return new ModelcarConfigError([{ code: 'InvalidValue', field, message }], 0, 'arguments')
}

/** From the back, so that the first one comes off a stack first. */
const entriesOf = (list: Location, entries: readonly unknown[], otherwise: TypeMeta): FoundObject[] =>
  Array.from(entries, (entry, index) => ({
    location: below(list, index, entry),
    type: typeOf(entry, otherwise),
  })).reverse()
