import { isList, isObject, nameOf } from '../json.js'
import { isPreferred, preferredValue } from '../overlay/overlay.js'
import { hasSource } from '../overlay/plan/check-volumes.js'
import { sourceOf } from '../overlay/merge/union.js'
import type { Walk } from '../overlay/merge/walk.js'
import { pathOf } from '../kubernetes/clean-path.js'
import { pathIndex, type PathIndex } from '../overlay/plan/path-index.js'
import { volumeNamed, type Placed, type Pod } from '../overlay/plan/pod.js'
import type { Outline } from '../overlay/plan/outline.js'
import type { Warn } from '../overlay/plan/warnings.js'
import type { ResolvedConfig } from './config/resolve.js'
import { isLinkMode, namingKey } from './modes/names.js'
import { warnOfRemovedBundle } from './initializer.js'
import { lostImageMounts } from './image-mounts.js'
import type { OwnedModels } from './ownership.js'
import { configuredIds } from './user.js'
import { warnOfKeptParts } from './warn-kept.js'
import { warnOfKeptUsers, warnOfUsers } from './warn-users.js'

/** Tells what a pure function cannot mend, and what it cannot tell from the user's own wish. */
export function warnOfModels(
  pod: Pod,
  config: ResolvedConfig,
  outline: Outline,
  targets: readonly Placed[],
  owned: OwnedModels,
  walk: Walk,
  warn: Warn,
): void {
  warnOfOrder(config, outline, targets, owned, warn)
  warnOfLostMounts(pod, outline, targets, walk, warn)
  warnOfRemovedBundle(pod, outline, owned, warn)
  warnOfKeptParts(pod, outline, owned, walk, warn)
  warnOfKeptVolumes(pod, config, outline, walk, warn)
  if (config.mode !== 'image-volume') warnOfWritable(pod, outline, targets, warn)
  const isLink = isLinkMode(config.mode)
  warnOfKeptUsers(isLink ? configuredIds(config) : {}, targets, owned, warn)
  if (!isLink) {
    warnOfSharedNamespace(pod, owned, warn)
    return
  }
  if (pod.spec.shareProcessNamespace === false) {
    warn(
      'ProcessNamespaceOverwritten',
      ['shareProcessNamespace'],
      () => 'was false and is overwritten: this mode links the model through a shared process namespace',
    )
  }
  warnOfSharedVolumes(pod, outline, walk, warn)
  warnOfUsers(pod, config, targets, owned, warn)
  warnOfWorkingDirectories(config, targets, warn)
}

/** A runtime starts no container whose working directory is outside of its root, where the link leads. */
function warnOfWorkingDirectories({ mode, models }: ResolvedConfig, targets: readonly Placed[], warn: Warn): void {
  let paths: PathIndex | undefined
  for (const { list, index, container } of targets) {
    const directory = pathOf(container, 'workingDir')
    if (directory === undefined) continue
    paths ??= pathIndex(models.map(({ path }) => path))
    if (paths.covering(directory) === undefined) continue
    warn(
      'WorksInModel',
      [list, index, 'workingDir'],
      () =>
        `is at the model's path, where a link leads out of the container: it does not start${mode === 'sidecar' ? ' a second time' : ''}; choose another one, or mode image-volume or fetch`,
    )
  }
}

/**
 * The kubelet starts init containers in their order, and all of them before the regular ones. So a target that is a native sidecar
 * starts before a container of ours that stands behind it.
 */
function warnOfOrder(
  { mode }: ResolvedConfig,
  { claims }: Outline,
  targets: readonly Placed[],
  { claimed }: OwnedModels,
  warn: Warn,
): void {
  if (claims.length === 0) return
  // In the modes that ask for it all of ours are init containers, in the order of their list.
  const last = claimed.at(-1)?.index ?? -1
  for (const { list, index, container } of targets) {
    if (list !== 'initContainers' || (mode !== 'sidecar' && index > last)) continue
    warn('ModelAfterTarget', [list, index], () =>
      mode === 'sidecar'
        ? `is ${nameOf(container.name)}, which starts before the sidecar that brings its model: with a startup probe that needs the model the pod never starts; use mode native-sidecar`
        : `is ${nameOf(container.name)}, which starts before the container that brings its model: with a startup probe that needs the model the pod never starts; put it behind that container`,
    )
  }
}

/** An image volume that is named after its path may have been the user's. */
export function warnOfLostMounts(
  pod: Pod,
  outline: Outline,
  targets: readonly Placed[],
  { removals }: Walk,
  warn: Warn,
): void {
  for (const { mount, path } of lostImageMounts(pod, outline, targets, removals)) {
    warn(
      'LeftoverRemoved',
      path,
      () =>
        `shows its image no more: the image volume ${nameOf(mount.name)} is named after its path, as an earlier injection names it; give it another name to keep it`,
    )
  }
}

/** A mount of a target at our path, of our volume, may have been the user's; an image is read-only anyway. */
function warnOfWritable(pod: Pod, { mounts, volumeOf }: Outline, targets: readonly Placed[], warn: Warn): void {
  for (const { list, index, container } of targets) {
    const { volumeMounts } = container
    if (!isList(volumeMounts)) continue
    for (let at = 0; at < volumeMounts.length; at++) {
      const mount: unknown = volumeMounts[at]
      if (!isObject(mount) || mount.readOnly !== true || !volumeOf.has(mount.name)) continue
      const path = pathOf(mount, 'mountPath')
      if (path === undefined || mounts.at.get(path)?.name !== mount.name) continue
      if (volumeNamed(pod, mount.name)?.image != null) continue
      const message = () => 'was true and is removed: this mode needs a volume that can be written to'
      warn('Weakened', [list, index, 'volumeMounts', at, 'readOnly'], message)
    }
  }
}

/** A config's `volumeSource` is for an empty directory of ours alone. */
function warnOfKeptVolumes(
  pod: Pod,
  { mode, volumeSource }: ResolvedConfig,
  { volumeOf }: Outline,
  { newSources }: Walk,
  warn: Warn,
): void {
  const source = volumeSource && sourceOf(volumeSource)
  if (source === undefined) return
  pod.volumes.forEach((volume, index) => {
    const overlay = volumeOf.get(volume.name)
    const wanted = overlay?.[source]
    if (
      overlay === undefined ||
      volumeNamed(pod, volume.name) !== volume ||
      !isPreferred(wanted) ||
      newSources?.has(overlay.name) ||
      hasSource(volume, source, preferredValue(wanted))
    )
      return
    warn(
      'VolumeKept',
      ['volumes', index],
      () =>
        `is of type ${sourceOf(volume) ?? 'emptyDir'} and stays as it is: the config's volumeSource is for an emptyDir that no other container mounts; remove or rename the volume, set another ${namingKey(mode)} in the config, or leave volumeSource out`,
    )
  })
}

/** Sources of which several pods may have the same files. */
const sharedSources: readonly (string | undefined)[] = ['hostPath', 'nfs', 'persistentVolumeClaim']

/** The link leads into the pod that made it. */
function warnOfSharedVolumes(pod: Pod, { volumeOf }: Outline, { newSources }: Walk, warn: Warn): void {
  pod.volumes.forEach((volume, index) => {
    if (!volumeOf.has(volume.name) || newSources?.has(volume.name)) return
    const source = sourceOf(volume)
    // A second one of the name goes.
    if (!sharedSources.includes(source) || volumeNamed(pod, volume.name) !== volume) return
    warn(
      'SharedVolume',
      ['volumes', index],
      () =>
        `is of type ${String(source)}, which other pods may share or find again: each pod overwrites the link of the one before; use an emptyDir, or choose another name in names.volume`,
    )
  })
}

/** What a link mode set and no other mode needs, but that may be the user's own wish as well. */
function warnOfSharedNamespace(pod: Pod, { leftover }: OwnedModels, warn: Warn): void {
  if (leftover.length > 0 && pod.spec.shareProcessNamespace === true) {
    warn(
      'LeftoverKept',
      ['shareProcessNamespace'],
      () => 'stays true, though this mode does not need it; remove it, unless something else does',
    )
  }
}
