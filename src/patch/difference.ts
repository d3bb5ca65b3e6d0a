import { isSameJson, readPath } from '../json.js'
import type { Addition, Path, Removal } from './edit.js'
import type { UnorderedEdits } from './order.js'
import { emptyTree, placeOf, type PathTree } from './path-tree.js'

/**
 * From the edits of a copy that something was taken out of, to those of the value itself: both come to the same.
 *
 * What was taken out and is written again becomes a `replace`, or nothing where it is equal; what is not written again becomes a
 * `remove`. Nothing is removed below a write or a removal, since that has done it.
 *
 * @param real - the value, which has what its copy has not.
 * @param taken - where that is; of an object, not what is below it. Entries of lists by the value's own indexes, each list's in
 * their order.
 */
export function difference(real: unknown, taken: readonly Path[], edits: UnorderedEdits): UnorderedEdits {
  if (taken.length === 0) return edits
  const gaps: Gaps = emptyTree()
  for (const path of taken) open(gaps, path)
  const insertions = edits.insertions.map((edit) => ({ ...edit, path: inReal(gaps, edit.path).path }))
  const writes = edits.writes.flatMap((edit): Addition | [] => {
    const { path, gap } = inReal(gaps, edit.path)
    if (gap === undefined || !close(gap)) return { ...edit, path }
    return isSameJson(readPath(real, path), edit.value) ? [] : { op: 'replace', path, value: edit.value }
  })
  const removals = edits.removals.map((edit): Removal => {
    const { path, gap } = inReal(gaps, edit.path)
    if (gap !== undefined) close(gap)
    return { op: 'remove', path }
  })
  collect(gaps, [], removals)
  return { insertions, writes, removals }
}

/** What is taken out, by where it is. */
type Gaps = PathTree<Gap>

interface Gap {
  isGone: boolean
  /** Of a list, the indexes of the entries that are taken out, in their order. */
  readonly entries: number[]
}

const gapAt = (isGone: boolean): Gap => ({ isGone, entries: [] })

function open(gaps: Gaps, path: Path): void {
  placeOf(gaps, path).value = gapAt(true)
  const last = path[path.length - 1]
  if (typeof last !== 'number') return
  const list = placeOf(gaps, path.slice(0, -1))
  list.value ??= gapAt(false)
  list.value.entries.push(last)
}

/** What an edit writes or removes is no gap any more, nor is anything in it. Tells whether it was one. */
function close(gap: Gaps): boolean {
  const isGone = gap.value?.isGone === true
  delete gap.value
  delete gap.below
  return isGone
}

/** The path of the value for one of the copy, and what is taken out there or below. */
function inReal(gaps: Gaps, path: Path): { readonly path: Path; readonly gap: Gaps | undefined } {
  let gap: Gaps | undefined = gaps
  const real = path.map((step) => {
    const there = typeof step === 'number' ? indexInReal(gap, step) : step
    gap = gap?.below?.get(there)
    return there
  })
  return { path: real, gap }
}

/** The entries of a list that are taken out do not count in its copy. */
function indexInReal(list: Gaps | undefined, index: number): number {
  let there = index
  list?.value?.entries.forEach((gone) => {
    if (gone <= there) there++
  })
  return there
}

function collect({ value, below }: Gaps, path: Path, removals: Removal[]): void {
  if (value?.isGone === true) removals.push({ op: 'remove', path })
  for (const [step, gap] of below ?? []) collect(gap, [...path, step], removals)
}
