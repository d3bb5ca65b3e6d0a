import type { V1Container, V1PodSpec, V1SecurityContext, V1Volume } from '@kubernetes/client-node'
import { stop, unwritten } from './obstacle.js'
import {
  beginsLikeOurs,
  checkOther,
  checkOtherVolume,
  checkOurs,
  checkUser,
  checkVolume,
  isMountOf,
  isOurVolume,
} from './ours.js'
import { hidesModel, pathOf } from './paths.js'
import { checkList, checkName, checkObject, checkObjects } from './shape.js'
import { mountPath, prefetch, sidecar, volumeName } from './wanted.js'

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

const none: readonly never[] = []

/** Looks once through a pod, and throws the code of the first thing that stands in the way. */
export function survey(spec: V1PodSpec): Survey {
  checkObject(spec)
  const pod = spec.securityContext
  checkPod(spec, pod)
  const { containers } = spec
  let [server, worker, transformer, sidecarAt, prefetchAt, volume] = [-1, -1, -1, -1, -1, -1]
  let isDouble = false
  for (let index = 0; index < containers.length; index++) {
    const container = containers[index]!
    checkContainer(container)
    const { name } = container
    if (name === 'kserve-container') {
      if (server < 0) server = index
    } else if (name === 'worker-container') {
      if (worker < 0) worker = index
    } else if (name === 'transformer-container') {
      if (transformer < 0) transformer = index
    } else if (beginsLikeOurs(name)) {
      if (name === sidecar.name) {
        if (sidecarAt >= 0) isDouble = true
        else sidecarAt = index
        checkOurs(container, sidecar, pod)
      } else checkOther(container, false)
    }
  }
  const initContainers = spec.initContainers ?? none
  for (let index = 0; index < initContainers.length; index++) {
    const container = initContainers[index]!
    checkContainer(container)
    const { name } = container
    if (!beginsLikeOurs(name)) continue
    if (name === prefetch.name) {
      if (prefetchAt >= 0) isDouble = true
      else prefetchAt = index
      checkOurs(container, prefetch, pod)
    } else checkOther(container, true)
  }
  for (const container of spec.ephemeralContainers ?? none) {
    checkContainer(container)
    if (container.name === sidecar.name || container.name === prefetch.name) stop('ContainerNameTaken')
  }
  const volumes = spec.volumes ?? none
  for (let index = 0; index < volumes.length; index++) {
    const each: V1Volume = volumes[index]!
    checkObject(each)
    checkName(each.name)
    if (each.name !== volumeName) {
      checkOtherVolume(each)
      continue
    }
    checkVolume(each, sidecarAt >= 0)
    if (volume >= 0) isDouble = true
    else volume = index
  }
  if (server < 0) server = worker
  if (server < 0) stop('TargetNotFound')
  const ours = sidecarAt < 0 ? none : [containers[sidecarAt]!]
  checkTarget(containers[server]!, ours, pod)
  if (transformer >= 0) checkTarget(containers[transformer]!, ours, pod)
  checkFollowed(containers[server]!, transformer < 0 ? undefined : containers[transformer]!, pod)
  // Ours, where they are still to come, run as the pod says.
  if ((sidecarAt < 0 || prefetchAt < 0) && pod?.runAsUser === 0 && pod.runAsNonRoot === true) stop('RootUser')
  const podResources = hasAmounts(spec.resources?.limits) || hasAmounts(spec.resources?.requests)
  return { server, transformer, sidecar: sidecarAt, prefetch: prefetchAt, volume, isDouble, podResources }
}

function checkPod(spec: V1PodSpec, pod: V1SecurityContext | undefined): void {
  if ((spec.containers as unknown) == null) stop('Required')
  checkList(spec.containers)
  checkList(spec.initContainers)
  checkList(spec.ephemeralContainers)
  checkList(spec.volumes)
  if (spec.os?.name === 'windows' || spec.nodeSelector?.['kubernetes.io/os'] === 'windows') stop('Windows')
  if (isHostProcess(pod)) stop('Windows')
  if (spec.hostPID === true) stop('HostPID')
  if (spec.restartPolicy === 'Never' || spec.restartPolicy === 'OnFailure') stop('NeverCompletes')
}

const isHostProcess = (context: V1SecurityContext | undefined): boolean => context?.windowsOptions?.hostProcess === true

function checkContainer(container: V1Container): void {
  checkObject(container)
  checkName(container.name)
  if (isHostProcess(container.securityContext)) stop('Windows')
  const { volumeDevices } = container
  if (volumeDevices == null) return
  checkObjects(volumeDevices)
  for (const { name } of volumeDevices) if (name === volumeName) stop('VolumeIsDevice')
}

/** What is in a container that reads the model must leave our paths free. */
function checkTarget(container: V1Container, ours: readonly V1Container[], pod: V1SecurityContext | undefined): void {
  checkUser(container, pod)
  const { env, volumeMounts, volumeDevices } = container
  checkObjects(env)
  checkList(volumeMounts)
  for (const mount of volumeMounts ?? none) {
    checkObject(mount)
    const path = pathOf(mount.mountPath)
    if (path === undefined) continue
    if (path === mountPath) {
      if (mount.name !== volumeName && !(isOurVolume(mount.name) && isMountOf(ours, mount))) stop('MountPathTaken')
    } else if (isOurVolume(mount.name) && isMountOf(ours, mount)) unwritten('a mount that is wanted no more')
    else if (hidesModel(path)) stop('ModelPathTaken')
  }
  for (const { devicePath } of volumeDevices ?? none) {
    const path = pathOf(devicePath)
    if (path !== undefined && (path === mountPath || hidesModel(path))) stop('ModelPathTaken')
  }
}

/** The containers that link take a UID and a GID that every target has, and that one of them states: that is not written out here. */
function checkFollowed(server: V1Container, transformer: V1Container | undefined, pod?: V1SecurityContext): void {
  for (const key of ['runAsUser', 'runAsGroup'] as const) {
    const first = server.securityContext?.[key]
    const second = transformer === undefined ? first : transformer.securityContext?.[key]
    if (first == null && second == null) continue
    if ((first ?? pod?.[key]) === (second ?? pod?.[key])) unwritten(`a followed ${key}`)
  }
}

function hasAmounts(amounts: object | null | undefined): boolean {
  for (const name in amounts) if (name !== '') return true
  return false
}
