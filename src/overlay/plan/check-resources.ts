import { field, isObject, type JsonObject } from '../../json.js'
import { binarySuffixes, parseQuantity } from '../../kubernetes/quantity.js'
import type { Side } from '../merge/resources.js'
import type { Rules } from '../rules.js'
import { conflict, type Findings } from './findings.js'
import { totals, type Total } from './totals.js'
import type { Outline } from './outline.js'

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
  { resourceNames: enforced }: Outline,
  { remedy }: Pick<Rules, 'remedy'>,
  findings: Findings,
): void {
  // Stryker disable next-line ConditionalExpression: of no amounts there is nothing to add up; it only takes time.
  if (!hasPodResources(after)) return
  const names = namesIn(after.resources)
  const totalAfter = totals(after, names)
  let totalBefore: ((name: string) => Total) | undefined
  for (const name of names) {
    const found = excesses(after, name, totalAfter(name))
    // Stryker disable next-line ConditionalExpression: of nothing found nothing is told; to look at the pod before takes time.
    if (found.length === 0) continue
    if (!enforced.has(name) && excesses(before, name, (totalBefore ??= totals(before, names))(name)).length > 0)
      continue
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
  readonly side: Side
  readonly room: bigint
  readonly needed: bigint
  /** Of what. */
  readonly what: (needed: string) => string
}

function excesses(spec: JsonObject, name: string, total: Total): readonly Excess[] {
  const limit = amountOf(spec, 'limits', name)
  const request = amountOf(spec, 'requests', name)
  const found: Excess[] = []
  // Where the pod has no request, the API server takes the sum for it, which may not exceed the limit then.
  const room = request ?? limit
  const { request: sum, limit: largest } = total
  if (room !== undefined && sum > room)
    found.push({
      side: request === undefined ? 'limits' : 'requests',
      room,
      needed: sum,
      what: (all) => `the containers' requests of ${all} in all`,
    })
  // One place is told once: without a request the sum is told of the limit already.
  if (limit !== undefined && largest > limit)
    found.push({ side: 'limits', room: limit, needed: largest, what: (one) => `a container limit of ${one}` })
  return found
}

const namesIn = (resources: unknown): ReadonlySet<string> =>
  new Set([...Object.keys(field(resources, 'limits') ?? {}), ...Object.keys(field(resources, 'requests') ?? {})])

function amount(milli: bigint): string {
  if (milli % 1000n !== 0n) return `${String(milli)}m`
  let whole = milli / 1000n
  let thousands = 0
  for (; thousands < 6 && whole > 0n && whole % 1024n === 0n; thousands++) whole /= 1024n
  return [whole, binarySuffixes[thousands]].join('')
}

const amountOf = ({ resources }: JsonObject, side: Side, name: string): bigint | undefined =>
  parseQuantity(field(field(resources, side), name))
