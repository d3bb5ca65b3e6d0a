import { field, isObject, objectsIn, type JsonObject } from '../../json.js'
import { parseQuantity } from '../../kubernetes/quantity.js'

/** What the containers of a pod have of one resource, in milli units. */
export interface Total {
  /**
   * What Kubernetes counts as their request: all that run together, or the largest moment of the start, where an init container counts
   * together with the native sidecars in front of it.
   */
  readonly request: bigint
  /** The largest limit of one of them. */
  readonly limit: bigint
}

interface Count {
  running: bigint
  sidecars: bigint
  start: bigint
  limit: bigint
}

/** Adds up what the containers of a pod spec have of resources, in one look at each. */
export function totals(spec: JsonObject, names: ReadonlySet<string>): (name: string) => Total {
  const counts = new Map<string, Count>()
  const add = (container: JsonObject, count: (of: Count, request: bigint) => void): void => {
    const limits = field(container.resources, 'limits')
    const requests = field(container.resources, 'requests')
    for (const name in isObject(limits) ? limits : {}) {
      if (!names.has(name)) continue
      const limit = parseQuantity(field(limits, name))
      const of = countOf(counts, name)
      if (limit !== undefined && limit > of.limit) of.limit = limit
      // The API server takes the limit where there is no request.
      if (limit !== undefined && parseQuantity(field(requests, name)) === undefined) count(of, limit)
    }
    for (const name in isObject(requests) ? requests : {}) {
      if (!names.has(name)) continue
      const request = parseQuantity(field(requests, name))
      if (request !== undefined) count(countOf(counts, name), request)
    }
  }
  for (const container of objectsIn(spec.containers)) add(container, addRunning)
  for (const container of objectsIn(spec.initContainers))
    add(container, container.restartPolicy === 'Always' ? addSidecar : addStep)
  return (name) => {
    const { running, sidecars, start, limit } = counts.get(name) ?? noCount()
    return { request: running + sidecars > start ? running + sidecars : start, limit }
  }
}

const noCount = (): Count => ({ running: 0n, sidecars: 0n, start: 0n, limit: 0n })

function countOf(counts: Map<string, Count>, name: string): Count {
  let count = counts.get(name)
  if (count === undefined) counts.set(name, (count = noCount()))
  return count
}

function addRunning(count: Count, request: bigint): void {
  count.running += request
}

function addStep(count: Count, request: bigint): void {
  const moment = count.sidecars + request
  if (moment > count.start) count.start = moment
}

function addSidecar(count: Count, request: bigint): void {
  addStep(count, request)
  count.sidecars += request
}
