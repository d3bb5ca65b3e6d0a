import type { V1Container, V1PodSpec, V1SecurityContext, V1Volume, V1VolumeMount } from '@kubernetes/client-node'
import { image, modelPath, mountPath, prefetch, sidecar, volumeName, type Ours } from './wanted.js'

/** Where everything is that the injection needs; -1 for what is not there. */
export interface Survey {
  readonly server: number
  readonly transformer: number
  readonly sidecar: number
  readonly prefetch: number
  readonly volume: number
  /** Something of ours is there twice. */
  readonly isDouble: boolean
  readonly podResources: boolean
}

/** Looks once through a pod, and throws the code of the first thing that stands in the way. */
export function survey(spec: V1PodSpec): Survey {
  const pod = spec.securityContext
  if (spec.os?.name === 'windows' || spec.nodeSelector?.['kubernetes.io/os'] === 'windows') stop('Windows')
  if (pod?.windowsOptions?.hostProcess === true) stop('Windows')
  if (spec.hostPID === true) stop('HostPID')
  if (spec.restartPolicy === 'Never' || spec.restartPolicy === 'OnFailure') stop('NeverCompletes')

  let [server, worker, transformer, sidecarAt, prefetchAt, volume] = [-1, -1, -1, -1, -1, -1]
  let isDouble = false
  for (let index = 0; index < spec.containers.length; index++) {
    const container = spec.containers[index]!
    checkContainer(container)
    const { name } = container
    if (name === sidecar.name) {
      if (sidecarAt >= 0) isDouble = true
      else sidecarAt = index
      checkOurs(container, sidecar, pod)
    } else if (name === prefetch.name) stop('ContainerNameTaken')
    else if (name === 'kserve-container' && server < 0) server = index
    else if (name === 'worker-container' && worker < 0) worker = index
    else if (name === 'transformer-container' && transformer < 0) transformer = index
  }
  const initContainers = spec.initContainers ?? []
  for (let index = 0; index < initContainers.length; index++) {
    const container = initContainers[index]!
    checkContainer(container)
    if (container.name === prefetch.name) {
      if (prefetchAt >= 0) isDouble = true
      else prefetchAt = index
      checkOurs(container, prefetch, pod)
    } else if (container.name === sidecar.name) stop('ContainerNameTaken')
  }
  for (const container of spec.ephemeralContainers ?? []) {
    checkContainer(container)
    if (container.name === sidecar.name || container.name === prefetch.name) stop('ContainerNameTaken')
  }
  const volumes = spec.volumes ?? []
  for (let index = 0; index < volumes.length; index++) {
    const each = volumes[index]!
    if (each.name !== volumeName) continue
    if (!isWritable(each)) stop('VolumeSource')
    if (volume >= 0) isDouble = true
    else volume = index
  }
  if (server < 0) server = worker
  if (server < 0) stop('TargetNotFound')
  checkTarget(spec.containers[server]!, pod)
  if (transformer >= 0) checkTarget(spec.containers[transformer]!, pod)
  checkFollowed(spec.containers[server]!, transformer < 0 ? undefined : spec.containers[transformer]!, pod)
  // Ours, where they are still to come, run as the pod says.
  if ((sidecarAt < 0 || prefetchAt < 0) && pod?.runAsUser === 0 && pod.runAsNonRoot === true) stop('RootUser')
  const podResources = hasAmounts(spec.resources?.limits) || hasAmounts(spec.resources?.requests)
  return { server, transformer, sidecar: sidecarAt, prefetch: prefetchAt, volume, isDouble, podResources }
}

export class Obstacle extends Error {}

function stop(code: string): never {
  throw new Obstacle(code)
}

function checkContainer({ securityContext, volumeDevices }: V1Container): void {
  if (securityContext?.windowsOptions?.hostProcess === true) stop('Windows')
  if (volumeDevices == null) return
  for (const { name } of volumeDevices) if (name === volumeName) stop('VolumeIsDevice')
}

function checkOurs(container: V1Container, ours: Ours, pod: V1SecurityContext | undefined): void {
  checkUser(container, pod)
  const { command, args, volumeDevices } = container
  if (ours.mounts && volumeDevices != null) {
    for (const { devicePath } of volumeDevices) if (clean(devicePath) === mountPath) stop('ModelPathTaken')
  }
  if (sameWords(command, ours.command) || (isEmpty(command) && isEmpty(args)) || container.image === image) return
  if (!carriesScript(command) && !carriesScript(args)) stop('ContainerNameTaken')
}

function checkTarget(container: V1Container, pod: V1SecurityContext | undefined): void {
  checkUser(container, pod)
  for (const { name, mountPath: path } of container.volumeMounts ?? []) {
    if (isMountPath(path)) {
      if (name !== volumeName) stop('MountPathTaken')
    } else if (coversModel(path)) stop('ModelPathTaken')
  }
  for (const { devicePath } of container.volumeDevices ?? []) {
    if (isMountPath(devicePath) || coversModel(devicePath)) stop('ModelPathTaken')
  }
}

function checkUser({ securityContext }: V1Container, pod: V1SecurityContext | undefined): void {
  if ((securityContext?.runAsUser ?? pod?.runAsUser) !== 0) return
  if ((securityContext?.runAsNonRoot ?? pod?.runAsNonRoot) === true) stop('RootUser')
}

/** The containers that link take a UID and a GID that every target has, and that one of them states: that is not written out here. */
function checkFollowed(server: V1Container, transformer: V1Container | undefined, pod?: V1SecurityContext): void {
  for (const key of ['runAsUser', 'runAsGroup'] as const) {
    const first = server.securityContext?.[key]
    const second = transformer === undefined ? first : transformer.securityContext?.[key]
    if (first == null && second == null) continue
    if ((first ?? pod?.[key]) === (second ?? pod?.[key])) throw new Error(`a followed ${key} is not written by hand`)
  }
}

const isWritable = (volume: V1Volume): boolean =>
  volume.configMap == null &&
  volume.downwardAPI == null &&
  volume.image == null &&
  volume.projected == null &&
  volume.secret == null &&
  volume.persistentVolumeClaim?.readOnly !== true &&
  volume.csi?.readOnly !== true &&
  volume.nfs?.readOnly !== true

function coversModel(path: string): boolean {
  const there = clean(path)
  return there === '/' || there === modelPath || there.startsWith(`${modelPath}/`)
}

export const isMountPath = (path: string): boolean => path === mountPath || clean(path) === mountPath

/** The mount that ours has to be, however it is spelt. */
export const isOurMount = ({ mountPath: path }: V1VolumeMount): boolean => isMountPath(path)

function clean(path: string): string {
  if (path.startsWith('/') && !path.includes('//') && !path.includes('/.') && (!path.endsWith('/') || path === '/'))
    return path
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '..') parts.pop()
    else if (part !== '' && part !== '.') parts.push(part)
  }
  return `/${parts.join('/')}`
}

const carriesScript = (words: readonly string[] | undefined): boolean =>
  words?.some((word) => /ln -s[a-z]* \/proc\/\$+\/root\/models|Pre-fetching modelcar|^# modelcar /.test(word)) === true

export function sameWords(words: readonly string[] | undefined, wanted: readonly string[]): boolean {
  if (words?.length !== wanted.length) return false
  for (let index = 0; index < wanted.length; index++) if (words[index] !== wanted[index]) return false
  return true
}

export const isEmpty = (list: readonly unknown[] | null | undefined): boolean => list == null || list.length === 0

function hasAmounts(amounts: object | null | undefined): boolean {
  for (const name in amounts) if (name !== '') return true
  return false
}
