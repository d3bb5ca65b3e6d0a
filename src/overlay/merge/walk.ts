import type { JsonObject } from '../../json.js'
import type { Edit, Path } from '../../patch/edit.js'

/** Where a walk through a pod spec is, and what it has found there. Nothing in it is allocated per container. */
export interface Walk {
  readonly path: (string | number)[]
  readonly writes: Edit[]
  readonly removals: Edit[]
  readonly faults: { path: Path; expected: string; value: unknown }[]
  /** Whether the pod has pod-level resources: preferred ones of a container are left out then. */
  podResources: boolean
  /** Whether the container that is being merged carries exactly the script that its overlay wants. */
  recorded: boolean
  /** The names of volumes that get the source that the overlay prefers, in place of the one that they have. */
  newSources: Set<string> | undefined
}

export const startWalk = (podResources: boolean): Walk => ({
  path: [],
  writes: [],
  removals: [],
  faults: [],
  podResources,
  recorded: false,
  newSources: undefined,
})

/** The path of a field or entry of what the walk is at: a slice, since the walk goes on and a spread takes twice as long. */
function pathTo({ path }: Walk, key: string | number): Path {
  const to = path.slice()
  to.push(key)
  return to
}

/** Writes a field of the object that the walk is at. */
export function write(walk: Walk, holder: JsonObject, key: string, value: unknown): void {
  const op = Object.hasOwn(holder, key) && holder[key] !== undefined ? 'replace' : 'add'
  walk.writes.push({ op, path: pathTo(walk, key), value })
}

/** Appends an entry to the list that the walk is at. */
export function append(walk: Walk, value: unknown): void {
  walk.writes.push({ op: 'add', path: pathTo(walk, '-'), value })
}

/** Removes a field or entry of what the walk is at. */
export function remove(walk: Walk, key: string | number): void {
  walk.removals.push({ op: 'remove', path: pathTo(walk, key) })
}

/** Reports a value that has the wrong type for where it is. */
export function fault(walk: Walk, key: string | number, expected: string, value: unknown): void {
  walk.faults.push({ path: pathTo(walk, key), expected, value })
}

/**
 * The edits of a walk in the order in which they apply: removals come last, and from the back of each list to its front, so
 * that no edit shifts an index that a later one uses. What several rules remove is removed once.
 */
export function editsOf(walk: Walk): readonly Edit[] {
  if (walk.removals.length === 0) return walk.writes
  const removals = walk.removals.sort((left, right) => compareBackwards(left.path, right.path))
  return [...walk.writes, ...removals.filter(({ path }, index) => !isSame(path, removals[index - 1]?.path))]
}

const isSame = (path: Path, other: Path | undefined): boolean =>
  other !== undefined && compareBackwards(path, other) === 0

function compareBackwards(left: Path, right: Path): number {
  const length = Math.min(left.length, right.length)
  for (let depth = 0; depth < length; depth++) {
    const [a, b] = [left[depth], right[depth]]
    if (a === b) continue
    if (typeof a === 'number' && typeof b === 'number') return b - a
    return String(a) < String(b) ? 1 : -1
  }
  return right.length - left.length
}
