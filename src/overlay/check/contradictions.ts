import { addCause, type Causes } from '../../input/check.js'
import { isList, isObject, type JsonObject } from '../../json.js'
import type { Path } from '../../patch/edit.js'
import { fieldPath } from '../../patch/field-path.js'
import { includedEntries, isIncludes, isPreferred } from '../overlay.js'
import { findEach, placesIn, textOf, togetherRules } from '../plain/together.js'
import { deepest } from './state.js'

/** Reports what the overlay itself brings together, and the API server takes together in no pod. */
export function checkContradictions(causes: Causes, { spec, target }: JsonObject): void {
  const pod = objectOf(enforced(spec))
  report(causes, pod, fieldPath)
  // A target is some container of the pod: what is found elsewhere is told above.
  const containers = [{ ...objectOf(enforced(target)), name: 'target' }]
  report(causes, { ...pod, containers, initContainers: [] }, ([list, , ...path]) =>
    list === 'containers' ? at('target', path) : undefined,
  )
}

function report(causes: Causes, pod: JsonObject, fieldOf: (path: Path) => string | undefined): void {
  const told = new Set(causes.map(({ field }) => field))
  const placeOf = placesIn(pod)
  for (const { find } of togetherRules())
    findEach(find, pod, (contradiction) => {
      if ('instead' in contradiction && contradiction.instead === undefined) return
      const field = fieldOf(placeOf(contradiction))
      if (field === undefined || told.has(field)) return
      told.add(field)
      addCause(causes, 'Exclusive', field, textOf(contradiction))
    })
}

/** A field of what is no part of a pod spec. */
const at = (root: string, path: Path): string => fieldPath([root, ...path]).slice('spec.'.length)

const objectOf = (value: unknown): JsonObject => (isObject(value) ? value : {})

/** What of an overlay is in every pod that it is applied to: what it only prefers may not be. */
function enforced(value: unknown, made = new Map<unknown, unknown>(), depth = 0): unknown {
  if (isPreferred(value) || depth > deepest) return undefined
  const plain = isIncludes(value) ? includedEntries(value) : value
  if (!isList(plain) && !isObject(plain)) return plain
  // A value that holds itself, or has no end, is told elsewhere.
  if (made.has(plain)) return made.get(plain)
  if (isList(plain)) {
    const list: unknown[] = []
    made.set(plain, list)
    for (const entry of plain) list.push(enforced(entry, made, depth + 1))
    return list
  }
  const object: Record<string, unknown> = {}
  made.set(plain, object)
  for (const name of Object.keys(plain)) if (name !== '__proto__') object[name] = enforced(plain[name], made, depth + 1)
  return object
}
