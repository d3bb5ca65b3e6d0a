import { isList, isObject, isSameJson } from '../../json.js'
import type { Edit, Path } from '../../patch/edit.js'

/** The edits of a walk, before they are put in order: every index is that of the value as it came in. */
export interface Edits {
  readonly writes: readonly Edit[]
  readonly removals: readonly Edit[]
}

/**
 * The second half of a three-way merge: from the edits of a copy that something was taken out of, to those of the value itself. Both
 * come to the same.
 *
 * What was taken out and is written again becomes a `replace`, or nothing where it is equal; what is not written again becomes a
 * `remove`. Nothing is removed below a write or a removal, since that has done it.
 *
 * @param real - the value, which has what its copy has not.
 * @param taken - where that is; of an object, not what is below it. Entries of lists by the value's own indexes.
 */
export function difference(real: unknown, taken: readonly Path[], { writes, removals }: Edits): Edits {
  if (taken.length === 0) return { writes, removals }
  const root = newGap()
  for (const path of taken) open(root, path)
  const changed = writes.flatMap((edit): Edit | [] => {
    const { path, gap } = inReal(root, edit.path)
    if (edit.op === 'remove' || !close(gap)) return { ...edit, path }
    return isSameJson(valueAt(real, path), edit.value) ? [] : { op: 'replace', path, value: edit.value }
  })
  const removed = removals.map((edit): Edit => {
    const { path, gap } = inReal(root, edit.path)
    close(gap)
    return { op: 'remove', path }
  })
  collect(root, [], removed)
  return { writes: changed, removals: removed }
}

/** Something that is taken out, or that holds something that is. */
interface Gap {
  isGone: boolean
  readonly below: Map<string | number, Gap>
  /** Of a list, the indexes of the entries that are taken out, in their order. */
  readonly goneEntries: number[]
}

const newGap = (): Gap => ({ isGone: false, below: new Map(), goneEntries: [] })

function open(root: Gap, path: Path): void {
  let gap = root
  path.forEach((step, depth) => {
    if (typeof step === 'number' && depth === path.length - 1) gap.goneEntries.push(step)
    let next = gap.below.get(step)
    if (next === undefined) gap.below.set(step, (next = newGap()))
    gap = next
  })
  gap.isGone = true
}

/** What an edit writes or removes is no gap any more, nor is anything in it. Tells whether it was one. */
function close(gap: Gap | undefined): boolean {
  const isGone = gap?.isGone === true
  if (gap !== undefined) gap.isGone = false
  gap?.below.clear()
  return isGone
}

/** The path of the value for one of the copy, and what is taken out there or below. */
function inReal(root: Gap, path: Path): { readonly path: Path; readonly gap: Gap | undefined } {
  let gap: Gap | undefined = root
  let steps = path
  for (let depth = 0; depth < path.length && gap !== undefined; depth++) {
    const step = path[depth] ?? ''
    const there = typeof step === 'number' ? indexInReal(gap, step) : step
    if (there !== step) steps = steps.with(depth, there)
    gap = gap.below.get(there)
  }
  return { path: steps, gap }
}

/** The entries of a list that are taken out do not count in its copy. */
function indexInReal({ goneEntries }: Gap, index: number): number {
  let there = index
  for (const gone of goneEntries) if (gone <= there) there++
  return there
}

function collect(gap: Gap, path: Path, removals: Edit[]): void {
  if (gap.isGone) removals.push({ op: 'remove', path })
  for (const [step, below] of gap.below) collect(below, [...path, step], removals)
}

function valueAt(value: unknown, path: Path): unknown {
  let at = value
  for (const step of path) at = isList(at) ? at[Number(step)] : isObject(at) ? at[step] : undefined
  return at
}
