import { field, found, isObject, type JsonObject } from '../../json.js'
import { canBeShared, exceeds, sameQuantity } from '../../kubernetes/quantity.js'
import { isAmounts, sides, type Side } from '../merge/resources.js'
import { statedValue, type Overlay } from '../overlay.js'
import { conflict, type Findings } from '../plan/findings.js'
import { changedContainers } from './changed.js'
import { everyPod, type Look } from './looks.js'

/**
 * Amounts that are enforced take along what does not fit beside them, and preferred ones keep away. Where an overlay mixes the two,
 * or takes one away, a request may still end above the limit that the container has.
 */
export function amountLook({ spec, target = {} }: Overlay): Look | undefined {
  const all = [spec ?? {}, ...(spec?.containers ?? []), ...(spec?.initContainers ?? []), target]
  if (!all.some(({ resources }) => resources != null && !isSettled(resources))) return undefined
  const look: Look['look'] = (before, after, findings) => {
    checkPod(before, after, findings)
    for (const changed of changedContainers(before, after)) {
      const misfit = misfitIn(changed.after)
      if (misfit === undefined || misfitIn(changed.before)?.name === misfit.name) continue
      const { name, side, expected, found } = misfit
      const path = changed.before === undefined ? changed.path : [...changed.path, 'resources', side, name]
      conflict(
        findings,
        'RequestExceedsLimit',
        path,
        () => `expected ${expected}, found ${found} on ${String(changed.after.name)}; enforce both in the overlay`,
      )
    }
  }
  return { concerns: everyPod, look }
}

/** Of the pod's own amounts the API server fills in what is not there, so only a request above its limit is a misfit. */
function checkPod(before: JsonObject, after: JsonObject, findings: Findings): void {
  const amount = ({ resources }: JsonObject, side: string, name: string): unknown => field(field(resources, side), name)
  const isTooHigh = (spec: JsonObject, name: string): boolean =>
    exceeds(amount(spec, 'requests', name), amount(spec, 'limits', name))
  for (const name of Object.keys(fieldsIn(field(after.resources, 'requests')))) {
    if (!isTooHigh(after, name) || isTooHigh(before, name)) continue
    const found = `${textOf(amount(after, 'requests', name))} beside ${textOf(amount(after, 'limits', name))}`
    conflict(
      findings,
      'RequestExceedsLimit',
      ['resources', 'requests', name],
      () => `expected a request of ${name} that fits its limit, found ${found} on the pod; enforce both in the overlay`,
    )
  }
}

/** Tells whether amounts fit each other wherever they are merged. A resource that is not shared has to have both. */
function isSettled(resources: unknown): boolean {
  const amounts = statedValue(resources)
  if (!isAmounts(amounts)) return false
  return sides.every((side) => Object.keys(fieldsIn(amounts[side])).every(canBeShared))
}

const fieldsIn = (value: unknown): JsonObject => (isObject(value) ? value : {})

const textOf = (amount: unknown): string => (typeof amount === 'string' ? amount : found(amount))

interface Misfit {
  readonly name: string
  readonly side: Side
  readonly expected: string
  readonly found: string
}

/** The first amount of a container that does not fit the others (ValidateContainerResourceRequirements, pkg/apis/core/validation). */
function misfitIn(container: JsonObject | undefined): Misfit | undefined {
  const limits = fieldsIn(field(container?.resources, 'limits'))
  const requests = fieldsIn(field(container?.resources, 'requests'))
  for (const name of Object.keys(requests)) {
    const [request, limit] = [requests[name], limits[name]]
    if (request == null) continue
    const isWhole = !canBeShared(name)
    if (limit == null ? !isWhole : !exceeds(request, limit) && (!isWhole || sameQuantity(request, limit))) continue
    const told = `${textOf(request)} beside ${limit == null ? 'none' : textOf(limit)}`
    return { name, side: 'requests', expected: `a request of ${name} that fits its limit`, found: told }
  }
  if (limits.cpu != null || limits.memory != null || requests.cpu != null || requests.memory != null) return undefined
  const huge = Object.keys(limits).find((name) => name.startsWith('hugepages-') && limits[name] != null)
  const expected = `an amount of cpu or memory beside ${huge ?? ''}`
  return huge === undefined ? undefined : { name: huge, side: 'limits', expected, found: 'none' }
}
