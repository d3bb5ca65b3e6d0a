import type { JsonObject } from '../../json.js'
import { remove, type Walk } from '../merge/walk.js'
import type { Path } from '../../patch/edit.js'
import { readIn, type Placed } from './pod.js'

/** Records that the entry of the list at a path goes. */
export function removeAt(walk: Walk, path: Path, index: number): void {
  walk.path.push(...path)
  remove(walk, index)
  walk.path.length -= path.length
}

/** Records that entries of one of a container's lists go, and tells whether there are any. */
export function removeEntries(
  placed: Placed,
  key: 'volumeMounts' | 'env',
  isUnwanted: (entry: JsonObject) => boolean,
  walk: Walk,
): boolean {
  const entries = readIn(placed, key, walk)
  let isRemoved = false
  for (let index = 0; index < entries.length; index++) {
    const entry = entries[index]
    if (entry === undefined || !isUnwanted(entry)) continue
    removeAt(walk, [placed.list, placed.index, key], index)
    isRemoved = true
  }
  return isRemoved
}
