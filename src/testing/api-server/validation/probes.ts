import { forbidden, invalid, required, unsupported, type FieldError } from './field-error.js'
import { portNameErrors, portNumberErrors } from './names.js'
import type { Container, Handler, Probe } from './decoded.js'

const HANDLERS = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'sleep'] as const
const PROBES = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const
const TIMINGS = [
  'initialDelaySeconds',
  'timeoutSeconds',
  'periodSeconds',
  'successThreshold',
  'failureThreshold',
] as const

/** Lifecycle and probes of what keeps running: a container or a native sidecar. */
export function* probeErrors(container: Container, field: string): Generator<FieldError> {
  for (const hook of ['postStart', 'preStop'] as const) {
    const handler = container.lifecycle?.[hook]
    if (handler !== undefined) yield* handlerErrors(handler, `${field}.lifecycle.${hook}`)
  }
  for (const name of PROBES) {
    const probe = container[name]
    if (probe === undefined) continue
    yield* handlerErrors(probe, `${field}.${name}`)
    yield* timingErrors(probe, `${field}.${name}`)
    if (name === 'readinessProbe') {
      if (probe.terminationGracePeriodSeconds === undefined) continue
      const path = `${field}.${name}.terminationGracePeriodSeconds`
      yield invalid(path, probe.terminationGracePeriodSeconds, 'must not be set for readinessProbes')
    } else if (probe.successThreshold && probe.successThreshold !== 1) {
      yield invalid(`${field}.${name}.successThreshold`, probe.successThreshold, 'must be 1')
    }
  }
}

/** None of them may stand on an init container that ends. */
export function* forbiddenProbeErrors(container: Container, field: string): Generator<FieldError> {
  for (const name of ['lifecycle', ...PROBES] as const) {
    if (container[name] === undefined) continue
    yield forbidden(`${field}.${name}`, 'may not be set for init containers without restartPolicy=Always')
  }
}

function* timingErrors(probe: Probe, field: string): Generator<FieldError> {
  for (const timing of TIMINGS) {
    const value = probe[timing]
    if (value !== undefined && value < 0)
      yield invalid(`${field}.${timing}`, value, 'must be greater than or equal to 0')
  }
}

function* handlerErrors(handler: Handler, field: string): Generator<FieldError> {
  const present = HANDLERS.filter((kind) => handler[kind] !== undefined)
  if (present.length === 0) yield required(field, 'must specify a handler type')
  for (const kind of present.slice(1)) yield forbidden(`${field}.${kind}`, 'may not specify more than 1 handler type')

  const [kind] = present
  if (kind === 'exec' && (handler.exec?.command ?? []).length === 0) yield required(`${field}.exec.command`)
  if (kind === 'tcpSocket') yield* portErrors(handler.tcpSocket?.port, `${field}.tcpSocket.port`)
  if (kind === 'grpc') yield* portErrors(handler.grpc?.port, `${field}.grpc.port`)
  if (kind === 'httpGet') {
    yield* portErrors(handler.httpGet?.port, `${field}.httpGet.port`)
    const schemes = ['HTTP', 'HTTPS']
    const scheme = handler.httpGet?.scheme
    if (scheme && !schemes.includes(scheme)) yield unsupported(`${field}.httpGet.scheme`, scheme, schemes)
  }
}

function* portErrors(port: number | string | undefined, field: string): Generator<FieldError> {
  if (typeof port === 'string') yield* portNameErrors(port, field)
  else yield* portNumberErrors(port ?? 0, field)
}
