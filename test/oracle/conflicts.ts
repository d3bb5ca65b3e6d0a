import { decodePodSpec } from './decode.js'
import { isNumbered, numbered, type Injection } from './injection.js'
import { cleanPath, isWithin, parentOf } from './path.js'
import type { Container, PodSpec } from './pod.js'
import { parseQuantity, type Quantity } from './quantity.js'
import { podResourceErrors } from './resources.js'
import { isWritable } from './writable.js'

/**
 * The closed list of what may stand in the way of the `sidecar` mode, derived from the pod alone: the codes of the
 * causes that hold in it. An injector may refuse exactly these pods.
 */
export function conflictCodes(podSpec: unknown, injection: Injection): readonly string[] {
  const { spec } = decodePodSpec(podSpec)
  const scene = { spec, injection, targets: injection.targets.flatMap((name) => targetsNamed(spec, name)) }
  return Object.entries(CAUSES)
    .filter(([, holds]) => holds(scene))
    .map(([code]) => code)
    .sort()
}

interface Scene {
  readonly spec: PodSpec
  readonly injection: Injection
  readonly targets: readonly Container[]
}

const CAUSES: Readonly<Record<string, (scene: Scene) => boolean>> = {
  TargetNotFound: ({ spec, injection }) => injection.targets.some((name) => targetsNamed(spec, name).length === 0),
  TargetReserved: ({ injection }) => injection.targets.some((name) => isContainerName(name, injection)),
  Windows: ({ spec }) =>
    spec.os?.name === 'windows' ||
    spec.nodeSelector?.['kubernetes.io/os'] === 'windows' ||
    [spec, ...everyContainer(spec)].some((holder) => holder.securityContext?.windowsOptions?.hostProcess === true),
  HostPID: ({ spec }) => spec.hostPID === true,
  RootUser: ({ spec, injection, targets }) => {
    const { runAsUser, names } = injection
    const pod = spec.securityContext
    const isRoot = ({ securityContext }: Container, uid?: number): boolean =>
      (uid ?? securityContext?.runAsUser ?? pod?.runAsUser) === 0 &&
      (securityContext?.runAsNonRoot ?? pod?.runAsNonRoot) === true
    return (
      [...targets, ...ownContainers(spec.containers, names.sidecar, injection)].some((it) => isRoot(it, runAsUser)) ||
      ownContainers(spec.initContainers, names.initContainer, injection).some((it) => isRoot(it))
    )
  },
  MountPathTaken: ({ injection, targets }) =>
    mountsOf(targets).some(
      ({ name, path }) => isMountPath(path, injection) && !isNumbered(name, injection.names.volume),
    ),
  ModelPathTaken: ({ spec, injection, targets }) =>
    mountsOf(targets).some(({ name, path, readOnly }) => {
      if (injection.mountPaths.some((model) => isWithin(path, cleanPath(model)))) return true
      if (isMountPath(path, injection)) return false
      const over = injection.mountPaths.some((model) => isWithin(cleanPath(model), path))
      const volume = spec.volumes?.find((candidate) => candidate.name === name)
      return over && (path === '/' || readOnly || !isWritable(volume))
    }) ||
    targets.some(({ volumeDevices = [] }) =>
      volumeDevices.some(({ devicePath = '' }) =>
        injection.mountPaths.some(
          (model) =>
            isWithin(cleanPath(devicePath), cleanPath(model)) || isWithin(cleanPath(model), cleanPath(devicePath)),
        ),
      ),
    ),
  VolumeIsDevice: ({ spec, injection }) =>
    everyContainer(spec).some(({ volumeDevices = [] }) =>
      volumeDevices.some(({ name = '' }) => isOurVolume(name, injection)),
    ),
  VolumeSource: ({ spec, injection }) =>
    (spec.volumes ?? []).some((volume) => isOurVolume(volume.name ?? '', injection) && !isWritable(volume)),
  ContainerNameTaken: ({ spec, injection: { names, images } }) =>
    images.some((image, index) => {
      const [sidecar, init] = [numbered(names.sidecar, index), numbered(names.initContainer, index)]
      const misplaced = (spec.initContainers ?? []).filter(({ name }) => name === sidecar)
      misplaced.push(...(spec.containers ?? []).filter(({ name }) => name === init))
      const inPlace = (spec.containers ?? []).filter(({ name }) => name === sidecar)
      inPlace.push(...(spec.initContainers ?? []).filter(({ name }) => name === init))
      return (
        (spec.ephemeralContainers ?? []).some(({ name }) => name === sidecar || name === init) ||
        misplaced.some((container) => !carriesScript(container)) ||
        inPlace.some((container) => !carriesScript(container) && !isBare(container) && container.image !== image)
      )
    }),
  NeverCompletes: ({ spec }) => spec.restartPolicy === 'Never' || spec.restartPolicy === 'OnFailure',
  PodResources: ({ spec, injection }) => !hasRoom(spec, injection),
}

const everyContainer = (spec: PodSpec): readonly Container[] => [
  ...(spec.initContainers ?? []),
  ...(spec.containers ?? []),
  ...(spec.ephemeralContainers ?? []),
]

function targetsNamed(spec: PodSpec, name: string): readonly Container[] {
  const regular = (spec.containers ?? []).filter((container) => container.name === name)
  if (regular.length > 0) return regular
  return (spec.initContainers ?? []).filter(
    (container) => container.name === name && container.restartPolicy === 'Always',
  )
}

const isContainerName = (name: string, { names }: Injection): boolean =>
  isNumbered(name, names.sidecar) || isNumbered(name, names.initContainer)

// Siblings share the volume of their parent, which has the number of the first of them.
const isOurVolume = (name: string, { mountPaths, names }: Injection): boolean => {
  const parents = mountPaths.map(parentOf)
  return parents.some((parent, index) => parents.indexOf(parent) === index && name === numbered(names.volume, index))
}

const isMountPath = (path: string, { mountPaths }: Injection): boolean =>
  mountPaths.some((model) => parentOf(model) === path)

const mountsOf = (targets: readonly Container[]): readonly { name: string; path: string; readOnly: boolean }[] =>
  targets.flatMap(({ volumeMounts = [] }) =>
    volumeMounts.map(({ name = '', mountPath = '', readOnly = false }) => ({
      name,
      path: cleanPath(mountPath),
      readOnly,
    })),
  )

// As they are in the pod, or empty where they are still to come.
const ownContainers = (
  containers: readonly Container[] | undefined,
  base: string,
  { mountPaths }: Injection,
): readonly Container[] =>
  mountPaths.map((_, index) => (containers ?? []).find(({ name }) => name === numbered(base, index)) ?? {})

/** Whether an injector made a container, ours or any of KServe's: it links the model, or looks whether there is one. */
function carriesScript({ command = [], args = [] }: Container): boolean {
  const text = [...command, ...args].join(' ')
  return (
    /ln -s[^\n]*\/proc\/\$+\/root\/models/.test(text) ||
    (text.includes('/models') && /pre-?fetch|# modelcar /i.test(text))
  )
}

const isBare = ({ command = [], args = [] }: Container): boolean => command.length === 0 && args.length === 0

/** Whether the pod's own resources hold the pod with containers of ours in it. */
function hasRoom(spec: PodSpec, injection: Injection): boolean {
  const { limits = {}, requests = {}, images } = injection
  if (spec.resources === undefined) return true
  const ours = images.map(() => ({ resources: { limits: amounts(limits), requests: amounts(requests) } }))
  const others = (containers: readonly Container[] = []): readonly Container[] =>
    containers.filter(({ name = '' }) => !isContainerName(name, injection))
  const made: PodSpec = {
    ...spec,
    containers: [...others(spec.containers), ...ours],
    initContainers: [...others(spec.initContainers), ...ours],
  }
  return [...podResourceErrors(made)].length === 0
}

const amounts = (given: Readonly<Record<string, string | number>>): Record<string, Quantity> =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, parseQuantity(value) as Quantity]))
