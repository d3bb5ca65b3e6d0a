import type { ResolvedConfig } from '../../modelcar/config/resolve.js'
import { isList, isObject, type JsonObject } from '../../json.js'
import { isRecorded, recordedValue, type NamedOverlay, type Overlay } from '../overlay.js'
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
  /** The names of its environment variables. */
  readonly variables: readonly unknown[]
  readonly user: EnforcedUser
}

/** What an overlay enforces of the user that a container runs as. */
export interface EnforcedUser {
  readonly runAsUser: unknown
  readonly runAsNonRoot: unknown
}

/** What an overlay wants of a pod, as far as it has to be known before the merge: told once, when the overlay is compiled. */
export interface Wanted {
  /** The config that the overlay was made from; undefined for a user's overlay. */
  readonly config: ResolvedConfig | undefined
  readonly claims: readonly Claim[]
  readonly volumes: readonly NamedOverlay[]
  /** The names of the targets; undefined for KServe's rule where there is a config, and else for none. */
  readonly targets: readonly string[] | undefined
  /** What every target mounts. */
  readonly mounts: readonly WantedMount[]
  /** What every target is to see unhidden. */
  readonly modelPaths: readonly string[]
  /** What is enforced of the user that a target runs as. */
  readonly targetUser: EnforcedUser
  /** Whether targets are told that the model may come later. */
  readonly isAsync: boolean
}

export const wantedOf = (overlay: Overlay, config: ResolvedConfig | undefined): Wanted => ({
  config,
  claims: claimsOf(overlay),
  volumes: overlay.spec?.volumes ?? [],
  targets: overlay.targets,
  mounts: mountsOf(overlay.target),
  modelPaths: config?.models.map(({ path }) => path) ?? [],
  targetUser: userOf(overlay.target),
  isAsync: overlay.target?.env !== undefined,
})

const claimsOf = ({ spec }: Overlay): readonly Claim[] => [
  ...(spec?.containers ?? []).map((container) => claim('containers', container)),
  ...(spec?.initContainers ?? []).map((container) => claim('initContainers', container)),
]

const claim = (list: ContainerList, container: NamedOverlay): Claim => ({
  list,
  name: container.name,
  image: plain(container.image),
  command: container.command,
  mounts: mountsOf(container),
  resources: plain(container.resources),
  restartPolicy: container.restartPolicy,
  variables: isList(container.env) ? container.env.map((variable) => field(variable, 'name')) : [],
  user: userOf(container),
})

const userOf = (container: JsonObject | undefined): EnforcedUser => ({
  runAsUser: field(container?.securityContext, 'runAsUser'),
  runAsNonRoot: field(container?.securityContext, 'runAsNonRoot'),
})

const plain = (value: unknown): unknown => (isRecorded(value) ? recordedValue(value) : value)

/** The mounts of an overlay's container. */
function mountsOf(container: JsonObject | undefined): readonly WantedMount[] {
  const mounts = container?.volumeMounts
  const wanted: WantedMount[] = []
  if (!isList(mounts)) return wanted
  for (const mount of mounts) {
    const path = isObject(mount) ? pathOf(mount, 'mountPath') : undefined
    if (path !== undefined) wanted.push({ name: field(mount, 'name'), path })
  }
  return wanted
}
