import { Immer } from 'immer'
import type { JsonObject } from '../json.js'
import { holderOf, startCopies } from './copies.js'
import { isSameList, type Addition, type Edit } from './edit.js'

/** An immer of our own: the global one freezes what it gives back, and with it every part of the caller's pod that is shared. */
const immer = /* @__PURE__ */ new Immer({ autoFreeze: false })

/**
 * Applies edits to a pod spec. What they do not touch is shared with the input, which is never written to; without edits the
 * input itself is the result. A root that is a class instance comes back as a plain object of the same JSON.
 *
 * What is written is in the root before immer drafts it, since a write to a draft takes as long as forty to a copy. What is removed, is
 * removed from the draft.
 */
export function apply(spec: JsonObject, edits: readonly Edit[]): JsonObject {
  if (edits.length === 0) return spec
  const edited = editedFields(spec, edits)
  // Not a spread: V8 derives a hidden class in each call for a field that is added to such a copy.
  const { ...root }: Record<string, unknown> = spec
  const gone: string[] = []
  for (const key of Object.keys(edited)) {
    if (edited[key] === removed) gone.push(key)
    else root[key] = edited[key]
  }
  return immer.produce(root, (draft: Record<string, unknown>) => {
    for (const key of gone) Reflect.deleteProperty(draft, key)
  })
}

const removed = Symbol('removed')

/**
 * The root's fields as the edits leave them. A list that many entries are put into or taken out of is gone through once for all of
 * them, so that the cost is that of what is touched, however many edits there are.
 */
function editedFields(spec: JsonObject, edits: readonly Edit[]): Record<string, unknown> {
  const copies = startCopies(spec)
  let thinned: Set<unknown[]> | undefined
  let done = 0
  for (const [next, edit] of edits.entries()) {
    if (next < done) continue
    const { path } = edit
    const holder = holderOf(copies, path)
    const step = path[path.length - 1] ?? ''
    if (!Array.isArray(holder)) {
      if (edit.op !== 'remove') holder[step] = edit.value
      else if (path.length === 1) holder[step] = removed
      else Reflect.deleteProperty(holder, step)
    } else if (edit.op === 'remove') {
      holder[Number(step)] = removed
      thinned = (thinned ?? new Set()).add(holder)
    } else if (step === '-') holder.push(edit.value)
    else if (edit.op === 'replace') holder[Number(step)] = edit.value
    else {
      const run = insertionsFrom(edits, next)
      insertAll(holder, run)
      done = next + run.length
    }
  }
  if (thinned !== undefined) for (const list of thinned) dropRemoved(list)
  return copies.fields
}

/** An insertion and those into the same list that follow it. */
function insertionsFrom(edits: readonly Edit[], first: number): readonly Addition[] {
  const run: Addition[] = []
  for (let next = first; ; next++) {
    const edit = edits[next]
    if (edit?.op !== 'add' || typeof edit.path[edit.path.length - 1] !== 'number') break
    if (run[0] !== undefined && !isSameList(run[0].path, edit.path)) break
    run.push(edit)
  }
  return run
}

/** Puts entries into a list, by rising index. */
function insertAll(list: unknown[], insertions: readonly Addition[]): void {
  const entries = list.slice()
  list.length = 0
  let taken = 0
  for (const { path, value } of insertions) {
    const index = Number(path[path.length - 1])
    while (list.length < index) list.push(entries[taken++])
    list.push(value)
  }
  while (taken < entries.length) list.push(entries[taken++])
}

function dropRemoved(list: unknown[]): void {
  let length = 0
  for (const entry of list) if (entry !== removed) list[length++] = entry
  list.length = length
}
