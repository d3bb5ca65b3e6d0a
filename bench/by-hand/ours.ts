import type { V1Container, V1SecurityContext, V1Volume, V1VolumeMount } from '@kubernetes/client-node'
import { stop, unwritten } from './obstacle.js'
import { hidesModel, hidesSource, pathOf } from './paths.js'
import { checkObjects, checkResources } from './shape.js'
import { image, mountPath, prefetch, sidecar, volumeName, type Ours } from './wanted.js'

/*
 * Whose is it: what is told apart by the names that every injection uses.
 */

/** Whether a name is one of those, with or without a number. */
export const isNumbered = (name: string, base: string): boolean =>
  name.startsWith(base) && (name.length === base.length || /^-\d+$/.test(name.slice(base.length)))

const initializer = 'storage-initializer'

export const beginsLikeOurs = (name: string): boolean => name.startsWith(sidecar.name) || name === initializer

/** A container under a name of ours that is not one of the two that are wanted where it stands. */
export function checkOther(container: V1Container, isInit: boolean): void {
  const { name, command, args } = container
  if (name === initializer) {
    const isOurs = isInit && args?.some((word) => typeof word === 'string' && word.startsWith('oci://')) === true
    if (isOurs) unwritten('a storage initializer')
    return
  }
  if (!isNumbered(name, sidecar.name) && !isNumbered(name, prefetch.name)) return
  if (carriesScript(command) || carriesScript(args)) unwritten('a container of another mode, or of more models')
  if (name === sidecar.name || name === prefetch.name) stop('ContainerNameTaken')
}

/** A container under a name of ours, in the list where it belongs. */
export function checkOurs(container: V1Container, ours: Ours, pod: V1SecurityContext | undefined): void {
  checkUser(container, pod)
  const { command, args, volumeDevices, volumeMounts, resources, resizePolicy } = container
  checkResources(resources)
  checkObjects(volumeMounts)
  if (!ours.mounts && resizePolicy != null && !Array.isArray(resizePolicy)) stop('InvalidType')
  for (const mount of volumeMounts ?? []) {
    const path = pathOf(mount.mountPath)
    if (path === undefined || (ours.mounts && path === mountPath)) continue
    if (isOurVolume(mount.name)) unwritten('a mount that ours has no more')
    if (hidesSource(path) || (ours.mounts && hidesModel(path))) stop('ModelPathTaken')
  }
  for (const { devicePath } of volumeDevices ?? []) {
    const path = pathOf(devicePath)
    if (path === undefined) continue
    if (hidesSource(path) || (ours.mounts && (path === mountPath || hidesModel(path)))) stop('ModelPathTaken')
  }
  if (sameWords(command, ours.command) || (isEmpty(command) && isEmpty(args)) || container.image === image) return
  if (!carriesScript(command) && !carriesScript(args) && !isMirrored(container.image)) stop('ContainerNameTaken')
}

/** A mirror keeps path and tag. */
const isMirrored = (there: unknown): boolean =>
  typeof there === 'string' && there.slice(there.indexOf('/') + 1).endsWith(image.slice(image.indexOf('/') + 1))

export function checkUser({ securityContext }: V1Container, pod: V1SecurityContext | undefined): void {
  if ((securityContext?.runAsUser ?? pod?.runAsUser) !== 0) return
  if (securityContext?.runAsNonRoot === true || (securityContext?.runAsNonRoot ?? pod?.runAsNonRoot) === true)
    stop('RootUser')
}

export const isOurVolume = (name: unknown): boolean => typeof name === 'string' && isNumbered(name, volumeName)

/** Whether a mount is one that containers of ours have as well, so that an injection has made it. */
export function isMountOf(containers: readonly V1Container[], { name, mountPath: path }: V1VolumeMount): boolean {
  return containers.some(({ volumeMounts }) =>
    volumeMounts?.some((mount) => mount.name === name && pathOf(mount.mountPath) === pathOf(path)),
  )
}

/** A volume under the name of ours serves if it can be written to. */
export function checkVolume(volume: V1Volume, isThere: boolean): void {
  const source = sourceOf(volume)
  if (source === undefined || isWritable(volume, source)) return
  if (isThere && (source === 'image' || source === 'persistentVolumeClaim')) unwritten('a volume with another source')
  stop('VolumeSource')
}

/** What else an injection leaves behind. */
export function checkOtherVolume({ name, image }: V1Volume): void {
  if (image != null) unwritten('an image volume')
  if (name.startsWith(volumeName) && isOurVolume(name)) unwritten('a volume of more models')
}

/** Every field of a volume but its name is a source. */
export function sourceOf(volume: V1Volume): keyof V1Volume | undefined {
  for (const key in volume) if (key !== 'name' && volume[key as keyof V1Volume] != null) return key as keyof V1Volume
  return undefined
}

const readOnlySources: readonly string[] = ['configMap', 'downwardAPI', 'image', 'projected', 'secret']

function isWritable(volume: V1Volume, source: keyof V1Volume): boolean {
  const there: unknown = volume[source]
  if (readOnlySources.includes(source)) return false
  return typeof there !== 'object' || there === null || !('readOnly' in there) || there.readOnly !== true
}

export const carriesScript = (words: readonly unknown[] | undefined): boolean =>
  Array.isArray(words) &&
  words.some(
    (word) =>
      typeof word === 'string' && /ln -s[a-z]* \/proc\/\$+\/root\/models|Pre-fetching modelcar|^# modelcar /.test(word),
  )

/**
 * The image that a container of ours had when it was applied last. What others made of it since stays.
 */
export function recordedImage({ command, args }: V1Container): string | undefined {
  const text = command?.length === 3 && command[0] === 'sh' && command[1] === '-c' ? command[2] : undefined
  if (text === undefined || !text.startsWith('# modelcar ') || !isEmpty(args)) return undefined
  const [, , recorded, ...fields] = text.slice(0, text.indexOf('\n') >>> 0).split(' ')
  if (fields.length > 0) unwritten('a record of settings')
  return recorded
}

export function sameWords(words: readonly unknown[] | undefined, wanted: readonly string[]): boolean {
  if (words?.length !== wanted.length) return false
  for (let index = 0; index < wanted.length; index++) if (words[index] !== wanted[index]) return false
  return true
}

export const isEmpty = (list: readonly unknown[] | null | undefined): boolean => list == null || list.length === 0
