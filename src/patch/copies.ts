import { isList, isObject, type JsonObject } from '../json.js'
import type { Path } from './edit.js'

/** A list or an object that may be written to. */
type Holder = unknown[] | Record<string, unknown>
type Step = Path[number]

/**
 * Copies of what edits lead through, each made once. immer could draft these, but it drafts no class instances, so that a write would go
 * into the caller's object, and drafting a list costs several times the copy.
 */
export interface Copies {
  readonly root: JsonObject
  /** The fields of the root that are copied or written. */
  readonly fields: Record<string, unknown>
  /** The copies below these: a field's own is known by its being there, and a set costs more than all else in a small pod. */
  readonly made: Set<unknown>
  /** The path before and the copies along it: most edits go where the one before went. */
  readonly trail: Holder[]
  before: Path
}

export function startCopies(root: JsonObject): Copies {
  const fields = {}
  return { root, fields, made: new Set(), trail: [fields], before: [] }
}

/** Copies what a path leads through, as far as it is not copied yet, and gives what has its last step. */
export function holderOf(copies: Copies, path: Path): Holder {
  const { root, fields, made, trail, before } = copies
  const last = path.length - 1
  let depth = 0
  while (depth < last && depth < before.length - 1 && path[depth] === before[depth]) depth++
  let holder = trail[depth] ?? fields
  for (; depth < last; depth++) {
    const step = path[depth] ?? ''
    const isDone = depth === 0 && Object.hasOwn(fields, step)
    const there = read(depth > 0 || isDone ? holder : root, step)
    if (isHolder(there) && (isDone || made.has(there))) holder = there
    else {
      const copied = shallowCopy(there)
      if (depth > 0) made.add(copied)
      if (Array.isArray(holder)) holder[Number(step)] = copied
      else holder[step] = copied
      holder = copied
    }
    trail[depth + 1] = holder
  }
  copies.before = path
  return holder
}

const isHolder = (value: unknown): value is Holder => typeof value === 'object' && value !== null

function shallowCopy(value: unknown): Holder {
  if (isList(value)) return value.slice()
  return isObject(value) ? { ...value } : {}
}

const read = (holder: Holder | JsonObject, step: Step): unknown =>
  isList(holder) ? holder[Number(step)] : holder[step]
