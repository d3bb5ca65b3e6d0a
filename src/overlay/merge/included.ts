import { copy, isList } from '../../json.js'
import { canonical, statesAll } from './canonical.js'
import { reader, type Field } from './field.js'
import { fault } from './faults.js'
import { append, write } from './walk.js'

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
      const missing = missingFrom(actual, wanted, type)
      walk.path.push(key)
      for (const each of wanted) if (missing.has(each)) append(walk, copy(each.entry))
      walk.path.pop()
    },
  }
}

interface Wanted {
  readonly entry: unknown
  readonly text: string
}

/** Those that a list has none of. It is looked at no further than to the last of what is found. */
function missingFrom(
  list: readonly unknown[],
  wanted: readonly Wanted[],
  type: string | undefined,
): ReadonlySet<Wanted> {
  const missing = new Set(wanted)
  // An overlay has no two that are the same.
  const byText = new Map(wanted.map((each) => [each.text, each]))
  for (const item of list) {
    // Stryker disable next-line ConditionalExpression: what comes behind changes nothing, and takes time.
    if (missing.size === 0) break
    const each = byText.get(canonical(item, type))
    if (each !== undefined && statesAll(item, each.entry, type)) missing.delete(each)
  }
  return missing
}
