import { Immer, isDraftable } from 'immer'
import { isList, isObject, type JsonObject } from '../json.js'
import type { Edit, Path } from './edit.js'

/** An immer of our own: the global one freezes what it gives back, and with it every part of the caller's pod that is shared. */
const immer = /* @__PURE__ */ new Immer({ autoFreeze: false })

/**
 * Applies edits to a pod spec. What they do not touch is shared with the input, which is never written to; without edits the
 * input itself is the result. A root that is a class instance comes back as a plain object of the same JSON.
 */
export function apply(spec: JsonObject, edits: readonly Edit[]): JsonObject {
  if (edits.length === 0) return spec
  const edited = editedFields(spec, edits)
  return immer.produce(isDraftable(spec) ? spec : { ...spec }, (draft: Record<string, unknown>) => {
    for (const key of Object.keys(edited)) {
      const value = edited[key]
      if (value === removed) Reflect.deleteProperty(draft, key)
      else writeField(draft, key, value)
    }
  })
}

const removed = Symbol('removed')

/** A draft is a proxy, and engines write to one by a name that stands in the code in half the time: here are those that modes use. */
function writeField(draft: Record<string, unknown>, key: string, value: unknown): void {
  if (key === 'containers') draft.containers = value
  else if (key === 'initContainers') draft.initContainers = value
  else if (key === 'volumes') draft.volumes = value
  else if (key === 'shareProcessNamespace') draft.shareProcessNamespace = value
  else draft[key] = value
}

/**
 * The root's fields as the edits leave them. Below the root, lists and objects are copied instead of drafted: immer drafts no
 * class instances, so that a write would go into the caller's object, and drafting a list costs several times the copy.
 */
function editedFields(spec: JsonObject, edits: readonly Edit[]): Record<string, unknown> {
  const fields: Record<string, unknown> = {}
  // The copies that the path before led through. As far as a path is the same, its edit goes into them; the edits are in the
  // order of a walk, so little is copied twice.
  const copies: Holder[] = [fields]
  let before: Path = []
  for (const edit of edits) {
    const { path } = edit
    const last = path.length - 1
    let depth = 0
    while (depth < last && depth < before.length - 1 && path[depth] === before[depth]) depth++
    let holder = copies[depth] ?? fields
    for (; depth < last; depth++) {
      const step = path[depth] ?? ''
      const copied = shallowCopy(read(depth > 0 || Object.hasOwn(fields, step) ? holder : spec, step))
      write(holder, step, copied)
      copies[depth + 1] = copied
      holder = copied
    }
    const step = path[last] ?? ''
    if (edit.op !== 'remove') write(holder, step, edit.value)
    else if (last === 0) fields[step] = removed
    else remove(holder, step)
    before = path
  }
  return fields
}

type Holder = unknown[] | Record<string, unknown>
type Step = Path[number]

function shallowCopy(value: unknown): Holder {
  if (isList(value)) return value.slice()
  return isObject(value) ? { ...value } : {}
}

const read = (holder: Holder | JsonObject, step: Step): unknown =>
  isList(holder) ? holder[Number(step)] : holder[step]

function write(holder: Holder, step: Step, value: unknown): void {
  if (!Array.isArray(holder)) holder[step] = value
  else if (step === '-') holder.push(value)
  else holder[Number(step)] = value
}

function remove(holder: Holder, step: Step): void {
  if (Array.isArray(holder)) holder.splice(Number(step), 1)
  else Reflect.deleteProperty(holder, step)
}
