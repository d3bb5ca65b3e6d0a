import { initializer } from '../config.js'
import { type Fields, stringsOf } from '../../../src/testing/json.js'
import {
  allContainersOf,
  cleanPath,
  initContainersOf,
  mountsOf,
  type PodSpec,
  volumesOf,
} from '../../../src/testing/pod.js'
import { BrokenLaw } from '../../../src/testing/laws/law.js'

/*
 * What a storage initializer fetches with other schemes is somebody else's, whatever volume it goes to: it is still fetched, and still seen.
 */

/** A download with another scheme. */
interface Download {
  readonly uri: string
  readonly path: string
}

const isUri = (argument: string): boolean => /^[a-z0-9+]+:\/\//.test(argument)

function downloadsOf({ args }: Fields): Download[] {
  const words = stringsOf(args)
  return words.flatMap((uri, index) => {
    const path = words[index + 1]
    return isUri(uri) && !uri.startsWith('oci://') && path?.startsWith('/') === true ? [{ uri, path }] : []
  })
}

const initializersOf = (podSpec: PodSpec): Fields[] =>
  initContainersOf(podSpec).filter(({ name }) => name === initializer)

const isAtOrUnder = (path: string, over: string): boolean => over === '/' || `${path}/`.startsWith(`${over}/`)

/** Volumes of the initializer's own use, which nothing is fetched to. */
const ownUse = ['kserve-oci-fetch-docker-config', 'cabundle-cert']

/** Where a volume is mounted in which container, and with which part of it. */
const mountsOfVolume = (podSpec: PodSpec, volume: unknown, images: ReadonlySet<string>): string[] =>
  allContainersOf(podSpec).flatMap((container) =>
    mountsOf(container)
      .filter(({ name, mountPath }) => name === volume && !images.has(cleanPath(mountPath)))
      .map(({ mountPath }) => `${container.name}: ${String(volume)} at ${cleanPath(mountPath)}`),
  )

const sourcesOf = (podSpec: PodSpec, volume: unknown): string[] =>
  volumesOf(podSpec)
    .filter(({ name }) => name === volume)
    .flatMap(({ name: _name, ...source }) => Object.keys(source))

/** The mount that a download goes to: the one that is nearest over its path. */
const mountOver = (container: Fields, path: string): Fields | undefined =>
  mountsOf(container)
    .filter(({ name, mountPath }) => isAtOrUnder(path, cleanPath(mountPath)) && !ownUse.includes(String(name)))
    .sort((one, other) => cleanPath(other['mountPath']).length - cleanPath(one['mountPath']).length)[0]

/** Where images go: a download into one of them is a guest there. */
const pathsOfImages = ({ args }: Fields): string[] =>
  stringsOf(args).flatMap((uri, index, words) => (uri.startsWith('oci://') ? meanings(words[index + 1] ?? '') : []))

const meanings = (argument: string): string[] => [argument, argument.split('$$').join('$')].map(cleanPath)

/**
 * Asserts that what is fetched with other schemes comes where it came before, and nothing else does: the arguments, the volumes that it goes to with their sources,
 * and every mount of these. Mounts of the added containers may go, and those at the paths of images.
 */
export function assertDownloadsKept(before: PodSpec, after: PodSpec, isAdded: (container: string) => boolean): void {
  const [old] = initializersOf(before)
  if (old === undefined) return
  const made = initializersOf(after)[0] ?? {}
  const lost: string[] = []
  const volumes = new Set<unknown>()
  const images = new Set(pathsOfImages(old))
  for (const { uri, path } of downloadsOf(old)) {
    const isKept = downloadsOf(made).some((each) => each.uri === uri && each.path === path)
    if (!isKept) lost.push(`${uri} to ${path}`)
    const nearest = mountOver(old, cleanPath(path))
    if (nearest !== undefined && !images.has(cleanPath(nearest['mountPath']))) volumes.add(nearest['name'])
  }
  for (const { uri, path } of downloadsOf(made)) {
    const nearest = mountOver(made, cleanPath(path))
    const isMixed = (container: Fields): boolean => {
      const paths = new Set(pathsOfImages(container))
      return (
        !paths.has(cleanPath(nearest?.['mountPath'])) &&
        mountsOf(container).some(({ name, mountPath }) => name === nearest?.['name'] && paths.has(cleanPath(mountPath)))
      )
    }
    if (isMixed(made) && !isMixed(old)) lost.push(`${uri}, which goes into the volume of a model now`)
  }
  for (const volume of volumes) {
    const still = new Set(mountsOfVolume(after, volume, images))
    lost.push(
      ...mountsOfVolume(before, volume, images).filter(
        (mount) => !isAdded(mount.slice(0, mount.indexOf(':'))) && !still.has(mount),
      ),
    )
    if (sourcesOf(before, volume).join() !== sourcesOf(after, volume).join()) lost.push(`volume ${String(volume)}`)
  }
  if (lost.length > 0) throw new BrokenLaw('downloads of other schemes: lost', { details: lost })
}
