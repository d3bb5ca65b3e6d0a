import { mostCauses } from '../errors.js'
import { isObject, type JsonObject } from '../json.js'
import { isSamePath, type Path } from '../patch/edit.js'
import { fieldPath } from '../patch/field-path.js'
import { countFirst } from '../patch/count-first.js'

/** Something that is found in a pod spec; its text is written only where it is told. */
export interface Item<Code extends string> {
  readonly code: Code
  readonly path: Path
  readonly message: () => string
}

/**
 * What is found in a pod spec: each place and code once, told in the order of the pod spec. Of all that a pod may be full of only the
 * first are kept, so that what is found after these costs no more than the look at it.
 */
export interface Found<Code extends string> {
  /** The pod spec: its order is the order of what is found. */
  readonly spec: JsonObject
  /** The first of them, in order. */
  readonly first: Item<Code>[]
  /** How many others there are. */
  rest: number
  /** The last of them: what is found again is found in a row. */
  last: Item<Code> | undefined
  /** The places of keys, of those objects that were looked at. */
  ranks: Map<unknown, ReadonlyMap<string, number>> | undefined
}

export const startFound = <Code extends string>(spec: JsonObject): Found<Code> => ({
  spec,
  first: [],
  rest: 0,
  last: undefined,
  ranks: undefined,
})

export const isAnythingFound = ({ first }: Found<string>): boolean => first.length > 0

/** Adds what is found, unless it was found before. */
export function add<Code extends string>(found: Found<Code>, item: Item<Code>): void {
  const { first, last } = found
  const end = endOfEarlier(found, item.path)
  for (let at = end - 1; at >= 0; at--) {
    const other = first[at]
    if (other === undefined || !isSamePath(other.path, item.path)) break
    if (other.code === item.code) return
  }
  if (end < mostCauses) {
    first.splice(end, 0, item)
    if (first.length <= mostCauses) return
    first.pop()
  } else {
    if (last?.code === item.code && isSamePath(last.path, item.path)) return
    found.last = item
  }
  found.rest++
}

/** Tells whether something at a path would be among the first. */
export const isAmongFirst = (found: Found<string>, path: Path): boolean => {
  const last = found.first[mostCauses - 1]
  return last === undefined || compare(found, path, last.path) < 0
}

/** What is told of all that is found, and how much is not. */
export function told<Code extends string>({ first, rest: omitted }: Found<Code>) {
  const causes = first.map(({ code, path, message }) => ({ code, field: fieldPath(path), message: message() }))
  return { causes, omitted }
}

/** Behind how many of the first a path comes: most come behind all. */
function endOfEarlier(found: Found<string>, path: Path): number {
  const { first } = found
  const last = first[first.length - 1]
  if (last === undefined || compare(found, last.path, path) <= 0) return first.length
  return countFirst(first, (item) => compare(found, item.path, path) <= 0)
}

function compare(found: Found<string>, left: Path, right: Path): number {
  const length = Math.min(left.length, right.length)
  for (let depth = 0; depth < length; depth++) {
    const [a, b] = [left[depth] ?? '', right[depth] ?? '']
    if (a === b) continue
    return rankOf(found, left, depth, a) - rankOf(found, left, depth, b) || (String(a) < String(b) ? -1 : 1)
  }
  return left.length - right.length
}

/** The place of a key or index in what a path's first steps lead to; of a key that is not there, the last. */
function rankOf(found: Found<string>, path: Path, depth: number, step: string | number): number {
  if (typeof step === 'number') return step
  let holder: unknown = found.spec
  for (let at = 0; at < depth; at++)
    holder = isObject(holder) || Array.isArray(holder) ? Reflect.get(holder, path[at] ?? '') : undefined
  const known = (found.ranks ??= new Map<unknown, ReadonlyMap<string, number>>())
  let places = known.get(holder)
  if (places === undefined) {
    places = new Map(isObject(holder) ? Object.keys(holder).map((key, index) => [key, index]) : [])
    known.set(holder, places)
  }
  return places.get(step) ?? Number.MAX_SAFE_INTEGER
}
