import type { Addition, Edit, Path, Removal } from './edit.js'
import { countFirst } from './count-first.js'
import { emptyTree, placeOf, type PathTree } from './path-tree.js'

/** The edits of one value, as they are found: every path has the indexes of the value as it came in. */
export interface UnorderedEdits {
  /** Each puts its value in front of the entry that has the index; several at one index keep their order. */
  readonly insertions: readonly Addition[]
  /** Fields that are written, and entries that are appended (`-`). */
  readonly writes: readonly Addition[]
  readonly removals: readonly Removal[]
}

/**
 * Puts edits in the order in which they apply: insertions, those of each list by rising index; all other writes; removals, from the back
 * of each list to its front. Paths get the indexes that hold after the insertions; since removals go from the back, they hold to the end.
 *
 * What several rules remove is removed once, and nothing at or below it is edited as well.
 */
export function inOrder({ insertions, writes, removals }: UnorderedEdits): readonly Edit[] {
  if (insertions.length === 0 && removals.length === 0) return writes
  const gone = outermost(removals)
  const kept: readonly Edit[] = [...writes.filter(({ path }) => !isGone(gone, path)), ...gone.toReversed()]
  if (insertions.length === 0) return kept
  // What is put in front of an entry that goes is not below it.
  const lists = byList(insertions.filter(({ path }) => !isGone(gone, path.slice(0, -1))))
  return [...inserted(lists, lists), ...kept.map((edit) => ({ ...edit, path: moved(lists, edit.path) }))]
}

/** The removals from front to back, each once, and none below another: sorted, which costs a list of hundreds of thousands less than a tree. */
function outermost(removals: readonly Removal[]): readonly Removal[] {
  const found: Removal[] = []
  for (const removal of [...removals].sort((left, right) => compare(left.path, right.path))) {
    const before = found[found.length - 1]
    if (before === undefined || !isAtOrBelow(removal.path, before.path)) found.push(removal)
  }
  return found
}

/** Tells whether a path is one that is removed, or lies below one. That is the last which does not come behind it. */
function isGone(gone: readonly Removal[], path: Path): boolean {
  const last = gone[countFirst(gone, (removal) => compare(removal.path, path) <= 0) - 1]
  return last !== undefined && isAtOrBelow(path, last.path)
}

const isAtOrBelow = (path: Path, above: Path): boolean => {
  for (let depth = 0; depth < above.length; depth++) if (path[depth] !== above[depth]) return false
  return true
}

/** What holds another comes in front of it, and the end of a list in front of its entries. Nothing is removed from the end, so the left has none. */
function compare(left: Path, right: Path): number {
  const length = Math.min(left.length, right.length)
  for (let depth = 0; depth < length; depth++) {
    const [a, b] = [left[depth], right[depth]]
    if (a === b) continue
    if (typeof b === 'number') return Number(a) - b
    return String(a) < String(b) ? -1 : 1
  }
  return left.length - right.length
}

/** The insertions of each list, by rising index. */
type Lists = PathTree<Addition[]>

function byList(insertions: readonly Addition[]): Lists {
  const lists: Lists = emptyTree()
  const sorted = [...insertions].sort((left, right) => indexOf(left) - indexOf(right))
  for (const insertion of sorted) (placeOf(lists, insertion.path.slice(0, -1)).value ??= []).push(insertion)
  return lists
}

const indexOf = ({ path }: Addition): number => Number(path[path.length - 1])

/** The insertions of a list before those of the lists in it, so that these find it as it will be. */
function inserted(lists: Lists, { value, below }: Lists, edits: Edit[] = []): Edit[] {
  value?.forEach(({ op, path, value }, position) => {
    const to = [...moved(lists, path)]
    to[to.length - 1] = Number(path[path.length - 1]) + position
    edits.push({ op, path: to, value })
  })
  if (below !== undefined) for (const place of below.values()) inserted(lists, place, edits)
  return edits
}

/** A path with the indexes that hold after the insertions. */
function moved(lists: Lists, path: Path): Path {
  let list: Lists | undefined = lists
  return path.map((step) => {
    const there = typeof step === 'number' && list?.value !== undefined ? step + countUpTo(list.value, step) : step
    list = list?.below?.get(step)
    return there
  })
}

/** How many insertions stand at an index or in front of it. */
const countUpTo = (insertions: readonly Addition[], index: number): number =>
  countFirst(insertions, (insertion) => indexOf(insertion) <= index)
