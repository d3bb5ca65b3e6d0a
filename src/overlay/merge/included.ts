import { copy, isList } from '../../json.js'
import { canonical, statesAll } from './canonical.js'
import { reader, type Field } from './field.js'
import { append, fault, write } from './walk.js'

/**
 * A list that ours have to be in, and that may have more: what is missing is appended, nothing is removed or moved. An entry is
 * there if one of the pod's has every field of ours, and beside these only what the API server fills in.
 *
 * @param type - the type of the list's entries.
 */
export function includedList(key: string, entries: readonly unknown[], type: string | undefined): Field {
  const read = reader(key)
  const wanted = entries.map((entry) => ({ entry, text: canonical(entry, type) }))
  return {
    merge: (holder, walk) => {
      const actual = read(holder)
      if (wanted.length === 0) return
      if (actual === undefined || actual === null)
        return write(
          walk,
          holder,
          key,
          wanted.map(({ entry }) => copy(entry)),
        )
      if (!isList(actual)) return fault(walk, key, 'a list', actual)
      const there = byText(actual, type)
      walk.path.push(key)
      for (const { entry, text } of wanted) {
        if (!there.get(text)?.some((item) => statesAll(item, entry, type))) append(walk, copy(entry))
      }
      walk.path.pop()
    },
  }
}

function byText(entries: readonly unknown[], type: string | undefined): ReadonlyMap<string, readonly unknown[]> {
  const groups = new Map<string, unknown[]>()
  for (const entry of entries) {
    const text = canonical(entry, type)
    const group = groups.get(text)
    if (group === undefined) groups.set(text, [entry])
    else group.push(entry)
  }
  return groups
}
