import equal from 'fast-deep-equal'
import { fetchNames } from './config/fetch.js'
import { isNumbered, type Names } from './config/names.js'
import { isNamedAfter } from './config/volume-name.js'
import { isList, isObject, type JsonObject, nameOf } from '../json.js'
import { isOmitted } from '../overlay/merge/field.js'
import { isRewriteOf } from '../kubernetes/image.js'
import { isOciPair, pairPath, pairsOf } from './pairs.js'
import { isScript } from './modes/script.js'
import { conflict, pathOf, type Findings } from '../overlay/plan/findings.js'
import { containerLists, type Placed, type Pod } from '../overlay/plan/pod.js'
import type { Claim, Wanted } from '../overlay/plan/wanted.js'

/** What a pod has of ours already. */
export interface Owned {
  readonly names: Names | undefined
  /** Containers that the overlay wants, in the list that it wants them in. */
  readonly claimed: readonly Placed[]
  /** Containers with a script that an earlier injection left: of a longer list of models, or of another mode. */
  readonly leftover: readonly Placed[]
  /** Second containers of a name of ours that nothing claims, and that have no script: they go, and the first one stays. */
  readonly doubled: readonly Placed[]
  /** KServe's storage initializer, where it has `oci://` pairs. */
  readonly initializer: Placed | undefined
}

/** The containers that no overlay wants any more, and that go. */
export const abandoned = ({ leftover, doubled }: Owned): readonly Placed[] => [...leftover, ...doubled]

/**
 * Finds the containers that have a name of ours, and decides whose they are. A container under a claimed name is ours if it
 * carries our script or any KServe version's, has neither command nor args, or has our image already; otherwise it is
 * somebody's, and a conflict. What nothing claims goes only if it carries a script.
 * A user's overlay owns every container that it names.
 */
export function findOwned(pod: Pod, { claims, config }: Wanted, findings: Findings): Owned {
  const names = config?.names
  const claimed: Placed[] = []
  const leftover: Placed[] = []
  const doubled: Placed[] = []
  let initializer: Placed | undefined
  for (const list of containerLists) {
    const containers = pod[list]
    for (let index = 0; index < containers.length; index++) {
      const container = containers[index]
      const name = container?.name
      if (container === undefined || typeof name !== 'string' || !mayBeOurs(name, claims, names)) continue
      const placed = { list, index, container }
      const wanted = claimOf(claims, name)
      if (names !== undefined && list === 'initContainers' && isInitializer(container, wanted)) initializer ??= placed
      if (wanted?.list === list) {
        if (names === undefined || isOurs(container, wanted)) claimed.push(placed)
        else taken(findings, placed)
      } else if (
        names !== undefined &&
        list !== 'ephemeralContainers' &&
        isOurName(name, names) &&
        carriesScript(container)
      ) {
        leftover.push(placed)
      } else if (wanted !== undefined) {
        taken(findings, placed)
      } else if (names !== undefined && isOurName(name, names) && isBareAgain(containers, index)) {
        doubled.push(placed)
      }
    }
  }
  return { names, claimed, leftover, doubled, initializer }
}

function mayBeOurs(name: string, claims: readonly Claim[], names: Names | undefined): boolean {
  if (names !== undefined) {
    return name.startsWith(names.sidecar) || name.startsWith(names.initContainer) || name === fetchNames.container
  }
  for (const each of claims) if (each.name === name) return true
  return false
}

/** A closure in the loop over a pod's containers would be allocated for each of them, so the search stands here. */
const claimOf = (claims: readonly Claim[], name: string): Claim | undefined =>
  claims.find((claim) => claim.name === name)

/** Tells whether a name is one that the config has, with any number. */
export const isOurName = (name: string, names: Names): boolean =>
  isNumbered(name, names.sidecar) || isNumbered(name, names.initContainer)

function isOurs(container: JsonObject, { name, image, command }: Claim): boolean {
  if (name === fetchNames.container) return true
  if (equal(container.command, command)) return true
  if (isBare(container)) return true
  if (carriesScript(container)) return true
  return typeof container.image === 'string' && typeof image === 'string' && isRewriteOf(container.image, image)
}

const isBare = ({ command, args }: JsonObject): boolean => isOmitted(command) && isOmitted(args)

/** Tells whether a container is bare, and one of the same name before it is too. */
function isBareAgain(containers: readonly JsonObject[], index: number): boolean {
  const bare = containers.map((container) => (isBare(container) ? container.name : undefined))
  return bare[index] !== undefined && bare.indexOf(bare[index]) < index
}

const carriesScript = (container: JsonObject): boolean => isScript(container.command) || isScript(container.args)

const isInitializer = ({ name, args }: JsonObject, claim: Claim | undefined): boolean =>
  name === fetchNames.container && (claim !== undefined || pairsOf(args).some(isOciPair))

function taken(findings: Findings, { list, index, container }: Placed): void {
  const expected = `expected the name ${nameOf(container.name)} to be free or ours`
  conflict(
    findings,
    'ContainerNameTaken',
    [list, index, 'name'],
    `${expected}, found somebody else's container; rename it, or choose other names in the config`,
  )
}

/**
 * Tells whether a mount is ours: its volume and path belong to a container of ours that links or fetches the model, or it
 * is the mount of an image volume as we make it. Such a pair is ours in every container.
 */
export function isOurMount(pod: Pod, owned: Owned, mount: JsonObject, path: string): boolean {
  const { names, claimed, leftover, initializer } = owned
  const { name } = mount
  if (names === undefined || typeof name !== 'string') return false
  if (mount.subPath === 'models' && isNamedAfter(name, path)) {
    return pod.volumes.some((volume) => volume.name === name && volume.image != null)
  }
  if (
    initializer !== undefined &&
    pairsOf(initializer.container.args).some((pair) => isOciPair(pair) && pairPath(pair) === path)
  ) {
    if (mounts(initializer, name, path)) return true
  }
  if (!isNumbered(name, names.volume)) return false
  return claimed.some((placed) => mounts(placed, name, path)) || leftover.some((placed) => mounts(placed, name, path))
}

/** Whether a closer look at a mount is worth it: {@link isOurMount} is false without these. */
export const mayBeOurMount = ({ names, initializer }: Owned, { name, subPath }: JsonObject): boolean =>
  names !== undefined &&
  typeof name === 'string' &&
  (subPath === 'models' || initializer !== undefined || name.startsWith(names.volume))

function mounts({ container }: Placed, volume: string, path: string): boolean {
  const list = container.volumeMounts
  return (
    isList(list) &&
    list.some((mount) => isObject(mount) && mount.name === volume && pathOf(mount, 'mountPath') === path)
  )
}

/** The first container of each list and name: those after it are duplicates, which the merge removes. */
export const isDuplicate = ({ list, index, container }: Placed, claimed: readonly Placed[]): boolean =>
  claimed.some((other) => other.list === list && other.index < index && other.container.name === container.name)
