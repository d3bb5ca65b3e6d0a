import { decoded } from '../../src/testing/api-server/validation/decoded.js'
import { isLinkMode, isNumbered, numbered, type Injection } from './injection.js'
import { isOfUnlinkedMode, STORAGE_INITIALIZER, volumeNameOf } from './leftovers.js'
import { cleanPath, isWithin, parentOf } from './path.js'
import type { Container, PodSpec } from '../../src/testing/api-server/validation/decoded.js'
import { podResourceErrors } from '../../src/testing/api-server/validation/resources.js'
import { isRewriting } from './rewriting.js'
import { isWritable } from './writable.js'

/**
 * The closed list of what may stand in the way of a mode, derived from the pod alone: the codes of the
 * causes that hold in it. An injector may refuse exactly these pods.
 */
export function conflictCodes(podSpec: unknown, injection: Injection): readonly string[] {
  const spec = decoded(podSpec)
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
  TargetReserved: ({ spec, injection, targets }) =>
    injection.targets.some((name) => isReserved(name, injection)) ||
    targets.some((it) => it.name === STORAGE_INITIALIZER && spec.initContainers?.includes(it) === true),
  Windows: ({ spec }) =>
    spec.os?.name === 'windows' ||
    spec.nodeSelector?.['kubernetes.io/os'] === 'windows' ||
    [spec, ...everyContainer(spec)].some((holder) => holder.securityContext?.windowsOptions?.hostProcess === true),
  HostPID: ({ spec, injection }) => isLinkMode(injection) && spec.hostPID === true,
  HostUsers: ({ spec, injection: { mode, procMount } }) =>
    mode !== 'image-volume' && procMount === 'Unmasked' && spec.hostUsers !== false,
  RootUser: ({ spec, injection, targets }) => {
    const { runAsUser, runAsNonRoot } = injection
    const pod = spec.securityContext
    const isRoot = ({ securityContext }: Container, uid?: number): boolean =>
      (uid ?? securityContext?.runAsUser ?? pod.runAsUser) === 0
    const isForbidden = ({ securityContext }: Container): boolean =>
      (securityContext?.runAsNonRoot ?? pod.runAsNonRoot) === true
    // Of our own containers the config decides, unless one is stricter already.
    const isForbiddenToOurs = ({ securityContext }: Container): boolean =>
      securityContext?.runAsNonRoot === true || (runAsNonRoot ?? pod.runAsNonRoot) === true
    const { containers, initContainers } = claimsOf(injection)
    const ours = [...claimedIn(spec.containers, containers), ...claimedIn(spec.initContainers, initContainers)]
    const followed = isLinkMode(injection) ? followedUser(spec, runAsUser, targets, ours) : undefined
    // A mode without a link leaves its targets' users alone.
    const linked = isLinkMode(injection) ? targets : []
    const linkUser = runAsUser ?? followed
    // The prefetching container gets the config's user only where its image's own may be a forbidden root, and follows none that is.
    const prefetchUser = (runAsNonRoot === true ? runAsUser : undefined) ?? (followed === 0 ? undefined : followed)
    const initUser = injection.mode === 'native-sidecar' ? linkUser : prefetchUser
    return (
      linked.some((it) => isRoot(it, runAsUser) && isForbidden(it)) ||
      claimedIn(spec.containers, containers).some((it) => isRoot(it, linkUser) && isForbiddenToOurs(it)) ||
      claimedIn(spec.initContainers, initContainers).some(
        (it) => isRoot(it, injection.mode === 'fetch' ? undefined : initUser) && isForbiddenToOurs(it),
      )
    )
  },
  FetchPathTaken: ({ spec, injection: { mode, mountPaths } }) => {
    const args = spec.initContainers?.find(({ name }) => name === STORAGE_INITIALIZER)?.args ?? []
    const isForeign = (uri = ''): boolean => uri.includes('://') && !uri.startsWith('oci://')
    const isModel = (path: string): boolean => mountPaths.some((model) => cleanPath(model) === cleanPath(path))
    return mode === 'fetch' && args.some((path, at) => isForeign(args[at - 1]) && isModel(path))
  },
  MountPathTaken: ({ spec, injection, targets }) =>
    foreignMountsOf(spec, targets, injection).some(({ name, path }) => {
      if (!mountPathsOf(injection).includes(path)) return false
      return isLinkMode(injection) ? !isNumbered(name, injection.names.volume) : name !== volumeNameOf(path)
    }),
  ModelPathTaken: ({ spec, injection, targets }) =>
    hidesOwnModel(spec, injection) ||
    foreignMountsOf(spec, targets, injection).some(({ name, path, readOnly }) => {
      if (mountPathsOf(injection).includes(path)) return false
      if (injection.mountPaths.some((model) => isWithin(path, cleanPath(model)))) return true
      const over = injection.mountPaths.some((model) => isWithin(cleanPath(model), path))
      const volume = spec.volumes?.find((candidate) => candidate.name === name)
      return over && (path === '/' || readOnly || !isWritable(volume))
    }) ||
    targets.some(({ volumeDevices = [] }) =>
      volumeDevices.some(({ devicePath }) =>
        injection.mountPaths.some(
          (model) =>
            isWithin(cleanPath(devicePath), cleanPath(model)) || isWithin(cleanPath(model), cleanPath(devicePath)),
        ),
      ),
    ),
  VolumeIsDevice: ({ spec, injection }) =>
    everyContainer(spec).some(({ volumeDevices = [] }) =>
      volumeDevices.some(({ name }) => isOurVolume(name, injection)),
    ),
  VolumeSource: ({ spec, injection }) =>
    (spec.volumes ?? []).some((volume) => {
      if (!isOurVolume(volume.name, injection)) return false
      if (isLinkMode(injection)) return !isWritable(volume)
      const isOfOtherMode = everyContainer(spec).some(({ volumeMounts = [] }) =>
        volumeMounts.some((mount) => mount.name === volume.name && isOfUnlinkedMode(spec, mount, injection)),
      )
      const isShared = isMountedByOthers(spec, volume.name, injection)
      if (injection.mode === 'image-volume' && isShared && showsAnother(volume, injection)) return true
      const isReplaceable = isOfOtherMode && !isShared
      return !isReplaceable && (injection.mode === 'fetch' ? !isWritable(volume) : volume['image'] === undefined)
    }),
  ContainerNameTaken: ({ spec, injection }) => {
    const claims = claimsOf(injection)
    const all = [...claims.containers, ...claims.initContainers]
    const isTaken = (list: 'containers' | 'initContainers'): boolean =>
      (spec[list] ?? []).some((container) => {
        const { name, image } = container
        if (!all.includes(name) || carriesScript(container)) return false
        if (!claims[list].includes(name)) return true
        const index = claims[list].indexOf(name)
        if (name === STORAGE_INITIALIZER) return !isInitializer(container)
        return !isBare(container) && image !== injection.images[index]
      })
    return (
      isTaken('containers') ||
      isTaken('initContainers') ||
      (spec.ephemeralContainers ?? []).some(({ name }) => all.includes(name))
    )
  },
  NeverCompletes: ({ spec, injection }) =>
    injection.mode === 'sidecar' && (spec.restartPolicy === 'Never' || spec.restartPolicy === 'OnFailure'),
  PodResources: ({ spec, injection }) => !hasRoom(spec, injection),
}

/** Tells whether an init container of that name fetches anything, as KServe's does by its image's own command or by URIs. */
const isInitializer = ({ command = [], args = [] }: Container): boolean =>
  command.length === 0 || args.some((argument) => argument.includes('://'))

/** The UID that all targets have, if one of them states it itself or a container of ours has followed one before. */
function followedUser(
  { securityContext: pod }: PodSpec,
  configured: number | undefined,
  targets: readonly Container[],
  ours: readonly Container[],
): number | undefined {
  if (configured !== undefined || targets.length === 0) return undefined
  const users = new Set(targets.map(({ securityContext }) => securityContext?.runAsUser ?? pod.runAsUser))
  const isStated = targets.some(({ securityContext }) => securityContext?.runAsUser !== undefined)
  const isHeld = ours.some(({ command = [] }) => /^# modelcar \S+.* follows\.runAsUser=/.test(command[2] ?? ''))
  return users.size === 1 && (isStated || isHeld) ? [...users][0] : undefined
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

/** The names of what a mode adds, by list. */
function claimsOf({
  mode,
  images,
  names,
}: Injection): Readonly<Record<'containers' | 'initContainers', readonly string[]>> {
  const each = (base: string): readonly string[] => images.map((_, index) => numbered(base, index))
  if (mode === 'sidecar') return { containers: each(names.sidecar), initContainers: each(names.initContainer) }
  if (mode === 'native-sidecar') return { containers: [], initContainers: each(names.sidecar) }
  return { containers: [], initContainers: mode === 'fetch' ? [STORAGE_INITIALIZER] : [] }
}

const isReserved = (name: string, injection: Injection): boolean =>
  injection.mode === 'fetch' ? name === STORAGE_INITIALIZER : isOfLink(name, injection)

const isOfLink = (name: string, injection: Injection): boolean =>
  isLinkMode(injection) &&
  (isNumbered(name, injection.names.sidecar) || isNumbered(name, injection.names.initContainer))

// Siblings share the volume of their parent, which has the number of the first of them.
const isOurVolume = (name: string, injection: Injection): boolean => {
  const { mountPaths, names } = injection
  if (!isLinkMode(injection)) return mountPaths.some((path) => name === volumeNameOf(path))
  const parents = mountPaths.map(parentOf)
  return parents.some((parent, index) => parents.indexOf(parent) === index && name === numbered(names.volume, index))
}

/** Where targets get a mount: clean paths. */
const mountPathsOf = (injection: Injection): readonly string[] =>
  injection.mountPaths.map(isLinkMode(injection) ? parentOf : cleanPath)

/** The targets' mounts, without those that another mode made and that go with it. */
const foreignMountsOf = (
  spec: PodSpec,
  targets: readonly Container[],
  injection: Injection,
): readonly { name: string; path: string; readOnly: boolean }[] =>
  targets.flatMap(({ volumeMounts = [] }) =>
    volumeMounts
      .filter((mount) => !isOfUnlinkedMode(spec, mount, injection))
      .map(({ name, mountPath, readOnly = false }) => ({ name, path: cleanPath(mountPath), readOnly })),
  )

/** Whether an image volume has an image of another time, and not only the wanted one in another registry. */
function showsAnother(volume: NonNullable<PodSpec['volumes']>[number], { images, mountPaths }: Injection): boolean {
  const { reference } = (volume['image'] ?? {}) as { reference?: string }
  const wanted = images[mountPaths.findIndex((path) => volumeNameOf(path) === volume.name)]
  return reference !== undefined && wanted !== undefined && !isRewriting(reference, wanted)
}

/** Whether a container that is neither ours nor a target mounts a volume in another way than an injection does. */
function isMountedByOthers(spec: PodSpec, volume: string | undefined, injection: Injection): boolean {
  const claims = claimsOf(injection)
  const known = [...claims.containers, ...claims.initContainers, STORAGE_INITIALIZER]
  const needed = mountPathsOf(injection)
  return everyContainer(spec).some(({ name, volumeMounts = [] }) => {
    if (known.includes(name)) return false
    const mounts = volumeMounts.filter((mount) => mount.name === volume)
    const isOurs = (mount: (typeof mounts)[number]): boolean => isOfUnlinkedMode(spec, mount, injection)
    if (!injection.targets.includes(name)) return !mounts.every(isOurs)
    // A target that reads the model may have it elsewhere as well.
    return mounts.length > 0 && !mounts.some((it) => isOurs(it) || needed.includes(cleanPath(it.mountPath)))
  })
}

/** Whether something hides, in a container of ours, where the link or the fetched files go, or the image's own model. */
function hidesOwnModel(spec: PodSpec, injection: Injection): boolean {
  const claims = claimsOf(injection)
  const models = injection.mountPaths.map(cleanPath)
  const isLink = isLinkMode(injection)
  const linking = injection.mode === 'sidecar' ? 'containers' : 'initContainers'
  return (['containers', 'initContainers'] as const).some((list) =>
    (spec[list] ?? []).some(({ name, volumeMounts = [], volumeDevices = [] }) => {
      const index = claims[list].indexOf(name)
      if (index < 0) return false
      // A container that links mounts the directory above its own model, the initializer mounts all models.
      const ofLink = list === linking ? mountPathsOf(injection).slice(index, index + 1) : []
      const mounted = isLink ? ofLink : models
      const kept = models.filter((model) => mounted.some((path) => isWithin(model, path)))
      const source = injection.sources?.[index] ?? '/models'
      const hidesSource = (path: string): boolean =>
        isLink && source !== '/' && (isWithin(path, source) || isWithin(source, path))
      const isInTheWay = (path: string): boolean =>
        !mounted.includes(path) && (kept.some((model) => isWithin(path, model)) || hidesSource(path))
      // The runtime makes a mount point in what is mounted over it.
      const cannotHold = (mount: (typeof volumeMounts)[number], path: string): boolean =>
        mounted.some((below) => below !== path && isWithin(below, path)) &&
        !mounted.includes(path) &&
        (mount.readOnly === true || !isWritable(spec.volumes?.find((volume) => volume.name === mount.name)))
      return (
        volumeMounts.some((mount) => {
          const path = cleanPath(mount.mountPath)
          return !isOfUnlinkedMode(spec, mount, injection) && (isInTheWay(path) || cannotHold(mount, path))
        }) ||
        volumeDevices.some(
          ({ devicePath }) => mounted.includes(cleanPath(devicePath)) || isInTheWay(cleanPath(devicePath)),
        )
      )
    }),
  )
}

/** Containers of these names as they are in the pod, or empty where they are still to come. */
const claimedIn = (containers: readonly Container[] | undefined, names: readonly string[]): readonly Container[] =>
  names.map((wanted) => (containers ?? []).find(({ name }) => name === wanted) ?? { name: wanted })

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
  const { limits = {}, requests = {} } = injection
  if (spec.resources === undefined) return true
  const resources = { limits: amounts(limits), requests: amounts(requests) }
  const claims = claimsOf(injection)
  const isOther = ({ name }: Container): boolean =>
    !isOfLink(name, injection) && ![...claims.containers, ...claims.initContainers].includes(name)
  const restarts = injection.mode === 'native-sidecar' ? { restartPolicy: 'Always' } : {}
  const starting = spec.initContainers ?? []
  const ours = claims.initContainers.map((name) => ({ name, resources, ...restarts }))
  const isThere = ({ name }: Container): boolean => starting.some((other) => other.name === name)
  // What is there stays in its place; what is new goes in front of the first target among them.
  const there = starting
    .filter((container) => isOther(container) || ours.some(({ name }) => name === container.name))
    .map((container) => ours.find(({ name }) => name === container.name) ?? container)
  const first = there.findIndex(
    ({ name, restartPolicy }) => restartPolicy === 'Always' && injection.targets.includes(name),
  )
  const made: PodSpec = {
    ...spec,
    containers: [...(spec.containers ?? []).filter(isOther), ...claims.containers.map((name) => ({ name, resources }))],
    initContainers: there.toSpliced(first < 0 ? there.length : first, 0, ...ours.filter((each) => !isThere(each))),
  }
  return [...podResourceErrors(made)].length === 0
}

const amounts = (given: Readonly<Record<string, string | number>>): Record<string, string> =>
  Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)]))
