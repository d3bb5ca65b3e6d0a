import { clone, fieldsOf } from '../json.js'
import { allContainersOf, type PodSpec, volumesOf } from '../pod.js'

/**
 * AlwaysPullImages: the pull policy of every container is Always; of image volumes too.
 *
 * @example
 * const { containers } = alwaysPullImages({ containers: [{ name: 'app' }] })
 * console.log(containers) //=> [ { name: 'app', imagePullPolicy: 'Always' } ]
 */
export function alwaysPullImages(podSpec: PodSpec): PodSpec {
  const spec = clone(podSpec)
  for (const container of allContainersOf(spec)) container['imagePullPolicy'] = 'Always'
  for (const { image } of volumesOf(spec)) fieldsOf(image)['pullPolicy'] = 'Always'
  return spec
}
