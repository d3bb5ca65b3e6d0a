/** The keys and indexes that lead from a root to a value; `-` stands for the end of a list, as in RFC 6902. */
export type Path = readonly (string | number)[]

/** Puts a value where there is none, in front of the entry of a list that has the index, or in the place of what is there. */
export interface Addition {
  readonly op: 'add' | 'replace'
  readonly path: Path
  readonly value: unknown
}

/** Takes a value out. */
export interface Removal {
  readonly op: 'remove'
  readonly path: Path
}

/** One change of a JSON value: an operation of RFC 6902 whose path is not written yet. */
export type Edit = Addition | Removal

/** Tells whether two paths lead to one value. Most differ near their ends. */
export function isSamePath(left: Path, right: Path): boolean {
  if (left.length !== right.length) return false
  for (let depth = left.length - 1; depth >= 0; depth--) if (left[depth] !== right[depth]) return false
  return true
}

/** Tells whether two paths lead into one list or object. */
export function isSameList(left: Path, right: Path): boolean {
  if (left.length !== right.length) return false
  for (let depth = 0; depth < left.length - 1; depth++) if (left[depth] !== right[depth]) return false
  return true
}
