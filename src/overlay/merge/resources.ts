import { copy, isObject, type JsonObject } from '../../json.js'
import { isPreferred, preferredValue, type LastApplied } from '../overlay.js'
import { reader, type Field } from './field.js'
import { canBeShared, exceeds, sameQuantity } from '../../kubernetes/quantity.js'
import { fault } from './faults.js'
import { remove, write, type Walk } from './walk.js'

/** What a container's resources have amounts of. */
export const sides = ['limits', 'requests'] as const
export type Side = (typeof sides)[number]
type Quantities = Readonly<Record<string, unknown>>

/** What an overlay says of a container's resources, by side and resource name. */
export type Resources = Readonly<Partial<Record<Side, Quantities>>>

const none: Quantities = {}

/** Tells whether a value has plain amounts and nothing else: no claims, and no overlay value that is not enforced. */
export function isAmounts(value: unknown): value is Resources {
  if (!isObject(value)) return false
  for (const side in value) {
    const amounts = value[side]
    if ((side !== 'limits' && side !== 'requests') || !isObject(amounts) || isPreferred(amounts)) return false
    for (const name in amounts) if (!isAmount(amounts[name])) return false
  }
  return true
}

export function isEmptyAmounts({ limits = none, requests = none }: Resources): boolean {
  for (const _ in limits) return false
  for (const _ in requests) return false
  return true
}

const isAmount = (value: unknown): boolean => typeof value === 'string' || typeof value === 'number'

/**
 * Resources as the caller sets them. An amount that others raised stays where the same was set when it was applied last, and where
 * it fits beside what else is written.
 */
export function enforcedResources(wanted: Resources, lastApplied: LastApplied = () => undefined): Field {
  return resources(
    wanted,
    () => true,
    (actual, holder) => enforce(wanted, actual, () => lastApplied(holder)),
  )
}

/**
 * Resources that are filled in for each name that has neither request nor limit, and left out altogether in a pod with
 * pod-level resources, whose requests were settled before we came.
 */
export function preferredResources(wanted: Resources): Field {
  const amounts = sides.flatMap((side) =>
    Object.entries(wanted[side] ?? none).map(([name, amount]): Amount => ({ side, name, amount })),
  )
  return resources(
    wanted,
    (walk) => !walk.podResources,
    (actual) => prefer(amounts, actual),
  )
}

/** An amount, and where it belongs. */
interface Amount {
  readonly side: Side
  readonly name: string
  readonly amount: unknown
}

/**
 * Requests that must not be there: all, or those of a name. One that equals its limit is what the API server makes of none, and stays.
 *
 * @param limits - what the overlay says of limits.
 */
export const absentRequests = (names: readonly string[] | undefined, limits: unknown): Field => ({
  merge: (holder, walk) => {
    const { requests } = holder
    if (!isObject(requests)) return
    const isGone = (name: string): boolean => {
      const amount = reader(name)(requests)
      return amount != null && !sameQuantity(amount, limitAfter(limits, holder.limits, name))
    }
    const gone = (names ?? Object.keys(requests)).filter(isGone)
    if (gone.length === 0) return
    if (names === undefined) return remove(walk, 'requests')
    walk.path.push('requests')
    for (const name of gone) remove(walk, name)
    walk.path.pop()
  },
})

/** The limit of a resource as it will be, by what the overlay says of limits and what the container has of them. */
function limitAfter(limits: unknown, there: unknown, name: string): unknown {
  const limitIn = reader(name)
  const actual = isObject(there) ? limitIn(there) : undefined
  if (limits === null) return undefined
  if (!isObject(limits)) return actual
  if (isPreferred(limits)) {
    if (isObject(there) && Object.keys(there).length > 0) return actual
    const preference = preferredValue(limits)
    return isObject(preference) ? limitIn(preference) : undefined
  }
  const wanted = limitIn(limits)
  if (wanted === null) return undefined
  return isObject(wanted) && isPreferred(wanted) ? (actual ?? preferredValue(wanted)) : (wanted ?? actual)
}

type Changes = Record<Side, Record<string, unknown>>

function resources(
  wanted: Resources,
  applies: (walk: Walk) => boolean,
  change: (actual: Resources, holder: JsonObject) => Changes | undefined,
): Field {
  const isEmpty = isEmptyAmounts(wanted)
  return {
    merge: (holder, walk) => {
      const actual = holder['resources']
      if (isEmpty || !applies(walk)) return
      if (actual === undefined || actual === null) return write(walk, holder, 'resources', copy(wanted))
      if (!hasAmountMaps(actual)) return fault(walk, 'resources', 'an object with maps of limits and requests', actual)
      const changes = change(actual, holder)
      if (changes !== undefined) writeChanges(changes, actual, walk)
    },
  }
}

function hasAmountMaps(value: unknown): value is Resources & JsonObject {
  if (!isObject(value)) return false
  const { limits, requests } = value
  return (
    (limits === undefined || limits === null || isObject(limits)) &&
    (requests === undefined || requests === null || isObject(requests))
  )
}

function prefer(amounts: readonly Amount[], { limits, requests }: Resources): Changes | undefined {
  let changes: Changes | undefined
  for (const { side, name, amount } of amounts) {
    if (limits?.[name] != null || requests?.[name] != null) continue
    changes ??= { limits: {}, requests: {} }
    changes[side][name] = amount
  }
  return changes
}

function enforce(wanted: Resources, actual: Resources, lastApplied: () => unknown): Changes | undefined {
  const changes: Changes = { limits: {}, requests: {} }
  const touched = new Set<string>()
  for (const side of sides) {
    for (const name in wanted[side]) {
      const [want, have] = [wanted[side][name], actual[side]?.[name]]
      if (sameQuantity(have, want)) continue
      touched.add(name)
      if (!exceeds(have, want) || !sameQuantity(amountIn(lastApplied(), side, name), want)) changes[side][name] = want
    }
  }
  if (touched.size === 0) return undefined
  for (const name of touched) fit(name, wanted, actual, changes)
  return changes
}

function amountIn(resources: unknown, side: Side, name: string): unknown {
  const amounts = isObject(resources) ? resources[side] : undefined
  return isObject(amounts) ? amounts[name] : undefined
}

/** A request that does not fit its limit: one that was raised does not stay then, and what is not set is taken along. */
function fit(name: string, wanted: Resources, actual: Resources, { limits, requests }: Changes): void {
  const limit = limits[name] ?? actual.limits?.[name]
  const want = wanted.requests?.[name]
  if (fits(name, requests[name] ?? actual.requests?.[name], limit)) return
  requests[name] = want ?? limit
  if (!fits(name, want, limit)) limits[name] = want
}

/** A request may not exceed its limit, and is equal to it where a resource cannot be shared. */
const fits = (name: string, request: unknown, limit: unknown): boolean =>
  request == null || limit == null || sameQuantity(request, limit) || (canBeShared(name) && !exceeds(request, limit))

function writeChanges(changes: Changes, actual: Resources & JsonObject, walk: Walk): void {
  walk.path.push('resources')
  for (const side of sides) {
    const names = Object.keys(changes[side])
    if (names.length === 0) continue
    const amounts = actual[side]
    if (amounts == null) {
      write(walk, actual, side, changes[side])
      continue
    }
    walk.path.push(side)
    for (const name of names) write(walk, amounts, name, changes[side][name])
    walk.path.pop()
  }
  walk.path.pop()
}
