import equal from 'fast-deep-equal'
import { copy, isList, isObject, type JsonObject } from '../../json.js'
import type { MergeList } from '../overlay.js'
import { cleanPath } from '../../kubernetes/clean-path.js'
import { reader, type Field } from './field.js'
import { fault, append, remove, startWalk, write, type Walk } from './walk.js'

/** An object of an overlay, compiled: what an object that stands for it in the pod must have. */
export interface Shape {
  /** A new object for where the pod has none, shared with nothing; undefined where there is nothing to add. */
  readonly build: (walk: Walk) => unknown
  /** Records the edits that an object of the pod needs. The walk is at that object. */
  readonly merge: (item: JsonObject, walk: Walk) => void
}

/** An entry of an overlay's keyed list, compiled. */
export interface Entry extends Shape {
  readonly matches: (item: JsonObject) => boolean
}

/** Defaults that the API server fills in for a list map key that is absent. */
const keyDefaults: Readonly<Record<string, unknown>> = { protocol: 'TCP' }

/** Tells whether an entry of the pod's list has the list map keys of an overlay's entry. Mount paths compare as clean paths. */
export function matcher(keys: readonly string[], wanted: JsonObject): (item: JsonObject) => boolean {
  const [key = '', ...others] = keys
  if (others.length > 0) {
    const each = keys.map((name) => matcher([name], wanted))
    return (item) => each.every((matches) => matches(item))
  }
  const value = wanted[key] ?? keyDefaults[key]
  if (key !== 'mountPath' || typeof value !== 'string') {
    const initial = keyDefaults[key]
    return (item) => (item[key] ?? initial) === value
  }
  const path = cleanPath(value)
  return (item) => {
    const actual = item[key]
    return actual === path || (typeof actual === 'string' && cleanPath(actual) === path)
  }
}

/**
 * A list with list map keys: each entry is merged into the pod's entry of the same keys, or appended. Further entries of the
 * same keys are duplicates, and go. Nothing is moved.
 */
export function keyedList(key: string, entries: readonly Entry[]): Field {
  const read = reader(key)
  return {
    merge: (holder, walk) => {
      const list = read(holder)
      if (entries.length === 0) return
      if (list === undefined || list === null) return write(walk, holder, key, buildAll(entries, walk))
      if (!isList(list)) return fault(walk, key, 'a list', list)
      walk.path.push(key)
      for (const entry of entries) mergeEntry(list, entry, walk)
      walk.path.pop()
    },
  }
}

const buildAll = (entries: readonly Shape[], walk: Walk): unknown => entries.map((entry) => entry.build(walk))

function mergeEntry(list: readonly unknown[], entry: Entry, walk: Walk): void {
  let isThere = false
  for (let index = 0; index < list.length; index++) {
    const item = list[index]
    if (!isObject(item)) {
      fault(walk, index, 'an object', item)
      continue
    }
    if (!entry.matches(item)) continue
    if (isThere) {
      remove(walk, index)
      continue
    }
    isThere = true
    walk.path.push(index)
    entry.merge(item, walk)
    walk.path.pop()
  }
  if (!isThere) append(walk, entry.build(walk))
}

/** A list of scalars without keys: it is compared and replaced as a whole. */
export function atomicList(key: string, wanted: readonly unknown[]): Field {
  const read = reader(key)
  return {
    merge: (holder, walk) => {
      const actual = read(holder)
      if (equal(actual, wanted) || (wanted.length === 0 && actual == null)) return
      write(walk, holder, key, copy(wanted))
    },
  }
}

/** A list that a function merges. */
export function mergedList(key: string, merge: MergeList): Field {
  const read = reader(key)
  return {
    merge: (holder, walk) => {
      const actual = read(holder)
      if (actual === undefined || actual === null) return write(walk, holder, key, merge([]))
      if (!isList(actual)) return fault(walk, key, 'a list', actual)
      const merged = merge(actual)
      if (!equal(actual, merged)) write(walk, holder, key, merged)
    },
  }
}

/**
 * A list of objects without keys: replaced as a whole unless each entry has what the overlay's has. It may have more: the
 * API server fills defaults into such entries too.
 */
export function atomicObjects(key: string, entries: readonly Shape[]): Field {
  const read = reader(key)
  return {
    merge: (holder, walk) => {
      const actual = read(holder)
      if (
        isList(actual) &&
        actual.length === entries.length &&
        entries.every((entry, index) => conforms(entry, actual[index]))
      )
        return
      write(walk, holder, key, buildAll(entries, walk))
    },
  }
}

function conforms(entry: Shape, item: unknown): boolean {
  if (!isObject(item)) return false
  const trial = startWalk(false)
  entry.merge(item, trial)
  return trial.writes.length + trial.removals.length + trial.faults.length === 0
}

/** A list that is a set (dropped capabilities): ours have to be in it, more may be. `ALL` has every other in it. */
export function superset(key: string, wanted: readonly unknown[]): Field {
  const read = reader(key)
  return {
    merge: (holder, walk) => {
      const actual = read(holder)
      if (!isList(actual)) return write(walk, holder, key, copy(wanted))
      if (actual.includes('ALL')) return
      const missing = wanted.filter((value) => !actual.includes(value))
      walk.path.push(key)
      for (const value of missing) append(walk, value)
      walk.path.pop()
    },
  }
}
