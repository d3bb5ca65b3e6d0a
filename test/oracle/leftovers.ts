import { isLinkMode, type Injection } from './injection.js'
import { cleanPath, parentOf } from './path.js'
import type { PodSpec } from '../../src/testing/api-server/validation/decoded.js'

export const STORAGE_INITIALIZER = 'storage-initializer'

/** The name that KServe gives a volume by the path it is mounted at. */
export const volumeNameOf = (path: string): string => cleanPath(path).slice(1).replaceAll('/', '-')

/** The `oci://` pairs in the arguments of KServe's storage initializer: clean paths. */
export function fetchedPaths(spec: PodSpec): readonly string[] {
  const args = spec.initContainers?.find(({ name }) => name === STORAGE_INITIALIZER)?.args ?? []
  return args.flatMap((arg, index) => {
    const path = args[index + 1]
    // The kubelet writes `$` for `$$`; who does not know that writes the path as it is.
    return arg.startsWith('oci://') && path !== undefined
      ? [cleanPath(path.split('$$').join('$')), cleanPath(path)]
      : []
  })
}

/**
 * Whether a mount is what a mode without a link made: an image volume that is named after its path and shows `models`, or anything at a
 * path that is needed as long as only targets mount it,
 * or what the storage initializer mounts at a path that it fetches an image to.
 */
export function isOfUnlinkedMode(
  spec: PodSpec,
  mount: { name?: string; mountPath?: string; subPath?: string; readOnly?: boolean },
  injection: Injection,
): boolean {
  const path = cleanPath(mount.mountPath ?? '')
  const volume = spec.volumes?.find(({ name }) => name === mount.name)
  if (volume?.image !== undefined && mount.name === volumeNameOf(path)) {
    if (mount.subPath === 'models' && mount.readOnly === true) return true
    const { mountPaths, targets } = injection
    const isNeeded = mountPaths.some((model) =>
      [cleanPath(model), parentOf(model)].slice(0, isLinkMode(injection) ? 2 : 1).includes(path),
    )
    const mounters = [...(spec.containers ?? []), ...(spec.initContainers ?? [])].filter(({ volumeMounts = [] }) =>
      volumeMounts.some(({ name }) => name === mount.name),
    )
    if (isNeeded && mounters.every(({ name }) => targets.includes(name))) return true
  }
  const initializer = spec.initContainers?.find(({ name }) => name === STORAGE_INITIALIZER)
  const mounts = initializer?.volumeMounts ?? []
  return (
    fetchedPaths(spec).includes(path) &&
    mounts.some(({ name, mountPath }) => name === mount.name && cleanPath(mountPath) === path)
  )
}
