import { decodePodSpec } from './decode.js'
import { invalid, notFound, type FieldError } from './field-error.js'
import { numbered, type Injection } from './injection.js'
import { cleanPath, isWithin, parentOf } from './path.js'
import type { Container, PodSpec, Volume } from './pod.js'
import { isWritable } from './writable.js'

/**
 * What an API server lets pass in a pod of the `sidecar` mode, and what then fails: two mounts at one place, a user
 * that may not be, a model that a target cannot see, a pod that never ends.
 */
export function podStartErrors(podSpec: unknown, injection: Injection): readonly FieldError[] {
  const { spec } = decodePodSpec(podSpec)
  return [...hiddenMountErrors(spec), ...rootUserErrors(spec), ...modelErrors(spec, injection), ...endErrors(spec)]
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

function* rootUserErrors(spec: PodSpec): Generator<FieldError> {
  for (const [field, { securityContext }] of allContainers(spec)) {
    const uid = securityContext?.runAsUser ?? spec.securityContext?.runAsUser
    const nonRoot = securityContext?.runAsNonRoot ?? spec.securityContext?.runAsNonRoot
    if (uid === 0 && nonRoot === true) yield invalid(`${field}.securityContext.runAsUser`, 0, 'breaks runAsNonRoot')
  }
}

function* modelErrors(spec: PodSpec, { targets, mountPaths, names }: Injection): Generator<FieldError> {
  if (spec.shareProcessNamespace !== true) {
    yield invalid('spec.shareProcessNamespace', spec.shareProcessNamespace, 'no link into another container resolves')
  }
  const volumes = new Map((spec.volumes ?? []).map((volume) => [volume.name ?? '', volume]))
  for (const [index, model] of mountPaths.entries()) {
    const name = numbered(names.sidecar, index)
    const sidecar = (spec.containers ?? []).findIndex((container) => container.name === name)
    if (sidecar === -1) {
      yield notFound('spec.containers', name)
      continue
    }
    const shared = (spec.containers?.[sidecar]?.volumeMounts ?? []).find(
      ({ mountPath = '' }) => cleanPath(mountPath) === parentOf(model),
    )
    const field = `spec.containers[${sidecar}].volumeMounts`
    if (shared === undefined) {
      yield notFound(field, parentOf(model))
      continue
    }
    const volume = volumes.get(shared.name ?? '')
    if (shared.readOnly === true || !isWritable(volume)) yield invalid(field, shared.name, 'the link cannot be written')
    if (!hasInit(spec, numbered(names.initContainer, index))) {
      yield notFound('spec.initContainers', numbered(names.initContainer, index))
    }
    for (const target of targets) yield* targetErrors(spec, target, model, shared, volume)
  }
}

const hasInit = (spec: PodSpec, name: string): boolean =>
  (spec.initContainers ?? []).some((container) => container.name === name && container.restartPolicy !== 'Always')

function* targetErrors(
  spec: PodSpec,
  target: string,
  model: string,
  shared: NonNullable<Container['volumeMounts']>[number],
  volume: Volume | undefined,
): Generator<FieldError> {
  const found = allContainers(spec).find(([, container]) => container.name === target)
  if (found === undefined) {
    yield notFound('spec.containers', target)
    return
  }
  const [field, container] = found
  const path = cleanPath(model)
  const mounts = container.volumeMounts ?? []
  const seen = mounts.filter(({ mountPath = '' }) => isWithin(path, cleanPath(mountPath)))
  const nearest = seen.reduce<(typeof mounts)[number] | undefined>(
    (best, mount) => (cleanPath(mount.mountPath ?? '').length > cleanPath(best?.mountPath ?? '').length ? mount : best),
    seen[0],
  )
  const sameDirectory =
    nearest !== undefined &&
    volume !== undefined &&
    nearest.name === volume.name &&
    cleanPath(nearest.mountPath ?? '') === parentOf(model) &&
    (nearest.subPath ?? '') === (shared.subPath ?? '') &&
    !nearest.subPathExpr
  if (!sameDirectory) yield invalid(`${field}.volumeMounts`, nearest?.name, `does not show the model at ${path}`)
  for (const { mountPath = '' } of mounts) {
    if (isWithin(cleanPath(mountPath), path)) yield invalid(`${field}.volumeMounts`, mountPath, 'lies over the link')
  }
  for (const { devicePath = '' } of container.volumeDevices ?? []) {
    if (isWithin(cleanPath(devicePath), path)) yield invalid(`${field}.volumeDevices`, devicePath, 'lies over the link')
  }
}

// A regular container that sleeps for ever keeps a pod that should complete running.
function* endErrors(spec: PodSpec): Generator<FieldError> {
  if (spec.restartPolicy === 'Never' || spec.restartPolicy === 'OnFailure') {
    yield invalid('spec.restartPolicy', spec.restartPolicy, 'the sidecar never ends')
  }
}
