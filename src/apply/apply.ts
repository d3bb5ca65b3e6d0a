import { Immer, isDraftable } from 'immer'
import { isList, isObject, type JsonObject } from '../json.js'
import type { Edit } from '../merge/walk.js'

/** An immer of our own: the global one freezes what it gives back, and with it every part of the caller's pod that is shared. */
const immer = /* @__PURE__ */ new Immer({ autoFreeze: false })

/**
 * Applies edits to a pod spec. What they do not touch is shared with the input, which is never written to; without edits the
 * input itself is the result. A root that is a class instance comes back as a plain object of the same JSON.
 */
export function apply(spec: JsonObject, edits: readonly Edit[]): JsonObject {
  if (edits.length === 0) return spec
  const fields = editedFields(spec, edits)
  return immer.produce(isDraftable(spec) ? spec : { ...spec }, (draft: Record<string, unknown>) => {
    for (const [key, value] of fields) {
      if (value === removed) Reflect.deleteProperty(draft, key)
      else draft[key] = value
    }
  })
}

const removed = Symbol('removed')

/**
 * The root's fields as the edits leave them. Below the root, lists and objects are copied instead of drafted: immer drafts no
 * class instances, so that a write would go into the caller's object, and drafting a list costs several times the copy.
 */
function editedFields(spec: JsonObject, edits: readonly Edit[]): Map<string, unknown> {
  const fields = new Map<string, unknown>()
  const copies = new Set<unknown>()
  for (const edit of edits) {
    const key = String(edit.path[0])
    if (edit.path.length === 1) fields.set(key, edit.op === 'remove' ? removed : edit.value)
    else fields.set(key, edited(fields.has(key) ? fields.get(key) : spec[key], edit, 1, copies))
  }
  return fields
}

/** Carries an edit out in a copy of the value that its path leads through; copies are made once. */
function edited(value: unknown, edit: Edit, depth: number, copies: Set<unknown>): unknown {
  const step = edit.path[depth]
  const isLast = depth === edit.path.length - 1
  if (isList(value)) {
    const list: unknown[] = copies.has(value) && isOwn(value) ? value : [...value]
    copies.add(list)
    if (!isLast) list[Number(step)] = edited(list[Number(step)], edit, depth + 1, copies)
    else if (edit.op === 'remove') list.splice(Number(step), 1)
    else if (step === '-') list.push(edit.value)
    else list[Number(step)] = edit.value
    return list
  }
  const object: Record<string, unknown> =
    copies.has(value) && isObject(value) ? value : { ...(isObject(value) ? value : {}) }
  copies.add(object)
  const key = String(step)
  if (!isLast) object[key] = edited(object[key], edit, depth + 1, copies)
  else if (edit.op === 'remove') Reflect.deleteProperty(object, key)
  else object[key] = edit.value
  return object
}

const isOwn = (value: readonly unknown[]): value is unknown[] => Array.isArray(value)
