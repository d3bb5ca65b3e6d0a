import { isObject } from './json.js'

/**
 * Finds for each entry of a list the one of an older list that it was: the same one, else one of the same name, else, where
 * it has none, the next one without. Whatever is found here, only comments and styles go by it.
 *
 * @returns indexes in the older list, each at most once; undefined for an entry that is new.
 */
export function matchEntries(before: readonly unknown[], after: readonly unknown[]): readonly (number | undefined)[] {
  const same = queues(before, (entry) => entry)
  const named = queues(before, nameOf)
  const taken = new Set<number>()
  const take = (queue: number[] | undefined): number | undefined => {
    while (queue?.[0] !== undefined && taken.has(queue[0])) queue.shift()
    const index = queue?.[0]
    if (index !== undefined) taken.add(index)
    return index
  }
  const found = after.map((entry) => take(same.get(entry)))
  return after.map((entry, index) => found[index] ?? take(named.get(nameOf(entry))))
}

function nameOf(entry: unknown): unknown {
  if (!isObject(entry)) return undefined
  const { name, mountPath, metadata } = entry
  return name ?? mountPath ?? (isObject(metadata) ? metadata.name : undefined)
}

function queues(list: readonly unknown[], keyOf: (entry: unknown) => unknown): ReadonlyMap<unknown, number[]> {
  const queues = new Map<unknown, number[]>()
  list.forEach((entry, index) => {
    const key = keyOf(entry)
    const queue = queues.get(key)
    if (queue === undefined) queues.set(key, [index])
    else queue.push(index)
  })
  return queues
}
