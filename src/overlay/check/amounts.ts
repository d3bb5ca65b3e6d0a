import { at } from '../../input/check.js'
import { misspelt } from '../../input/nearest.js'
import { isList, isObject, own, type JsonObject } from '../../json.js'
import { canBeShared, exceeds, parseQuantity, sameQuantity } from '../../kubernetes/quantity.js'
import { statedValue } from '../overlay.js'
import { fault, foundIn, type State } from './state.js'

/**
 * A request may not exceed its limit; of what cannot be shared (a GPU, huge pages) the two are equal. Of a claim the API server compares none, and
 * counts none by the piece.
 */
export function checkAmounts(state: State, holder: JsonObject, type: string | undefined, field: string): void {
  if (type !== 'ResourceRequirements' && type !== 'VolumeResourceRequirements') return
  const [limits, requests] = [statedValue(holder.limits), statedValue(holder.requests)]
  const isClaim = type === 'VolumeResourceRequirements'
  checkEach(state, limits, isClaim, at(field, 'limits'))
  checkEach(state, requests, isClaim, at(field, 'requests'))
  if (isClaim || !isObject(limits) || !isObject(requests)) return
  for (const name of Object.keys(requests)) {
    const [limit, request] = [statedValue(own(limits, name)), statedValue(requests[name])]
    const where = at(at(field, 'requests'), name)
    if (exceeds(request, limit))
      fault(state, 'InvalidValue', where, `expected at most the limit of ${foundIn(limit)}, found ${foundIn(request)}`)
    else if (limit != null && request != null && !canBeShared(name) && !sameQuantity(request, limit))
      fault(
        state,
        'InvalidValue',
        where,
        `expected the limit of ${foundIn(limit)}, found ${foundIn(request)}; ${name} cannot be shared`,
      )
  }
}

/** What Kubernetes itself has; others have a domain. */
const resources = ['cpu', 'memory', 'ephemeral-storage', 'storage']

function checkEach(state: State, amounts: unknown, isClaim: boolean, field: string): void {
  if (!isObject(amounts)) return
  for (const name of Object.keys(amounts)) {
    const amount = statedValue(amounts[name])
    const isWhole = (parseQuantity(amount) ?? 0n) % 1000n === 0n
    // What another one than Kubernetes counts, a GPU, is given out by the piece.
    if (!isClaim && !isWhole && name.includes('/') && !canBeShared(name))
      fault(state, 'InvalidValue', at(field, name), `expected a whole number of ${name}, found ${foundIn(amount)}`)
    const meant = resources.includes(name) || name.includes('/') ? undefined : misspelt(name, resources)
    if (meant === undefined) continue
    const message = `expected the name of a resource, found ${JSON.stringify(name)}; did you mean ${meant}?`
    fault(state, 'Unknown', at(field, name), message)
  }
}

/** What a pod's own resources may be of: what its containers share, and what is given out whole is not shared. */
export function checkPodAmounts(state: State, resources: unknown): void {
  const stated = statedValue(resources)
  if (!isObject(stated)) return
  if (isList(stated.claims) && stated.claims.length > 0)
    fault(
      state,
      'InvalidValue',
      'spec.resources.claims',
      "expected no claims, found some; a pod's are in spec.resourceClaims",
    )
  for (const side of ['limits', 'requests']) {
    const amounts = statedValue(stated[side])
    if (!isObject(amounts)) continue
    for (const name of Object.keys(amounts)) {
      if (amounts[name] === null || name === 'cpu' || name === 'memory' || name.startsWith('hugepages-')) continue
      const message = `expected an amount of cpu, memory or huge pages, found one of ${JSON.stringify(name)}; only containers have others`
      fault(state, 'InvalidValue', at(`spec.resources.${side}`, name), message)
    }
  }
}
