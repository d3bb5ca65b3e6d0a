import { asPodSpec } from '../cast.js'
import type { PodSpec } from '../pod.js'
import { roundTrip } from './round-trip.js'
import { decoded } from './validation/decoded.js'
import { podResources } from './validation/resources.js'

/**
 * Gives the pod spec as it is stored: after the last webhook the pod's own resources are defaulted too. The input is left alone and
 * nothing of it is shared.
 *
 * @example
 * const spec = stored({ containers: [{ name: 'app', image: 'a:1' }], resources: { limits: { cpu: '1000m' } } })
 * console.log(spec['resources']) //=> { limits: { cpu: '1' }, requests: { cpu: '1' } }
 */
export function stored(podSpec: PodSpec): PodSpec {
  const resources = podResources(decoded(podSpec))
  const made = roundTrip(podSpec)
  return resources === undefined ? made : asPodSpec({ ...made, resources })
}
