import type { PodSpecCauseCode } from '../../errors.js'
import { found, isObject } from '../../json.js'
import type { Path } from '../../patch/edit.js'
import { emptyTree, stepInto } from '../../patch/path-tree.js'
import { add, isAmongFirst, type Item } from '../found.js'
import { pathTo, type Walk } from './walk.js'

/** Reports a value that has the wrong type for where it is: once, however many look at it. */
export function fault(walk: Walk, key: string | number, expected: string, value: unknown): void {
  const path = pathTo(walk, key)
  if (isReported(walk, path)) return
  add(walk.faults, faultOf(path, expected, value))
}

/** Tells whether a place was asked for before. */
function isReported(walk: Walk, path: Path): boolean {
  let place = (walk.reported ??= emptyTree())
  // Keys before indexes: what many containers have is one place with many indexes, and no two paths of one value have the same of both.
  for (const step of path) if (typeof step === 'string') place = stepInto(place, step)
  let last = -1
  for (const step of path) {
    if (typeof step !== 'number') continue
    if (last >= 0) place = stepInto(place, last)
    last = step
  }
  const indexes = (place.value ??= new Set())
  if (indexes.has(last)) return true
  indexes.add(last)
  return false
}

type Fault = Item<PodSpecCauseCode>

/** A value that has the wrong type for where it is. */
export const faultOf = (path: Path, expected: string, value: unknown): Fault => ({
  code: value === undefined || value === null || value === '' ? 'Required' : 'InvalidType',
  path,
  message: () => `expected ${expected}, found ${found(value)}`,
})

/** Reports those entries of the list that the walk is at which are no objects: once, however many look into it. */
export function faultyEntries(walk: Walk, list: readonly unknown[]): void {
  if (isReported(walk, walk.path)) return
  const isFaulty = (entry: unknown): boolean => !isObject(entry)
  faultEach(walk, list, isFaulty, (entry, path) => faultOf(path, 'an object', entry))
}

/**
 * Reports faulty entries of the list that the walk is at, which nothing else reports: so those behind the ones that are told need no more
 * than to be counted.
 */
export function faultEach(
  walk: Walk,
  list: readonly unknown[],
  isFaulty: (entry: unknown) => boolean,
  faultOf: (entry: unknown, path: Path) => Fault,
): void {
  const { faults } = walk
  let isTold = true
  for (let index = 0; index < list.length; index++) {
    const entry = list[index]
    if (!isFaulty(entry)) continue
    if (isTold) {
      const told = faultOf(entry, pathTo(walk, index))
      isTold = isAmongFirst(faults, told.path)
      if (isTold) add(faults, told)
    }
    if (!isTold) faults.rest++
  }
}
