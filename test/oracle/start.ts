import { decoded } from '../../src/testing/api-server/validation/decoded.js'
import { invalid, notFound, type FieldError } from '../../src/testing/api-server/validation/field-error.js'
import { isLinkMode, isNumbered, numbered, type Injection } from './injection.js'
import { STORAGE_INITIALIZER } from './leftovers.js'
import { cleanPath, isWithin, parentOf } from './path.js'
import type { Container, PodSpec, VolumeMount } from '../../src/testing/api-server/validation/decoded.js'
import { isWritable } from './writable.js'

/**
 * What an API server lets pass in an injected pod, and what then fails: two mounts at one place, a user that may not
 * be, a model that a target cannot see, a pod that never ends.
 */
export function podStartErrors(podSpec: unknown, injection: Injection): readonly FieldError[] {
  const spec = decoded(podSpec)
  return [
    ...hiddenMountErrors(spec),
    ...rootUserErrors(spec, injection),
    ...modelErrors(spec, injection),
    ...endErrors(spec, injection),
  ]
}

const allContainers = (spec: PodSpec): readonly (readonly [string, Container])[] =>
  (['initContainers', 'containers'] as const).flatMap((list) =>
    (spec[list] ?? []).map((container, index) => [`spec.${list}[${index}]`, container] as const),
  )

function* hiddenMountErrors(spec: PodSpec): Generator<FieldError> {
  for (const [field, container] of allContainers(spec)) {
    const seen = new Set<string>()
    for (const [index, { mountPath = '' }] of (container.volumeMounts ?? []).entries()) {
      const path = cleanPath(mountPath)
      if (seen.has(path)) yield invalid(`${field}.volumeMounts[${index}].mountPath`, mountPath, 'hides another mount')
      seen.add(path)
    }
  }
}

// Of what is added, and of the targets where the mode is about their user.
function* rootUserErrors(spec: PodSpec, injection: Injection): Generator<FieldError> {
  const { targets, names } = injection
  for (const [field, { name = '', securityContext }] of allContainers(spec)) {
    const isOurs = isNumbered(name, names.sidecar) || isNumbered(name, names.initContainer)
    const isTarget = isLinkMode(injection) && targets.includes(name)
    if (!isOurs && !isTarget && name !== STORAGE_INITIALIZER) continue
    const uid = securityContext?.runAsUser ?? spec.securityContext.runAsUser
    const nonRoot = securityContext?.runAsNonRoot ?? spec.securityContext.runAsNonRoot
    if (uid === 0 && nonRoot === true) yield invalid(`${field}.securityContext.runAsUser`, 0, 'breaks runAsNonRoot')
  }
}

function* modelErrors(spec: PodSpec, injection: Injection): Generator<FieldError> {
  if (isLinkMode(injection) && spec.shareProcessNamespace !== true) {
    yield invalid(
      'spec.shareProcessNamespace',
      spec.shareProcessNamespace ?? null,
      'no link into another container resolves',
    )
  }
  for (const [index, model] of injection.mountPaths.entries()) {
    const source = isLinkMode(injection) ? linkedMount(spec, index, injection) : placedMount(spec, index, injection)
    if (!('mount' in source)) {
      yield source
      continue
    }
    for (const target of injection.targets) yield* targetErrors(spec, target, cleanPath(model), source.mount)
  }
}

type Source = { readonly mount: VolumeMount } | FieldError

const volumeOf = (spec: PodSpec, name: string | undefined): NonNullable<PodSpec['volumes']>[number] | undefined =>
  spec.volumes?.find((volume) => volume.name === name)

/** Where the container of a link mode writes its link, which a target has to see at the same place. */
function linkedMount(spec: PodSpec, index: number, { mode, mountPaths, names }: Injection): Source {
  const [sidecar, init] = [numbered(names.sidecar, index), numbered(names.initContainer, index)]
  const list = mode === 'sidecar' ? 'containers' : 'initContainers'
  const container = spec[list]?.find(({ name }) => name === sidecar)
  if (container === undefined) return notFound(`spec.${list}`, sidecar)
  if (mode === 'native-sidecar' && (container.restartPolicy !== 'Always' || container.startupProbe === undefined)) {
    return invalid(`spec.${list}`, sidecar, 'does not hold the server back until the model is there')
  }
  const isInit = ({ name, restartPolicy }: Container): boolean => name === init && restartPolicy !== 'Always'
  if (mode === 'sidecar' && !spec.initContainers?.some(isInit)) return notFound('spec.initContainers', init)

  const directory = parentOf(mountPaths[index] ?? '')
  const mount = container.volumeMounts?.find(({ mountPath }) => cleanPath(mountPath) === directory)
  if (mount === undefined) return notFound(`spec.${list}: ${sidecar}.volumeMounts`, directory)
  const isWhole = !mount.subPath && !mount.subPathExpr
  if (mount.readOnly === true || !isWhole || !isWritable(volumeOf(spec, mount.name))) {
    return invalid(`spec.${list}: ${sidecar}.volumeMounts`, mount.name, 'the link cannot be written')
  }
  return { mount: { ...mount, mountPath: directory } }
}

/** Where the image, or what was fetched of it, is mounted itself. */
function placedMount(spec: PodSpec, index: number, { mode, mountPaths, images, sources }: Injection): Source {
  const path = cleanPath(mountPaths[index] ?? '')
  if (mode === 'image-volume') {
    const volume = spec.volumes?.find(
      ({ image }) => (image as { reference?: string } | undefined)?.reference === images[index],
    )
    if (volume?.name === undefined) return notFound('spec.volumes', images[index])
    const source = sources?.[index] ?? '/models'
    return { mount: { name: volume.name, mountPath: path, ...(source !== '/' && { subPath: source.slice(1) }) } }
  }
  const initializer = spec.initContainers?.find(({ name }) => name === STORAGE_INITIALIZER)
  const field = `spec.initContainers: ${STORAGE_INITIALIZER}`
  const args = initializer?.args ?? []
  // What the kubelet makes of an argument.
  const fetched = args.some(
    (arg, at) => arg === `oci://${images[index]}` && cleanPath((args[at + 1] ?? '').split('$$').join('$')) === path,
  )
  if (!fetched) return notFound(field, images[index])
  const mount = initializer?.volumeMounts?.find(({ mountPath }) => cleanPath(mountPath) === path)
  if (mount === undefined || mount.readOnly === true || !isWritable(volumeOf(spec, mount.name))) {
    return invalid(field, path, 'cannot be written to')
  }
  return { mount: { ...mount, mountPath: path } }
}

function* targetErrors(spec: PodSpec, target: string, model: string, wanted: VolumeMount): Generator<FieldError> {
  const found = allContainers(spec).find(([, container]) => container.name === target)
  if (found === undefined) {
    yield notFound('spec.containers', target)
    return
  }
  const [field, container] = found
  const mounts = (container.volumeMounts ?? []).map((mount) => ({ ...mount, path: cleanPath(mount.mountPath) }))
  const nearest = mounts
    .filter(({ path }) => isWithin(model, path))
    .reduce<(typeof mounts)[number] | undefined>(
      (best, mount) => (best === undefined || mount.path.length > best.path.length ? mount : best),
      undefined,
    )
  const isSame =
    nearest !== undefined &&
    nearest.name === wanted.name &&
    nearest.path === wanted.mountPath &&
    (nearest.subPath ?? '') === (wanted.subPath ?? '') &&
    !nearest.subPathExpr
  if (!isSame) yield invalid(`${field}.volumeMounts`, nearest?.name ?? null, `does not show the model at ${model}`)
  for (const { path } of mounts) {
    if (isWithin(path, model) && path !== wanted.mountPath) {
      yield invalid(`${field}.volumeMounts`, path, 'lies over the model')
    }
  }
  for (const { devicePath = '' } of container.volumeDevices ?? []) {
    if (isWithin(cleanPath(devicePath), model)) {
      yield invalid(`${field}.volumeDevices`, devicePath, 'lies over the model')
    }
  }
}

// A regular container that sleeps for ever keeps a pod that should complete running.
function* endErrors({ restartPolicy }: PodSpec, { mode }: Injection): Generator<FieldError> {
  if (mode === 'sidecar' && (restartPolicy === 'Never' || restartPolicy === 'OnFailure')) {
    yield invalid('spec.restartPolicy', restartPolicy, 'the sidecar never ends')
  }
}
