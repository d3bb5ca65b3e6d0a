import { isObject, type JsonObject } from '../../json.js'
import { canBeShared, exceeds, sameQuantity } from '../../kubernetes/quantity.js'
import { isAmounts } from '../merge/resources.js'
import { isPreferred, preferredValue, type Overlay } from '../overlay.js'
import { conflict, field } from '../plan/findings.js'
import { changedContainers } from './changed.js'
import { everyPod, type Look } from './looks.js'

/**
 * Amounts that are enforced take along what does not fit beside them, and preferred ones keep away. Where an overlay mixes the two,
 * or takes one away, a request may still end above the limit that the container has.
 */
export function amountLook({ spec, target = {} }: Overlay): Look | undefined {
  const all = [...(spec?.containers ?? []), ...(spec?.initContainers ?? []), target]
  if (!all.some(({ resources }) => resources != null && !isSettled(resources))) return undefined
  const look: Look['look'] = (before, after, findings) => {
    for (const changed of changedContainers(before, after)) {
      const name = excess(changed.after)
      if (name === undefined || excess(changed.before) === name) continue
      const { resources } = changed.after
      const [request, limit] = [field(field(resources, 'requests'), name), field(field(resources, 'limits'), name)]
      const path = changed.before === undefined ? changed.path : [...changed.path, 'resources', 'requests', name]
      conflict(
        findings,
        'RequestExceedsLimit',
        path,
        () =>
          `expected a request of ${name} that fits its limit, found ${String(request)} beside ${String(limit)} on ${String(changed.after.name)}; enforce both in the overlay`,
      )
    }
  }
  return { concerns: everyPod, look }
}

const isSettled = (resources: unknown): boolean =>
  isAmounts(isPreferred(resources) ? preferredValue(resources) : resources)

/** The first resource of which a container requests what its limit does not fit. */
function excess(container: JsonObject | undefined): string | undefined {
  const limits = field(container?.resources, 'limits')
  const requests = field(container?.resources, 'requests')
  if (!isObject(limits) || !isObject(requests)) return undefined
  return Object.keys(requests).find((name) => {
    const [request, limit] = [requests[name], limits[name]]
    if (exceeds(request, limit)) return true
    return limit != null && request != null && !canBeShared(name) && !sameQuantity(request, limit)
  })
}
