import equal from 'fast-deep-equal'
import { nameOf, type JsonObject } from '../json.js'
import { isRewriteOf } from '../kubernetes/image.js'
import { isOmitted } from '../overlay/merge/field.js'
import { conflict, type Findings } from '../overlay/plan/findings.js'
import type { Owned } from '../overlay/plan/owned.js'
import { containerLists, type Placed, type Pod } from '../overlay/plan/pod.js'
import type { Claim, Outline } from '../overlay/plan/outline.js'
import { fetchNames } from './config/fetch.js'
import { beginsWith, isNumbered, type Names } from './config/names.js'
import type { ResolvedConfig } from './config/resolve.js'
import { imageMounts, type IsOwnImageMount } from './image-mounts.js'
import { isScript } from './modes/script.js'
import { givingWay, isOfSource, mountsOf, type NamedMount, type PathsOf } from './own-mounts.js'
import { areOciPairs, foreignPaths, hasOciPairs } from './pairs.js'

/** What a pod has of models already. */
export interface OwnedModels extends Owned {
  readonly pod: Pod
  readonly names: Names
  /** Containers with a script that an earlier injection left: of a longer list of models, or of another mode. */
  readonly leftover: readonly Placed[]
  /** KServe's storage initializer, where it has `oci://` pairs; it goes where it has no others, and nothing claims it. */
  readonly initializer: Placed | undefined
  /** Every storage initializer, whatever it fetches. */
  readonly initializers: readonly Placed[]
  /** The volumes that it has for our use, beside those of the models. */
  readonly initializerVolumes: readonly string[]
  /** Tells whether the mount of an image volume is one that an injection made. */
  readonly isOwnImageMount: IsOwnImageMount
  /** Where containers of ours mount volumes of ours, once something has asked for one. */
  ownMounts?: PathsOf
}

/**
 * Finds the containers that have a name of ours, and decides whose they are. A container under a claimed name is ours if it
 * carries our script or any KServe version's, has neither command nor args, or has our image already; otherwise it is
 * somebody's, and a conflict. What nothing claims goes only if it carries a script; of bare ones under a name of ours, all but the
 * first.
 *
 * @param isLikeOurs - {@link likeOurs} of the config's names.
 */
export function findOwnedModels(
  pod: Pod,
  { claimOf, mounts }: Outline,
  { names, models }: ResolvedConfig,
  isLikeOurs: (name: string) => boolean,
  targets: readonly Placed[],
  findings: Findings,
): OwnedModels {
  const claimed: Placed[] = []
  const duplicates: Placed[] = []
  const leftover: Placed[] = []
  const abandoned: Placed[] = []
  const initializers: Placed[] = []
  let initializer: Placed | undefined
  for (const list of containerLists) {
    const containers = pod[list]
    const seen: Seen = { first: undefined, others: undefined }
    for (let index = 0; index < containers.length; index++) {
      const container = containers[index]
      const name = container?.name
      if (container === undefined || typeof name !== 'string' || !isLikeOurs(name)) continue
      const placed = { list, index, container }
      const claim = claimOf.get(name)
      if (list === 'initContainers' && name === fetchNames.container) initializers.push(placed)
      if (list === 'initContainers' && isInitializer(container, claim)) {
        if (initializer !== undefined && claim === undefined) abandoned.push(placed)
        initializer ??= placed
      }
      if (claim?.list === list) {
        const isDuplicate = isAgain(seen, name)
        if (!isOurs(container, claim)) nameTaken(findings, placed, remedyOf(name))
        else if (isDuplicate) duplicates.push(placed)
        else claimed.push(placed)
        continue
      }
      const isNamed = isOurName(name, names)
      if (list !== 'ephemeralContainers' && isNamed && carriesScript(container)) {
        leftover.push(placed)
        abandoned.push(placed)
      } else if (claim !== undefined) {
        nameTaken(findings, placed, remedyOf(name))
      } else if (isNamed && isBare(container) && isAgain(seen, name)) {
        abandoned.push(placed)
      }
    }
  }
  if (initializer !== undefined && !claimOf.has(fetchNames.container) && hasOnlyOciPairs(initializer.container))
    abandoned.push(initializer)
  const initializerVolumes =
    initializer === undefined
      ? noVolumes
      : volumesOfInitializer(initializer, claimOf.get(fetchNames.container)).filter((volume) =>
          isOfSource(pod, volume, [undefined, ownUseOf(volume)]),
        )
  const isOwnImageMount = pod.some.images
    ? imageMounts(
        pod,
        [...targets, ...duplicates, ...abandoned],
        givingWay(claimOf, claimed, initializer),
        new Set([...models.map(({ path }) => path), ...mounts.paths.paths]),
      )
    : noImageMount
  return {
    pod,
    names,
    claimed,
    duplicates,
    abandoned,
    leftover,
    initializer,
    initializers,
    initializerVolumes,
    isOwnImageMount,
  }
}

/** The names of a list that were asked for. Most lists have one of ours at most, and a set costs more than all else that is done with it. */
interface Seen {
  first: string | undefined
  others: Set<string> | undefined
}

/** Tells whether a name was asked for before. */
function isAgain(seen: Seen, name: string): boolean {
  if (seen.first === name || seen.others?.has(name) === true) return true
  if (seen.first === undefined) seen.first = name
  else seen.others = (seen.others ?? new Set()).add(name)
  return false
}

/** Reports a container that is somebody else's under a name of ours; the remedy is what may be done in place of renaming it. */
function nameTaken(findings: Findings, { list, index, container }: Placed, remedy: string): void {
  conflict(
    findings,
    'ContainerNameTaken',
    [list, index, 'name'],
    () =>
      `expected the name ${nameOf(container.name)} to be free or ours, found somebody else's container; rename it, or ${remedy}`,
  )
}

/** KServe's name for its storage initializer is no config's to choose. */
const remedyOf = (name: string): string =>
  name === fetchNames.container ? 'use another mode' : 'choose other names in the config'

/** In a pod without image volumes. */
const noImageMount: IsOwnImageMount = () => false

/** In a pod without a storage initializer. */
const noVolumes: readonly string[] = []

/** The source of a volume that the storage initializer has for its own use. */
const ownUseOf = (volume: string): string => (volume === fetchNames.dockerConfigVolume ? 'secret' : 'configMap')

/**
 * A CA bundle beside pairs of other schemes may be KServe's own, for those; unless the config has one, which takes its place, or it lies
 * where the config has something else, or over that: it is read-only, so nothing can be mounted below it.
 */
function volumesOfInitializer(initializer: Placed, claim: Claim | undefined): readonly string[] {
  const { dockerConfigVolume, caBundleVolume } = fetchNames
  const hasBundle = claim !== undefined && [...claim.mounts.at.values()].some(({ name }) => name === caBundleVolume)
  const isInTheWay = ({ name, path }: NamedMount): boolean =>
    name === caBundleVolume &&
    claim !== undefined &&
    (claim.mounts.paths.covering(path) !== undefined || claim.mounts.paths.isAtOrOver(path))
  const isOurBundle = hasBundle || hasOnlyOciPairs(initializer.container) || mountsOf(initializer).some(isInTheWay)
  return isOurBundle ? [dockerConfigVolume, caBundleVolume] : [dockerConfigVolume]
}

/** A storage initializer's image knows what to run; what runs something else has to show by its arguments that it takes pairs. */
const hasPairs = (args: unknown): boolean => hasOciPairs(args) || foreignPaths(args).length > 0

/** Tells whether a storage initializer fetches nothing but images. */
export const hasOnlyOciPairs = ({ args }: JsonObject): boolean => areOciPairs(args)

/** Tells whether a closer look at a container's name is worth it. It is asked of every container, and most begin with another letter. */
export function likeOurs({ sidecar, initContainer }: Names): (name: string) => boolean {
  const [first, second, third] = [sidecar, initContainer, fetchNames.container].map((name) => name.charCodeAt(0))
  return (name) => {
    const letter = name.charCodeAt(0)
    // Stryker disable next-line ConditionalExpression: a name that begins with another letter is like none of them; to see that takes time.
    if (letter !== first && letter !== second && letter !== third) return false
    return beginsWith(name, sidecar) || beginsWith(name, initContainer) || name === fetchNames.container
  }
}

/** Tells whether a name is one that the config has, with any number. */
export const isOurName = (name: string, names: Names): boolean =>
  isNumbered(name, names.sidecar) || isNumbered(name, names.initContainer)

function isOurs(container: JsonObject, { name, image, command }: Claim): boolean {
  if (name === fetchNames.container) return isOmitted(container.command) || hasPairs(container.args)
  if (equal(container.command, command)) return true
  if (isBare(container)) return true
  if (carriesScript(container)) return true
  return typeof container.image === 'string' && typeof image === 'string' && isRewriteOf(container.image, image)
}

const isBare = ({ command, args }: JsonObject): boolean => isOmitted(command) && isOmitted(args)

/** Tells whether a container runs a script of ours, or of any KServe version's. */
export const carriesScript = (container: JsonObject): boolean => isScript(container.command) || isScript(container.args)

const isInitializer = ({ name, args }: JsonObject, claim: Claim | undefined): boolean =>
  name === fetchNames.container && (claim !== undefined || hasOciPairs(args))
