import { forbidden, invalid, required, unsupported, type FieldError } from './field-error.js'
import { portNameErrors, portNumberErrors } from './names.js'
import type { Container, Handler, HttpGet, Probe } from './decoded.js'

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
export function* probeErrors(container: Container, field: string, gracePeriod: number): Generator<FieldError> {
  for (const hook of ['postStart', 'preStop'] as const) {
    const handler = container.lifecycle?.[hook]
    if (handler === undefined) continue
    const path = `${field}.lifecycle.${hook}`
    yield* handlerErrors(handler, path)
    const seconds = handler.sleep?.seconds ?? 0
    if (firstKind(handler) !== 'sleep' || (seconds >= 0 && seconds <= gracePeriod)) continue
    const rule = `must be non-negative and less than terminationGracePeriodSeconds (${gracePeriod})`
    yield invalid(`${path}.sleep`, seconds, rule)
  }
  for (const name of PROBES) {
    const probe = container[name]
    if (probe === undefined) continue
    yield* handlerErrors(probe, `${field}.${name}`)
    yield* timingErrors(probe, `${field}.${name}`)
    const grace = probe.terminationGracePeriodSeconds
    const path = `${field}.${name}.terminationGracePeriodSeconds`
    if (grace !== undefined && grace <= 0) yield invalid(path, grace, 'must be greater than 0')
    if (name === 'readinessProbe') {
      if (grace !== undefined) yield invalid(path, grace, 'must not be set for readinessProbes')
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
    const value = probe[timing] ?? 0
    if (value < 0) yield invalid(`${field}.${timing}`, value, 'must be greater than or equal to 0')
  }
}

const kindsOf = (handler: Handler) => HANDLERS.filter((kind) => handler[kind] !== undefined)
const firstKind = (handler: Handler) => kindsOf(handler)[0]

function* handlerErrors(handler: Handler, field: string): Generator<FieldError> {
  const [kind, ...others] = kindsOf(handler)
  if (kind === undefined) yield required(field, 'must specify a handler type')
  if (kind === 'exec' && (handler.exec?.command ?? []).length === 0) yield required(`${field}.exec.command`)
  if (kind === 'tcpSocket') yield* portErrors(handler.tcpSocket?.port, `${field}.tcpSocket.port`)
  if (kind === 'grpc') yield* portErrors(handler.grpc?.port, `${field}.grpc.port`)
  if (kind === 'httpGet') yield* httpErrors(handler.httpGet ?? {}, `${field}.httpGet`)
  for (const other of others) yield forbidden(`${field}.${other}`, 'may not specify more than 1 handler type')
}

function* httpErrors({ port, scheme, httpHeaders = [] }: HttpGet, field: string): Generator<FieldError> {
  yield* portErrors(port, `${field}.port`)
  const schemes = ['HTTP', 'HTTPS']
  if (scheme && !schemes.includes(scheme)) yield unsupported(`${field}.scheme`, scheme, schemes)
  for (const { name } of httpHeaders) {
    if (/^[-A-Za-z0-9]+$/.test(name)) continue
    const rule =
      "a valid HTTP header must consist of alphanumeric characters or '-' (e.g. 'X-Header-Name', regex used for validation is '[-A-Za-z0-9]+')"
    yield invalid(`${field}.httpHeaders`, name, rule)
  }
}

function* portErrors(port: number | string | undefined, field: string): Generator<FieldError> {
  if (typeof port === 'string') yield* portNameErrors(port, field)
  else yield* portNumberErrors(port ?? 0, field)
}
