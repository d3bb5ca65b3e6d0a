import { isObject, type JsonObject } from '../../json.js'
import { canBeShared, exceeds, sameQuantity } from '../../kubernetes/quantity.js'
import { isAmounts } from '../merge/resources.js'
import { isPreferred, preferredValue, type Overlay } from '../overlay.js'
import { conflict, field, type Findings } from '../plan/findings.js'

type Check = (before: JsonObject, after: JsonObject, findings: Findings) => void

/**
 * Amounts that are enforced take along what does not fit beside them, and preferred ones keep away. Where an overlay mixes the two,
 * or takes one away, a request may still end above the limit that the container has.
 */
export function amountChecker({ spec, target = {} }: Overlay): Check | undefined {
  const all = [...(spec?.containers ?? []), ...(spec?.initContainers ?? []), target]
  if (!all.some(({ resources }) => resources != null && !isSettled(resources))) return undefined
  return (before, after, findings) => {
    for (const list of ['containers', 'initContainers'] as const) {
      const containers = listOf(after, list)
      const were = listOf(before, list)
      containers.forEach((container, index) => {
        const name = excess(container)
        if (name === undefined || excess(were[index]) === name) return
        const { resources } = container
        const [request, limit] = [field(field(resources, 'requests'), name), field(field(resources, 'limits'), name)]
        const path = index < were.length ? [list, index, 'resources', 'requests', name] : [list]
        conflict(
          findings,
          'RequestExceedsLimit',
          path,
          () =>
            `expected a request of ${name} that fits its limit, found ${String(request)} beside ${String(limit)} on ${String(container.name)}; enforce both in the overlay`,
        )
      })
    }
  }
}

const isSettled = (resources: unknown): boolean =>
  isAmounts(isPreferred(resources) ? preferredValue(resources) : resources)

const listOf = (spec: JsonObject, list: string): readonly JsonObject[] => {
  const containers = spec[list]
  return Array.isArray(containers) ? containers.map((each: unknown) => (isObject(each) ? each : {})) : []
}

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
