import { field, isList, isObject, objectsIn, type JsonObject } from '../../json.js'
import { sides } from '../merge/resources.js'
import { containersIn, isRecorded, recordedValue, type NamedOverlay, type Overlay } from '../overlay.js'
import { escalationOf } from './check-escalation.js'
import { pathOf } from '../../kubernetes/clean-path.js'
import { pathIndex, type PathIndex } from './path-index.js'
import type { ContainerList } from './pod.js'

/** A mount that a container gets, by clean path. */
interface WantedMount {
  readonly name: unknown
  readonly path: string
}

/** The mounts that a container gets. */
export interface WantedMounts {
  /** By their clean paths; what a pod has for a path may be anything. */
  readonly at: ReadonlyMap<unknown, WantedMount>
  readonly paths: PathIndex
  /** The paths of its block devices, as they are spelt. */
  readonly devices: ReadonlySet<unknown>
}

/** A container that an overlay adds: what the checks before the merge need to know of it. */
export interface Claim {
  readonly list: ContainerList
  readonly name: string
  readonly image: unknown
  readonly command: unknown
  readonly mounts: WantedMounts
  /** The names of its environment variables. */
  readonly variables: readonly unknown[]
  readonly user: EnforcedUser
  /** What it gets that it can only have with privilege escalation. */
  readonly escalation: string | undefined
}

/** What an overlay enforces of the user that a container runs as. */
export interface EnforcedUser {
  readonly runAsUser: unknown
  readonly runAsNonRoot: unknown
}

/** What an overlay wants of a pod, as far as it has to be known before the merge: told once, when the overlay is compiled. */
export interface Outline {
  readonly claims: readonly Claim[]
  readonly claimOf: ReadonlyMap<unknown, Claim>
  readonly volumeOf: ReadonlyMap<unknown, NamedOverlay>
  /** The volumes that it uses as block devices. */
  readonly deviceNames: ReadonlySet<unknown>
  /** The resources of which its containers have enforced amounts. */
  readonly resourceNames: ReadonlySet<string>
  /** The names of the targets; undefined where the overlay names none, or all. */
  readonly targets: readonly string[] | undefined
  /** What every target mounts. */
  readonly mounts: WantedMounts
  /** What is enforced of the user that a target runs as. */
  readonly targetUser: EnforcedUser
  /** The image that a target is to have. */
  readonly targetImage: unknown
}

export function outlineOf({ spec, targets, target = {} }: Overlay): Outline {
  const containers = containersIn(spec)
  const claims: Claim[] = []
  for (const container of spec?.containers ?? []) claims.push(claim('containers', container))
  for (const container of spec?.initContainers ?? []) claims.push(claim('initContainers', container))
  return {
    claims,
    claimOf: new Map(claims.map((each) => [each.name, each])),
    volumeOf: new Map((spec?.volumes ?? []).map((volume) => [volume.name, volume])),
    deviceNames: deviceNamesIn([...containers, target]),
    resourceNames: resourceNamesIn(containers),
    targets: targets === '*' ? undefined : (targets ?? undefined),
    mounts: mountsOf(target),
    targetUser: userOf(target),
    targetImage: plain(target.image),
  }
}

const claim = (list: ContainerList, container: NamedOverlay): Claim => ({
  list,
  name: container.name,
  image: plain(container.image),
  command: container.command,
  mounts: mountsOf(container),
  variables: isList(container.env) ? container.env.map((variable) => field(variable, 'name')) : [],
  user: userOf(container),
  escalation: escalationOf(container),
})

function deviceNamesIn(containers: readonly JsonObject[]): ReadonlySet<unknown> {
  const names = new Set<unknown>()
  for (const { volumeDevices } of containers)
    if (volumeDevices !== undefined) for (const { name } of objectsIn(volumeDevices)) names.add(name)
  return names
}

function resourceNamesIn(containers: readonly JsonObject[]): ReadonlySet<string> {
  const names = new Set<string>()
  for (const { resources } of containers) {
    const amounts = plain(resources)
    // A preference has no field of either name.
    if (!isObject(amounts)) continue
    for (const side of sides) for (const name of Object.keys(field(amounts, side) ?? {})) names.add(name)
  }
  return names
}

const userOf = (container: JsonObject | undefined): EnforcedUser => ({
  runAsUser: field(container?.securityContext, 'runAsUser'),
  runAsNonRoot: field(container?.securityContext, 'runAsNonRoot'),
})

const plain = (value: unknown): unknown => (isRecorded(value) ? recordedValue(value) : value)

/** The mounts of an overlay's container. */
function mountsOf(container: JsonObject | undefined): WantedMounts {
  const mounts = container?.volumeMounts
  if (!isList(mounts) || mounts.length === 0) return noMounts
  const at = new Map<string, WantedMount>()
  for (const mount of mounts) {
    const path = isObject(mount) ? pathOf(mount, 'mountPath') : undefined
    if (path !== undefined) at.set(path, { name: field(mount, 'name'), path })
  }
  return { at, paths: pathIndex([...at.keys()]), devices: devicePathsOf(container?.volumeDevices) }
}

const devicePathsOf = (devices: unknown): ReadonlySet<unknown> =>
  devices === undefined ? noPaths : new Set(objectsIn(devices).map(({ devicePath }) => devicePath))

const noPaths: ReadonlySet<unknown> = new Set()
const noMounts: WantedMounts = { at: new Map(), paths: pathIndex([]), devices: noPaths }
