import { containerErrors, idErrors } from './container.js'
import { decodeError } from '../decode-error.js'
import { decoded } from './decoded.js'
import { duplicate, forbidden, invalid, required, unsupported, type FieldError } from './field-error.js'
import { uniqueNameErrors } from './names.js'
import type { Container, PodSpec } from './decoded.js'
import { forbiddenProbeErrors, probeErrors } from './probes.js'
import { podResourceErrors } from './resources.js'
import { volumeFindings } from './volumes.js'
import { hostProcessErrors, windowsErrors } from './windows.js'

export type { FieldError } from './field-error.js'

/**
 * What an API server would refuse a new pod for: Kubernetes 1.37's validation of everything that an injector can
 * break. It knows no namespace (LimitRange, quota, Pod Security), no other object (service accounts, priority
 * classes), and no field that an injector has no business with (affinity, tolerations, DNS).
 */
export function validatePodSpec(podSpec: unknown): readonly FieldError[] {
  const error = decodeError(podSpec)
  return error === undefined ? [...validationErrors(decoded(podSpec))] : [{ ...error, reason: 'BadRequest' }]
}

function* validationErrors(spec: PodSpec): Generator<FieldError> {
  const volumes = volumeFindings(spec.volumes ?? [])
  yield* volumes.errors

  const containers = spec.containers ?? []
  if (containers.length === 0) yield required('spec.containers')
  const names = new Set<string>()
  for (const [index, container] of containers.entries()) {
    const field = `spec.containers[${index}]`
    yield* containerErrors(container, field, volumes.usable)
    yield* uniqueNameErrors(container.name ?? '', `${field}.name`, names)
    yield* probeErrors(container, field)
  }
  yield* hostPortErrors(containers, spec)

  for (const [index, container] of (spec.initContainers ?? []).entries()) {
    const field = `spec.initContainers[${index}]`
    yield* containerErrors(container, field, volumes.usable)
    yield* restartPolicyErrors(container, field)
    yield* uniqueNameErrors(container.name ?? '', `${field}.name`, names)
    yield* container.restartPolicy === 'Always' ? probeErrors(container, field) : forbiddenProbeErrors(container, field)
  }

  yield* podResourceErrors(spec)
  const policies = ['Always', 'OnFailure', 'Never']
  if (spec.restartPolicy && !policies.includes(spec.restartPolicy)) {
    yield unsupported('spec.restartPolicy', spec.restartPolicy, policies)
  }
  yield* idErrors(spec.securityContext, 'spec.securityContext')
  if (spec.shareProcessNamespace === true && spec.hostPID === true) {
    yield invalid('spec.shareProcessNamespace', true, 'ShareProcessNamespace and HostPID cannot both be enabled')
  }
  yield* hostProcessErrors(spec)
  yield* windowsErrors(spec)
  yield* imageSpaceErrors(spec)
  if ((spec.ephemeralContainers ?? []).length > 0)
    yield forbidden('spec.ephemeralContainers', 'cannot be set on create')
}

function* restartPolicyErrors({ restartPolicy }: Container, field: string): Generator<FieldError> {
  const policies = ['Always', 'Never', 'OnFailure']
  if (restartPolicy && !policies.includes(restartPolicy)) {
    yield unsupported(`${field}.restartPolicy`, restartPolicy, policies)
  }
}

// In the host's network a port without a host port takes its own number there.
function* hostPortErrors(containers: readonly Container[], spec: PodSpec): Generator<FieldError> {
  const taken = new Set<string>()
  for (const [index, container] of containers.entries()) {
    for (const [at, port] of (container.ports ?? []).entries()) {
      const hostPort = port.hostPort || (spec.hostNetwork === true ? port.containerPort : undefined)
      if (!hostPort) continue
      const field = `spec.containers[${index}].ports[${at}].hostPort`
      const key = `${port.protocol || 'TCP'}/${port.hostIP ?? ''}/${hostPort}`
      if (taken.has(key)) yield duplicate(field, key)
      taken.add(key)
      if (spec.hostNetwork === true && hostPort !== port.containerPort) {
        yield invalid(field, hostPort, 'must match `containerPort` when `hostNetwork` is true')
      }
    }
  }
}

function* imageSpaceErrors(spec: PodSpec): Generator<FieldError> {
  for (const list of ['containers', 'initContainers'] as const) {
    for (const [index, { image }] of (spec[list] ?? []).entries()) {
      if (!image || image.trim() === image) continue
      yield invalid(`spec.${list}[${index}].image`, image, 'must not have leading or trailing whitespace')
    }
  }
}
