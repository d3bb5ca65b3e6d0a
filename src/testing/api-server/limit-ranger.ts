import { clone, type Fields, fieldsOf } from '../json.js'
import { allContainersOf, type PodSpec } from '../pod.js'

/**
 * LimitRanger: fills in requests and limits, by resource, where a container has none.
 *
 * @example
 * const { containers } = limitRanger({ cpu: '1' }, { cpu: '100m' })({ containers: [{ name: 'app' }] })
 * console.log(containers[0]?.['resources']) //=> { limits: { cpu: '1' }, requests: { cpu: '100m' } }
 */
export function limitRanger(limits: Fields, requests: Fields): (podSpec: PodSpec) => PodSpec {
  return (podSpec) => {
    const spec = clone(podSpec)
    for (const container of allContainersOf(spec)) {
      const own = fieldsOf(container['resources'])
      container['resources'] = {
        ...own,
        limits: { ...limits, ...fieldsOf(own['limits']) },
        requests: { ...requests, ...fieldsOf(own['requests']) },
      }
    }
    return spec
  }
}
