import { isObject, type JsonObject } from '../../json.js'
import { parseQuantity } from '../../kubernetes/quantity.js'
import type { Rules } from '../rules.js'
import { conflict, field, type Findings } from './findings.js'
import type { Wanted } from './wanted.js'

/** Tells whether a pod has resources at pod level, which the API server holds its containers' against. */
export function hasPodResources({ resources }: JsonObject): boolean {
  if (!isObject(resources)) return false
  return Object.keys(resources.limits ?? {}).length > 0 || Object.keys(resources.requests ?? {}).length > 0
}

/**
 * The API server refuses a pod whose pod-level request of a resource is below the sum of its containers', or whose pod-level
 * limit is below the limit of one of them (validatePodResourceConsistency, pkg/apis/core/validation). What was so before is a
 * conflict only where the overlay enforces amounts of that resource.
 *
 * @param before - the pod spec as it came in.
 * @param after - the pod spec as the overlay leaves it.
 */
export function checkPodResources(
  before: JsonObject,
  after: JsonObject,
  { resourceNames: enforced }: Wanted,
  { remedy }: Pick<Rules, 'remedy'>,
  findings: Findings,
): void {
  if (!hasPodResources(after)) return
  for (const name of namesIn(after.resources)) {
    const found = excesses(after, name)
    if (found.length === 0 || (!enforced.has(name) && excesses(before, name).length > 0)) continue
    for (const { side, room, needed, what } of found) {
      conflict(
        findings,
        'PodResources',
        ['resources', side, name],
        () =>
          `expected room for ${what(amount(needed))}, found ${amount(room)}; raise it, or set smaller resources in ${remedy}`,
      )
    }
  }
}

interface Excess {
  readonly side: 'requests' | 'limits'
  readonly room: bigint
  readonly needed: bigint
  /** Of what. */
  readonly what: (needed: string) => string
}

function excesses(spec: JsonObject, name: string): readonly Excess[] {
  const limit = amountOf(spec, 'limits', name)
  const request = amountOf(spec, 'requests', name)
  const found: Excess[] = []
  // Where the pod has no request, the API server takes the sum for it, which may not exceed the limit then.
  const room = request ?? limit
  const sum = aggregate(spec, name)
  if (room !== undefined && sum > room)
    found.push({
      side: request === undefined ? 'limits' : 'requests',
      room,
      needed: sum,
      what: (all) => `the containers’ requests of ${all} in all`,
    })
  if (limit === undefined || (request === undefined && sum > limit)) return found
  const largest = largestLimit(spec, name)
  if (largest > limit)
    found.push({ side: 'limits', room: limit, needed: largest, what: (one) => `a container limit of ${one}` })
  return found
}

function largestLimit(spec: JsonObject, name: string): bigint {
  let largest = 0n
  for (const container of [...containersOf(spec, 'containers'), ...containersOf(spec, 'initContainers')]) {
    const limit = amountOf(container, 'limits', name) ?? 0n
    if (limit > largest) largest = limit
  }
  return largest
}

const namesIn = (resources: unknown): ReadonlySet<string> =>
  new Set([...Object.keys(field(resources, 'limits') ?? {}), ...Object.keys(field(resources, 'requests') ?? {})])

const amount = (milli: bigint): string => (milli % 1000n === 0n ? String(milli / 1000n) : `${String(milli)}m`)

const amountOf = ({ resources }: JsonObject, side: 'limits' | 'requests', name: string): bigint | undefined =>
  parseQuantity(field(field(resources, side), name))

const containersOf = (spec: JsonObject, list: string): readonly JsonObject[] => {
  const containers = spec[list]
  return Array.isArray(containers) ? containers.filter(isObject) : []
}

/**
 * What Kubernetes counts as the containers' request: all that run together, or the largest moment of the start, where an init
 * container counts together with the native sidecars in front of it.
 */
function aggregate(spec: JsonObject, name: string): bigint {
  let running = 0n
  for (const container of containersOf(spec, 'containers')) running += requestOf(container, name)
  let sidecars = 0n
  let start = 0n
  for (const container of containersOf(spec, 'initContainers')) {
    const request = requestOf(container, name)
    const moment = sidecars + request
    if (container.restartPolicy === 'Always') sidecars = moment
    if (moment > start) start = moment
  }
  return running + sidecars > start ? running + sidecars : start
}

/** A container's request; the API server takes the limit where there is none. */
const requestOf = (container: JsonObject, name: string): bigint =>
  amountOf(container, 'requests', name) ?? amountOf(container, 'limits', name) ?? 0n
