import { mapPodSpecs, type PodSpecLike } from 'modelcar'

/** Where a pod spec is in its object: as a JSON pointer, and as Kubernetes names fields; both are empty for a pod spec by itself. */
export interface Place {
  readonly pointer: string
  readonly field: string
}

type MapPodSpec = (podSpec: PodSpecLike, place: Place) => PodSpecLike

/** Maps every pod spec in an object, which may be one itself. The same object comes back where nothing changed. */
export function mapObject(object: object, map: MapPodSpec): object {
  return isPodSpec(object) ? map(object, { pointer: '', field: '' }) : mapPodSpecs(object, map).object
}

/** The pod specs in objects, in their order. */
export function podSpecsIn(objects: readonly object[]): readonly PodSpecLike[] {
  const found: PodSpecLike[] = []
  for (const object of objects) {
    mapObject(object, (podSpec) => {
      found.push(podSpec)
      return podSpec
    })
  }
  return found
}

const isPodSpec = (object: object): object is PodSpecLike => !('kind' in object) && 'containers' in object

/** The field in the object of a field of its pod spec: `spec.template.spec.hostPID` of `spec.hostPID`. */
export function fieldAt(place: string, field: string): string {
  const below = field.replace(/^spec(?=$|[.[])/, '')
  return below === field ? field : `${place}${below}`.replace(/^\./, '')
}
