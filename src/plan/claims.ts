import equal from 'fast-deep-equal'
import { isNumbered, type Names } from '../config/names.js'
import { isList, isObject, type JsonObject } from '../json.js'
import { isOmitted } from '../merge/field.js'
import { isRewriteOf } from '../merge/image.js'
import { isRecorded, recordedValue, type NamedOverlay, type Overlay } from '../overlay/overlay.js'
import { isScript } from '../modes/script.js'
import { conflict, pathOf, type Findings } from './findings.js'
import { containerLists, type ContainerList, type Placed, type Pod } from './pod.js'

/** A container that an overlay adds: its list, and what tells it from somebody else's container of the same name. */
export interface Claim {
  readonly list: ContainerList
  readonly name: string
  readonly image: unknown
  readonly command: unknown
  /** Where it mounts its volumes: clean paths. */
  readonly mountPaths: readonly string[]
}

/** What the pod has of ours already. */
export interface Owned {
  /** Containers that the overlay wants, in the list that it wants them in. */
  readonly claimed: readonly Placed[]
  /** Containers that an earlier injection left: of a longer list of models, or in another mode's list. */
  readonly leftover: readonly Placed[]
}

export const claimsOf = ({ spec }: Overlay): readonly Claim[] => [
  ...(spec?.containers ?? []).map((container) => claim('containers', container)),
  ...(spec?.initContainers ?? []).map((container) => claim('initContainers', container)),
]

function claim(list: ContainerList, container: NamedOverlay): Claim {
  const { name, image, command } = container
  const mountPaths = wantedMounts(container).map(({ path }) => path)
  return { list, name, image: isRecorded(image) ? recordedValue(image) : image, command, mountPaths }
}

/** The mounts that an overlay's container has, by clean path. */
export function wantedMounts(container: JsonObject | undefined): readonly WantedMount[] {
  const mounts = container?.volumeMounts
  if (!isList(mounts)) return []
  return mounts.filter(isObject).flatMap((mount) => {
    const path = pathOf(mount, 'mountPath')
    return path === undefined ? [] : [{ name: mount.name, path }]
  })
}

/** A mount that a container gets. */
export interface WantedMount {
  readonly name: unknown
  readonly path: string
}

/**
 * Finds the containers that have a name of ours, and decides whose they are. A container under a claimed name is ours if it
 * carries our script or any KServe version's, has neither command nor args, or has our image already; otherwise it is somebody's,
 * and a conflict. What nothing claims goes only if it carries a script.
 *
 * @param names - undefined for a user's overlay, which owns every container that it names.
 */
export function findOwned(pod: Pod, claims: readonly Claim[], names: Names | undefined, findings: Findings): Owned {
  const claimed: Placed[] = []
  const leftover: Placed[] = []
  for (const list of containerLists) {
    const containers = pod[list]
    for (let index = 0; index < containers.length; index++) {
      const container = containers[index]
      const name = container?.name
      if (container === undefined || typeof name !== 'string' || !mayBeOurs(name, claims, names)) continue
      const wanted = claims.find((each) => each.name === name)
      if (wanted?.list === list) {
        if (names === undefined || isOurs(container, wanted)) claimed.push({ list, index, container })
        else taken(findings, list, index, container)
      } else if (
        names !== undefined &&
        list !== 'ephemeralContainers' &&
        isOurName(name, names) &&
        carriesScript(container)
      ) {
        leftover.push({ list, index, container })
      } else if (wanted !== undefined) {
        taken(findings, list, index, container)
      }
    }
  }
  return { claimed, leftover }
}

function mayBeOurs(name: string, claims: readonly Claim[], names: Names | undefined): boolean {
  if (names !== undefined) return name.startsWith(names.sidecar) || name.startsWith(names.initContainer)
  for (const each of claims) if (each.name === name) return true
  return false
}

export const isOurName = (name: string, names: Names): boolean =>
  isNumbered(name, names.sidecar) || isNumbered(name, names.initContainer)

function isOurs(container: JsonObject, { image, command }: Claim): boolean {
  if (equal(container.command, command)) return true
  if (isOmitted(container.command) && isOmitted(container.args)) return true
  if (carriesScript(container)) return true
  return typeof container.image === 'string' && typeof image === 'string' && isRewriteOf(container.image, image)
}

const carriesScript = (container: JsonObject): boolean => isScript(container.command) || isScript(container.args)

function taken(findings: Findings, list: ContainerList, index: number, container: JsonObject): void {
  const message = `expected the name ${String(container.name)} to be free or ours, found somebody else's container; rename it, or choose other names in the config`
  conflict(findings, 'ContainerNameTaken', [list, index, 'name'], message)
}

/** Tells whether one of our containers mounts a volume at a clean path: such a pair is ours in every container. */
export function ownsMount({ claimed, leftover }: Owned, volume: unknown, path: string): boolean {
  return (
    claimed.some((placed) => mounts(placed, volume, path)) || leftover.some((placed) => mounts(placed, volume, path))
  )
}

function mounts({ container }: Placed, volume: unknown, path: string): boolean {
  const list = container.volumeMounts
  return (
    isList(list) &&
    list.some((mount) => isObject(mount) && mount.name === volume && pathOf(mount, 'mountPath') === path)
  )
}
