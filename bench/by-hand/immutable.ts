import type { V1Container, V1EnvVar, V1PodSpec, V1Volume, V1VolumeMount } from '@kubernetes/client-node'
import { isDone, isEnvDone, isMountDone, isRestart, missingAmounts, neverInMount, neverInPrefetch } from './done.js'
import { isEmpty, recordedImage, sameWords, sourceOf } from './ours.js'
import { isOurMount } from './paths.js'
import { survey, type Survey } from './survey.js'
import { warningsOf, type HandWarning } from './warnings.js'
import {
  image,
  messagePolicy,
  newContainer,
  newEnv,
  newMount,
  newVolume,
  prefetch,
  sidecar,
  volumeName,
  type Ours,
} from './wanted.js'

/**
 * The limit: the injection of one config, written out for speed. It gives the input back where every value is as it should
 * be, and otherwise shares with it what it does not change.
 */
export const immutable = (spec: V1PodSpec): V1PodSpec => injected(spec, survey(spec))

/** The same with what a person should know of the pod, which a plan tells as well. */
export function planned(spec: V1PodSpec): { readonly spec: V1PodSpec; readonly warnings: readonly HandWarning[] } {
  const found = survey(spec)
  return { spec: injected(spec, found), warnings: warningsOf(spec, found) }
}

function injected(spec: V1PodSpec, found: Survey): V1PodSpec {
  const { podResources } = found
  const clean = found.isDouble ? withoutDoubles(spec) : spec
  const at = found.isDouble ? survey(clean) : found
  const { server, transformer } = at

  const { containers, initContainers, volumes } = clean
  const target = withModel(containers[server]!)
  const second = transformer < 0 ? undefined : withModel(containers[transformer]!)
  const link = at.sidecar < 0 ? undefined : mended(containers[at.sidecar]!, sidecar, podResources)
  const init = at.prefetch < 0 ? undefined : mended(initContainers![at.prefetch]!, prefetch, podResources)
  const volume = at.volume < 0 ? undefined : withSource(volumes![at.volume]!)
  const isSame =
    clean === spec &&
    target === containers[server] &&
    (transformer < 0 || second === containers[transformer]) &&
    link !== undefined &&
    link === containers[at.sidecar] &&
    init !== undefined &&
    init === initContainers![at.prefetch] &&
    at.volume >= 0 &&
    volume === volumes![at.volume] &&
    spec.shareProcessNamespace === true
  if (isSame) return spec

  const nextContainers = containers.slice()
  nextContainers[server] = target
  if (second !== undefined) nextContainers[transformer] = second
  if (link === undefined) nextContainers.push(newContainer(sidecar, podResources))
  else nextContainers[at.sidecar] = link
  const nextInit = initContainers?.slice() ?? []
  if (init === undefined) nextInit.push(newContainer(prefetch, podResources))
  else nextInit[at.prefetch] = init
  const nextVolumes = volumes?.slice() ?? []
  if (volume === undefined) nextVolumes.push(newVolume())
  else nextVolumes[at.volume] = volume
  return {
    ...clean,
    containers: nextContainers,
    initContainers: nextInit,
    volumes: nextVolumes,
    shareProcessNamespace: true,
  }
}

/** Without a source a volume is an empty directory, which is written out. */
const withSource = (volume: V1Volume): V1Volume =>
  sourceOf(volume) === undefined ? { ...volume, ...newVolume() } : volume

function withModel(container: V1Container): V1Container {
  const { env, volumeMounts } = container
  const nextEnv = withEnv(env)
  const nextMounts = withMount(volumeMounts)
  return nextEnv === env && nextMounts === volumeMounts
    ? container
    : { ...container, env: nextEnv, volumeMounts: nextMounts }
}

function withEnv(env: V1EnvVar[] | undefined): V1EnvVar[] {
  if (isEmpty(env)) return [newEnv()]
  const { name } = newEnv()
  const first = env!.findIndex((each) => each.name === name)
  if (first < 0) return [...env!, newEnv()]
  const next: V1EnvVar = { ...env![first]!, ...newEnv() }
  delete next.valueFrom
  return spliced(env!, first, isEnvDone(env![first]!), next, (each) => each.name === name)
}

function withMount(mounts: V1VolumeMount[] | undefined): V1VolumeMount[] {
  if (isEmpty(mounts)) return [newMount()]
  const first = mounts!.findIndex(isOurMount)
  if (first < 0) return [...mounts!, newMount()]
  const mount = mounts![first]!
  const next: V1VolumeMount = { ...mount, name: volumeName }
  for (const key of neverInMount) delete next[key]
  return spliced(mounts!, first, isMountDone(mount), next, isOurMount)
}

/** A list with one entry put right, and no other entry like it. */
function spliced<T>(list: T[], first: number, isRight: boolean, right: T, isLike: (entry: T) => boolean): T[] {
  const isAlone = list.findIndex((entry, index) => index > first && isLike(entry)) < 0
  if (isRight && isAlone) return list
  return list.flatMap((entry, index) => {
    if (index === first) return isRight ? [entry] : [right]
    return isLike(entry) ? [] : [entry]
  })
}

function mended(container: V1Container, ours: Ours, podResources: boolean): V1Container {
  if (isDone(container, ours, podResources)) return container
  const next: V1Container = { ...container }
  if (!sameWords(container.command, ours.command) || !isEmpty(container.args)) {
    if (recordedImage(container) !== image) next.image = image
    next.command = [...ours.command]
    delete next.args
  }
  if ((next.image ?? '') === '') next.image = image
  if ((next.terminationMessagePolicy ?? '') === '') next.terminationMessagePolicy = messagePolicy
  if (ours.mounts) next.volumeMounts = withMount(container.volumeMounts)
  else {
    for (const key of neverInPrefetch) if (next[key] !== undefined) delete next[key]
    if (next.resizePolicy?.some(isRestart) === true)
      next.resizePolicy = next.resizePolicy.filter((policy) => !isRestart(policy))
  }
  const missing = podResources ? undefined : missingAmounts(container.resources)
  if (missing !== undefined) {
    next.resources = {
      ...container.resources,
      limits: { ...container.resources?.limits, ...missing },
      requests: { ...container.resources?.requests, ...missing },
    }
  }
  return next
}

function withoutDoubles(spec: V1PodSpec): V1PodSpec {
  const next = { ...spec, containers: firstOnly(spec.containers, sidecar.name) }
  if (spec.initContainers) next.initContainers = firstOnly(spec.initContainers, prefetch.name)
  if (spec.volumes) next.volumes = firstOnly<V1Volume>(spec.volumes, volumeName)
  return next
}

function firstOnly<T extends { name: string }>(list: readonly T[], name: string): T[] {
  const first = list.findIndex((each) => each.name === name)
  return list.filter((each, index) => each.name !== name || index === first)
}
