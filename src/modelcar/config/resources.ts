import { found, type JsonObject } from '../../json.js'
import { exceeds, parseQuantity } from '../../kubernetes/quantity.js'
import type { Resources } from '../../overlay/merge/resources.js'
import { at, checkKeys, readObject, addCause, type Causes } from '../../input/check.js'

const names = ['cpu', 'memory', 'ephemeral-storage']

/** Reads resource requirements; empty maps are dropped. Devices and hugepages need more than an amount, and are refused. */
export function readResources(causes: Causes, value: unknown, field: string): Resources | undefined {
  const given = readObject(causes, value, field)
  if (given === undefined) return undefined
  checkKeys(causes, given, ['limits', 'requests'], field)
  const limits = readAmounts(causes, given.limits, at(field, 'limits'))
  const requests = readAmounts(causes, given.requests, at(field, 'requests'))
  for (const name in requests) {
    const limit = limits?.[name]
    if (!exceeds(requests[name], limit)) continue
    const expected = `expected at most the limit of ${String(limit)}`
    addCause(causes, 'InvalidValue', at(at(field, 'requests'), name), `${expected}, found ${found(requests[name])}`)
  }
  return { ...(limits && { limits }), ...(requests && { requests }) }
}

function readAmounts(causes: Causes, value: unknown, field: string): JsonObject | undefined {
  const given = readObject(causes, value, field)
  if (given === undefined) return undefined
  const amounts: Record<string, unknown> = {}
  let isEmpty = true
  for (const name of Object.keys(given)) {
    const amount = given[name]
    if (amount === undefined || amount === null) continue
    const where = at(field, name)
    if (!names.includes(name)) {
      addCause(
        causes,
        'Unknown',
        where,
        `expected one of ${names.join(', ')}, found ${found(name)}; a model's container needs no other resource`,
      )
      continue
    }
    const milli = parseQuantity(amount)
    if (milli === undefined)
      addCause(
        causes,
        typeof amount === 'string' || typeof amount === 'number' ? 'InvalidValue' : 'InvalidType',
        where,
        `expected a quantity such as "10m" or "15Mi", found ${found(amount)}`,
      )
    else if (milli < 0n)
      addCause(causes, 'InvalidValue', where, `expected an amount of 0 or more, found ${found(amount)}`)
    amounts[name] = amount
    isEmpty = false
  }
  return isEmpty ? undefined : amounts
}
