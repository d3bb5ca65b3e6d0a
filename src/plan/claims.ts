import { isList, isObject, type JsonObject } from '../json.js'
import { isRecorded, recordedValue, type NamedOverlay, type Overlay } from '../overlay/overlay.js'
import { field, pathOf } from './findings.js'
import type { ContainerList } from './pod.js'

/** A mount that a container gets, by clean path. */
export interface WantedMount {
  readonly name: unknown
  readonly path: string
}

/** A container that an overlay adds: what the checks before the merge need to know of it. */
export interface Claim {
  readonly list: ContainerList
  readonly name: string
  readonly image: unknown
  readonly command: unknown
  readonly mounts: readonly WantedMount[]
  /** What the overlay enforces of its resources; undefined for a preference. */
  readonly resources: unknown
  readonly restartPolicy: unknown
  readonly runAsUser: unknown
  readonly runAsNonRoot: unknown
}

export const claimsOf = ({ spec }: Overlay): readonly Claim[] => [
  ...(spec?.containers ?? []).map((container) => claim('containers', container)),
  ...(spec?.initContainers ?? []).map((container) => claim('initContainers', container)),
]

const claim = (list: ContainerList, container: NamedOverlay): Claim => ({
  list,
  name: container.name,
  image: plain(container.image),
  command: container.command,
  mounts: wantedMounts(container),
  resources: plain(container.resources),
  restartPolicy: container.restartPolicy,
  runAsUser: field(container.securityContext, 'runAsUser'),
  runAsNonRoot: field(container.securityContext, 'runAsNonRoot'),
})

const plain = (value: unknown): unknown => (isRecorded(value) ? recordedValue(value) : value)

/** The mounts of an overlay's container. */
export function wantedMounts(container: JsonObject | undefined): readonly WantedMount[] {
  const mounts = container?.volumeMounts
  if (!isList(mounts)) return []
  return mounts.filter(isObject).flatMap((mount) => {
    const path = pathOf(mount, 'mountPath')
    return path === undefined ? [] : [{ name: mount.name, path }]
  })
}
