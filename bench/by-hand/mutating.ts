import type { V1Container, V1PodSpec } from '@kubernetes/client-node'
import { Immer } from 'immer'
import { create } from 'mutative'
import { isEnvDone, isMountDone, isRestart, missingAmounts, neverInMount, neverInPrefetch } from './done.js'
import { isEmpty, recordedImage, sameWords, sourceOf } from './ours.js'
import { isOurMount } from './paths.js'
import { survey } from './survey.js'
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

/** The same change, written the usual way: a function that reads and writes what it is given. */
function recipe(spec: V1PodSpec): void {
  const found = survey(spec)
  if (found.isDouble) {
    keepFirst(spec.containers, ({ name }) => name === sidecar.name)
    keepFirst(spec.initContainers, ({ name }) => name === prefetch.name)
    keepFirst(spec.volumes, ({ name }) => name === volumeName)
  }
  const { podResources, server, transformer, ...at } = found.isDouble ? survey(spec) : found
  addModel(spec.containers[server]!)
  if (transformer >= 0) addModel(spec.containers[transformer]!)
  if (at.sidecar < 0) spec.containers.push(newContainer(sidecar, podResources))
  else mend(spec.containers[at.sidecar]!, sidecar, podResources)
  spec.initContainers ??= []
  if (at.prefetch < 0) spec.initContainers.push(newContainer(prefetch, podResources))
  else mend(spec.initContainers[at.prefetch]!, prefetch, podResources)
  spec.volumes ??= []
  if (at.volume < 0) spec.volumes.push(newVolume())
  else if (sourceOf(spec.volumes[at.volume]!) === undefined) spec.volumes[at.volume]!.emptyDir = {}
  if (spec.shareProcessNamespace !== true) spec.shareProcessNamespace = true
}

const { produce } = new Immer({ autoFreeze: false })

export const withImmer = (spec: V1PodSpec): V1PodSpec => produce(spec, recipe)
export const withMutative = (spec: V1PodSpec): V1PodSpec => create(spec, recipe)

export function withStructuredClone(spec: V1PodSpec): V1PodSpec {
  const copy = structuredClone(spec)
  recipe(copy)
  return copy
}

function addModel(container: V1Container): void {
  container.env ??= []
  const env = container.env.find(({ name }) => name === newEnv().name)
  if (env === undefined) container.env.push(newEnv())
  else if (!isEnvDone(env)) {
    env.value = newEnv().value
    delete env.valueFrom
  }
  keepFirst(container.env, ({ name }) => name === newEnv().name)
  addMount(container)
}

function addMount(container: V1Container): void {
  container.volumeMounts ??= []
  const mount = container.volumeMounts.find(isOurMount)
  if (mount === undefined) container.volumeMounts.push(newMount())
  else if (!isMountDone(mount)) {
    mount.name = volumeName
    for (const key of neverInMount) delete mount[key]
  }
  keepFirst(container.volumeMounts, isOurMount)
}

function mend(container: V1Container, ours: Ours, podResources: boolean): void {
  if (!sameWords(container.command, ours.command) || !isEmpty(container.args)) {
    if (recordedImage(container) !== image) container.image = image
    container.command = [...ours.command]
    delete container.args
  }
  if ((container.image ?? '') === '') container.image = image
  if ((container.terminationMessagePolicy ?? '') === '') container.terminationMessagePolicy = messagePolicy
  const missing = podResources ? undefined : missingAmounts(container.resources)
  if (missing !== undefined) {
    container.resources ??= {}
    container.resources.limits = { ...container.resources.limits, ...missing }
    container.resources.requests = { ...container.resources.requests, ...missing }
  }
  if (ours.mounts) addMount(container)
  else {
    for (const key of neverInPrefetch) if (container[key] !== undefined) delete container[key]
    if (container.resizePolicy?.some(isRestart) === true)
      container.resizePolicy = container.resizePolicy.filter((policy) => !isRestart(policy))
  }
}

/** Removes further entries like the first. */
function keepFirst<T>(list: T[] | undefined, isLike: (entry: T) => boolean): void {
  if (list === undefined) return
  const first = list.findIndex(isLike)
  for (let index = list.length - 1; index > first && first >= 0; index--)
    if (isLike(list[index]!)) list.splice(index, 1)
}
