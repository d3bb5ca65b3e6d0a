import { field, found, isObject, type JsonObject } from '../../json.js'
import { canBeShared, exceeds, sameQuantity } from '../../kubernetes/quantity.js'
import { isAmounts, sides, type Side } from '../merge/resources.js'
import { containersIn, statedValue, type Overlay } from '../overlay.js'
import type { Path } from '../../patch/edit.js'
import { conflict } from '../plan/findings.js'
import { changedContainers } from './changed.js'
import { everyPod, type Look } from './looks.js'

/**
 * Amounts that are enforced take along what does not fit beside them, and preferred ones keep away. Where an overlay mixes the two,
 * or takes one away, a request may still end above the limit that the container has.
 */
export function amountLook({ spec, target = {} }: Overlay): Look | undefined {
  const all = [spec ?? {}, ...containersIn(spec), target]
  // Stryker disable next-line ConditionalExpression,LogicalOperator: a look at a pod that nothing is brought about in finds nothing; it only takes time.
  if (!all.some(({ resources }) => resources != null && !isSettled(resources))) return undefined
  const look: Look['look'] = (before, after, findings) => {
    const tell = (misfit: Misfit, path: Path, where: unknown): void => {
      conflict(
        findings,
        'RequestExceedsLimit',
        path,
        () => `expected ${misfit.expected}, found ${misfit.found} on ${String(where)}; enforce both in the overlay`,
      )
    }
    const ofPod = newMisfit(before, after)
    if (ofPod !== undefined) tell(ofPod, ['resources', ofPod.side, ofPod.name], 'the pod')
    for (const changed of changedContainers(before, after)) {
      const misfit = newMisfit(changed.before, changed.after)
      if (misfit === undefined) continue
      const { name, side } = misfit
      const path = changed.before === undefined ? changed.path : [...changed.path, 'resources', side, name]
      tell(misfit, path, changed.after.name)
    }
  }
  return { concerns: everyPod, look }
}

function newMisfit(before: JsonObject | undefined, after: JsonObject): Misfit | undefined {
  const misfit = misfitIn(after)
  return misfit !== undefined && misfitIn(before)?.name === misfit.name ? undefined : misfit
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

/** The first amount of a container, or of the pod itself, that does not fit the others (ValidateContainerResourceRequirements, pkg/apis/core/validation). */
function misfitIn(holder: JsonObject | undefined): Misfit | undefined {
  const limits = fieldsIn(field(holder?.resources, 'limits'))
  const requests = fieldsIn(field(holder?.resources, 'requests'))
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
