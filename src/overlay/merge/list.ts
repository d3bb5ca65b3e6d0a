import equal from 'fast-deep-equal'
import { copy, isList, isObject, type JsonObject } from '../../json.js'
import type { MergeList } from '../overlay.js'
import { cleanPath } from '../../kubernetes/clean-path.js'
import { reader, type Field } from './field.js'
import { fault, faultyEntries } from './faults.js'
import { append, insert, remove, replaceList, startWalk, write, type Walk } from './walk.js'

/** An object of an overlay, compiled: what an object that stands for it in the pod must have. */
export interface Shape {
  /** A new object for where the pod has none, shared with nothing; undefined where there is nothing to add. */
  readonly build: (walk: Walk) => unknown
  /** Records the edits that an object of the pod needs. The walk is at that object. */
  readonly merge: (item: JsonObject, walk: Walk) => void
}

/** An entry of an overlay's keyed list, compiled. */
export interface Entry extends Shape {
  /** What its list map keys make of it; entries of the pod with the same key are the same entry. */
  readonly key: unknown
}

/** Reads what the list map keys make of an entry. Mount paths compare as clean paths. */
export function keyReader(keys: readonly string[]): (item: JsonObject) => unknown {
  const [key = '', ...others] = keys
  if (others.length > 0) return (item) => keys.map((each) => String(item[each])).join('\0')
  // Stryker disable next-line ConditionalExpression,StringLiteral: the name is read as any other key is, in more time.
  if (key === 'name') return readName
  if (key !== 'mountPath') return (item) => item[key]
  return ({ mountPath }) => (typeof mountPath === 'string' ? cleanPath(mountPath) : mountPath)
}

/** The key of most lists: engines read a name that stands in the code in half the time. */
const readName: ReadKey = ({ name }) => name

/**
 * A list with list map keys: each entry is merged into the pod's entry of the same keys, or added. Further entries of the same keys
 * are duplicates, and go. Nothing is moved.
 *
 * @param add - adds the new entries, in their order: by default to the end.
 */
export function keyedList(
  key: string,
  entries: readonly Entry[],
  keyOf: (item: JsonObject) => unknown,
  add: Add = append,
): Field {
  const read = reader(key)
  const find = finder(entries, keyOf)
  const onlyName = entries.length === 1 && keyOf === readName ? entries[0]?.key : undefined
  return {
    merge: (holder, walk) => {
      const list = read(holder)
      if (entries.length === 0) return
      if (list === undefined || list === null) return write(walk, holder, key, buildAll(entries, walk))
      if (!isList(list)) return fault(walk, key, 'a list', list)
      walk.path.push(key)
      // Of most lists a pod has no entry of ours, or the one that is wanted.
      let isFirstThere = false
      let othersThere: boolean[] | undefined
      let isFaulty = false
      for (let index = 0; index < list.length; index++) {
        const item = list[index]
        if (!isObject(item)) {
          isFaulty = true
          continue
        }
        // A call for each container of a pod would take longer than all else that is done here.
        const at = onlyName === undefined ? find(item) : item.name === onlyName ? 0 : undefined
        if (at === undefined) continue
        if (at === 0 ? isFirstThere : othersThere?.[at] === true) {
          remove(walk, index)
          continue
        }
        if (at === 0) isFirstThere = true
        else (othersThere ??= [])[at] = true
        walk.path.push(index)
        entries[at]?.merge(item, walk)
        walk.path.pop()
      }
      if (isFaulty) faultyEntries(walk, list)
      for (let at = 0; at < entries.length; at++)
        if (!(at === 0 ? isFirstThere : othersThere?.[at] === true)) add(walk, entries[at]?.build(walk))
      walk.path.pop()
    },
  }
}

/** Adds an entry to the list that the walk is at. */
type Add = (walk: Walk, value: unknown) => void

/** A new init container goes in front of the first target that is one, since that needs what it brings; else to the end. */
export function addInitContainer(walk: Walk, value: unknown): void {
  if (walk.beforeInitContainer === undefined) append(walk, value)
  else insert(walk, walk.beforeInitContainer, value)
}

type ReadKey = (item: JsonObject) => unknown

/** Finds the place of the overlay's entry that one of the pod's stands for. */
function finder(entries: readonly Entry[], keyOf: ReadKey): (item: JsonObject) => number | undefined {
  const [only] = entries
  // Stryker disable next-line ConditionalExpression,EqualityOperator,BlockStatement: a map finds the same, in more time.
  if (only !== undefined && entries.length === 1) {
    const { key } = only
    return (item) => (keyOf(item) === key ? 0 : undefined)
  }
  const byKey = new Map(entries.map((entry, at) => [entry.key, at]))
  return (item) => byKey.get(keyOf(item))
}

/** An entry of which there is nothing to add is one all the same. */
const buildAll = (entries: readonly Shape[], walk: Walk): readonly unknown[] =>
  entries.map((entry) => entry.build(walk) ?? {})

/** A list of scalars without keys: it is compared and replaced as a whole. */
export function atomicList(key: string, wanted: readonly unknown[]): Field {
  const read = reader(key)
  return {
    merge: (holder, walk) => {
      const actual = read(holder)
      if (equal(actual, wanted) || (wanted.length === 0 && actual == null)) return
      replaceList(walk, holder, key, copy(wanted))
    },
  }
}

/** A list that a function merges. */
export function mergedList(key: string, merge: MergeList): Field {
  const read = reader(key)
  return {
    merge: (holder, walk) => {
      const actual = read(holder)
      if (actual !== undefined && actual !== null && !isList(actual)) return fault(walk, key, 'a list', actual)
      const merged = merge(actual ?? [])
      if (!equal(actual ?? [], merged)) write(walk, holder, key, merged)
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
      replaceList(walk, holder, key, buildAll(entries, walk))
    },
  }
}

/** Tells whether an object has all that an overlay's object says. */
export function conforms(entry: Shape, item: unknown): boolean {
  if (!isObject(item)) return false
  const trial = startWalk(false)
  entry.merge(item, trial)
  return trial.writes.length + trial.removals.length + trial.faults.first.length === 0
}

/** A list that is a set (dropped capabilities): ours have to be in it, more may be. `ALL` has every other in it. */
export function superset(key: string, wanted: readonly unknown[]): Field {
  const read = reader(key)
  return {
    merge: (holder, walk) => {
      const actual = read(holder)
      if (!isList(actual)) return wanted.length === 0 ? undefined : write(walk, holder, key, copy(wanted))
      if (actual.includes('ALL')) return
      const there = new Set(actual)
      const missing = wanted.filter((value) => !there.has(value))
      walk.path.push(key)
      for (const value of missing) append(walk, value)
      walk.path.pop()
    },
  }
}
