import type { ConflictCode } from '../../errors.js'
import { isObject, type JsonObject } from '../../json.js'
import { cleanPath } from '../../kubernetes/clean-path.js'
import type { Path } from '../../patch/edit.js'

/** Something that stands in the way; its text is written only where it is told. */
export interface Finding {
  readonly code: ConflictCode
  readonly path: Path
  readonly message: () => string
}

/** What stands in the way, collected so that all is told at once. */
export type Findings = Finding[]

/** Adds what stands in the way. */
export function conflict(findings: Findings, code: ConflictCode, path: Path, message: () => string): void {
  findings.push({ code, path, message })
}

/** Puts what was found in the order of the pod spec that it was found in, each place and code once. */
export function inDocumentOrder<T extends { readonly code: string; readonly path: Path }>(
  spec: JsonObject,
  found: readonly T[],
): readonly T[] {
  if (found.length < 2) return found
  const rankOf = ranks()
  const compare = (left: T, right: T): number => {
    let holder: unknown = spec
    const length = Math.min(left.path.length, right.path.length)
    for (let depth = 0; depth < length; depth++) {
      const [a, b] = [left.path[depth] ?? '', right.path[depth] ?? '']
      if (a !== b) return rankOf(holder, a) - rankOf(holder, b) || (String(a) < String(b) ? -1 : 1)
      holder = isObject(holder) || Array.isArray(holder) ? Reflect.get(holder, a) : undefined
    }
    return left.path.length - right.path.length
  }
  const sorted = found.toSorted(compare)
  const isAgain = (each: T, index: number): boolean => {
    for (let before = index - 1; before >= 0; before--) {
      const other = sorted[before]
      if (other === undefined || compare(other, each) !== 0) return false
      if (other.code === each.code) return true
    }
    return false
  }
  return sorted.filter((each, index) => !isAgain(each, index))
}

/** Gives the place of a key or index in what holds it; of a key that is not there, the last. */
function ranks(): (holder: unknown, step: string | number) => number {
  const known = new Map<unknown, ReadonlyMap<string, number>>()
  return (holder, step) => {
    if (typeof step === 'number') return step
    let places = known.get(holder)
    if (places === undefined) {
      places = new Map(isObject(holder) ? Object.keys(holder).map((key, index) => [key, index]) : [])
      known.set(holder, places)
    }
    return places.get(step) ?? Number.MAX_SAFE_INTEGER
  }
}

/** Reads a field of what may be absent or malformed. */
export const field = (holder: unknown, key: string): unknown => (isObject(holder) ? holder[key] : undefined)

/** Reads a field below others of what may be absent or malformed. */
export const readPath = (holder: unknown, path: readonly string[]): unknown => path.reduce(field, holder)

/** Where a mount or device lies, as a clean path; undefined for a malformed one. */
export function pathOf(entry: JsonObject, key: 'mountPath' | 'devicePath'): string | undefined {
  const path = entry[key]
  return typeof path === 'string' && path !== '' ? cleanPath(path) : undefined
}
