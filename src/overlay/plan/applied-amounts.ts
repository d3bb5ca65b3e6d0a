import { isObject, type JsonObject } from '../../json.js'
import { sameQuantity } from '../../kubernetes/quantity.js'
import type { Path } from '../../patch/edit.js'
import { sides, type Side } from '../merge/resources.js'

/** Requests and limits without what was applied last and is wanted no more, and where that stood. */
interface Amounts {
  readonly value: unknown
  readonly taken: readonly Path[]
}

/**
 * What was applied last, with the amounts that it does not name. Where nothing was set, a preference was filled in; an amount that
 * equals it counts as applied as soon as there are amounts to be set.
 *
 * @param preference - the amounts that are filled in where none are set.
 */
export const withUnsaid = (before: JsonObject, now: JsonObject, preference: JsonObject): JsonObject =>
  before.resources === undefined && now.resources !== undefined ? { ...before, resources: preference } : before

/**
 * Takes out of a container's `resources` every amount that is still the one that was applied last, where another one or none is to
 * be applied now.
 *
 * A request that nobody applied, and that equals the limit that was, is the API server's default of it: it goes with the limit.
 */
export function withoutAmounts(value: unknown, before: unknown, now: unknown): Amounts {
  if (!isObject(value)) return { value, taken: [] }
  const left: Record<string, unknown> = { ...value }
  const taken: Path[] = []
  for (const side of sides) {
    const amounts = value[side]
    if (!isObject(amounts)) continue
    const kept: Record<string, unknown> = { ...amounts }
    const gone = Object.keys(amounts).filter((name) => goes(side, name, value, before, now))
    for (const name of gone) Reflect.deleteProperty(kept, name)
    if (gone.length === 0) continue
    if (Object.values(kept).every((amount) => amount == null)) {
      Reflect.deleteProperty(left, side)
      taken.push([side])
    } else {
      left[side] = kept
      for (const name of gone) taken.push([side, name])
    }
  }
  return { value: left, taken }
}

function goes(side: Side, name: string, value: JsonObject, before: unknown, now: unknown): boolean {
  const amount = amountAt(value, side, name)
  const applied = amountAt(before, side, name)
  if (amount == null) return false
  if (applied != null) return sameQuantity(amount, applied) && !sameQuantity(amount, amountAt(now, side, name))
  const limit = amountAt(before, 'limits', name)
  return (
    sameQuantity(amount, limit) &&
    sameQuantity(amountAt(value, 'limits', name), limit) &&
    !sameQuantity(amountAt(now, 'limits', name), limit)
  )
}

function amountAt(resources: unknown, side: Side, name: string): unknown {
  const amounts = isObject(resources) ? resources[side] : undefined
  return isObject(amounts) && Object.hasOwn(amounts, name) ? amounts[name] : undefined
}
