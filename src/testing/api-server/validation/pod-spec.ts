import { containerErrors } from './container.js'
import { decodeError } from '../decode-error.js'
import { containersOf, decoded } from './decoded.js'
import { duplicate, forbidden, invalid, required, unsupported, type FieldError } from './field-error.js'
import { uniqueNameErrors } from './names.js'
import type { Container, PodSpec } from './decoded.js'
import { forbiddenProbeErrors, probeErrors } from './probes.js'
import { podResourceErrors } from './resources.js'
import { volumeFindings } from './volumes.js'
import { podSecurityContextErrors } from './security-context.js'
import { hostProcessErrors, osErrors } from './windows.js'

export type { FieldError } from './field-error.js'

/**
 * What an API server would refuse a new pod for: Kubernetes 1.37's validation of everything that an injector can
 * break. It knows no namespace (LimitRange, quota, Pod Security), no other object (service accounts, priority
 * classes), and no field that an injector has no business with (affinity, tolerations, DNS).
 *
 * @example
 * const twice = [{ name: 'app', image: 'a:1' }, { name: 'app', image: 'a:1' }]
 * const spec = roundTrip({ containers: twice })
 * console.log(validatePodSpec(spec).map(({ field, message }) => `${field}: ${message}`))
 * //=> [ 'spec.containers[1].name: Duplicate value: "app"' ]
 */
export function validatePodSpec(podSpec: unknown): readonly FieldError[] {
  const error = decodeError(podSpec)
  if (error !== undefined) return [{ ...error, reason: 'BadRequest' }]
  // What would be said twice in the same words is said once.
  const said = new Map([...validationErrors(decoded(podSpec))].map((each) => [`${each.field}: ${each.message}`, each]))
  return [...said.values()]
}

function* validationErrors(spec: PodSpec): Generator<FieldError> {
  const volumes = volumeFindings(spec.volumes ?? [])
  yield* volumes.errors

  const containers = spec.containers ?? []
  if (containers.length === 0) yield required('spec.containers')
  const names = new Set<string>()
  const gracePeriod = spec.terminationGracePeriodSeconds ?? 0
  for (const [index, container] of containers.entries()) {
    const field = `spec.containers[${index}]`
    yield* containerErrors(container, field, volumes.usable, spec.hostUsers)
    yield* uniqueNameErrors(container.name, `${field}.name`, names)
    yield* probeErrors(container, field, gracePeriod)
    yield* restartPolicyErrors(container, field)
  }
  yield* hostPortErrors(containers, 'containers')

  for (const [index, container] of (spec.initContainers ?? []).entries()) {
    const field = `spec.initContainers[${index}]`
    yield* containerErrors(container, field, volumes.usable, spec.hostUsers)
    yield* restartPolicyErrors(container, field)
    yield* uniqueNameErrors(container.name, `${field}.name`, names)
    // They run one after the other, so each is looked at by itself, and the API server takes each for the first.
    yield* hostPortErrors([container], 'initContainers')
    yield* container.restartPolicy === 'Always'
      ? probeErrors(container, field, gracePeriod)
      : forbiddenProbeErrors(container, field)
  }

  yield* podResourceErrors(spec)
  yield* hostNetworkErrors(containers, spec)
  const policies = ['Always', 'OnFailure', 'Never']
  if (spec.restartPolicy && !policies.includes(spec.restartPolicy)) {
    yield unsupported('spec.restartPolicy', spec.restartPolicy, policies)
  }
  yield* podSecurityContextErrors(spec.securityContext)
  if (spec.shareProcessNamespace === true && spec.hostPID === true) {
    yield invalid('spec.shareProcessNamespace', true, 'ShareProcessNamespace and HostPID cannot both be enabled')
  }
  yield* hostProcessErrors(spec)
  yield* hostUsersErrors(spec)
  yield* osErrors(spec)
  yield* imageSpaceErrors(spec)
  if ((spec.ephemeralContainers ?? []).length > 0)
    yield forbidden('spec.ephemeralContainers', 'cannot be set on create')
}

function* restartPolicyErrors({ restartPolicy }: Container, field: string): Generator<FieldError> {
  const policies = ['Always', 'Never', 'OnFailure']
  if (restartPolicy !== undefined && !policies.includes(restartPolicy)) {
    yield unsupported(`${field}.restartPolicy`, restartPolicy, policies)
  }
}

function* hostPortErrors(containers: readonly Container[], list: string): Generator<FieldError> {
  const taken = new Set<string>()
  for (const [index, container] of containers.entries()) {
    for (const [at, { hostPort, protocol, hostIP = '' }] of (container.ports ?? []).entries()) {
      if (!hostPort) continue
      const key = `${protocol ?? ''}/${hostIP}/${hostPort}`
      if (taken.has(key)) yield duplicate(`spec.${list}[${index}].ports[${at}].hostPort`, key)
      taken.add(key)
    }
  }
}

function* hostNetworkErrors(containers: readonly Container[], spec: PodSpec): Generator<FieldError> {
  if (spec.hostNetwork !== true) return
  for (const [index, container] of containers.entries()) {
    for (const [at, { hostPort, containerPort }] of (container.ports ?? []).entries()) {
      if (hostPort === containerPort) continue
      const rule = 'must match `containerPort` when `hostNetwork` is true'
      yield invalid(`spec.containers[${index}].ports[${at}].hostPort`, hostPort, rule)
    }
  }
}

/** What is the host's cannot be had by users that are not the host's. The capitals are the API server's. */
function* hostUsersErrors(spec: PodSpec): Generator<FieldError> {
  if (spec.hostUsers !== false) return
  const rule = 'when `hostUsers` is false'
  if (spec.hostNetwork === true) yield forbidden('spec.hostNetwork', rule)
  if (spec.hostPID === true) yield forbidden('spec.HostPID', rule)
  if (spec.hostIPC === true) yield forbidden('spec.HostIPC', rule)
  for (const [field, { volumeDevices = [] }] of containersOf(spec)) {
    if (volumeDevices.length > 0) yield forbidden(`${field}.volumeDevices`, rule)
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
