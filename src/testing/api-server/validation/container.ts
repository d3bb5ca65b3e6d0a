import { duplicate, forbidden, invalid, notFound, required, unsupported, type FieldError } from './field-error.js'
import { dnsLabelErrors, portNameErrors, portNumberErrors } from './names.js'
import type { Container, ContainerPort, EnvVar, Volume } from './decoded.js'
import { containerResourceErrors } from './resources.js'
import { securityContextErrors } from './security-context.js'
import { descendingPathErrors } from './volumes.js'

const ENV_SOURCES = ['fieldRef', 'resourceFieldRef', 'configMapKeyRef', 'secretKeyRef', 'fileKeyRef']

/** What holds for containers and init containers alike. */
export function* containerErrors(
  container: Container,
  field: string,
  volumes: ReadonlyMap<string, Volume>,
  hostUsers: boolean | undefined,
): Generator<FieldError> {
  yield* dnsLabelErrors(container.name, `${field}.name`)
  if (!container.image) yield required(`${field}.image`)
  yield* choiceErrors(container.terminationMessagePolicy, `${field}.terminationMessagePolicy`, [
    'File',
    'FallbackToLogsOnError',
  ])
  yield* portErrors(container.ports ?? [], `${field}.ports`)
  yield* envErrors(container.env ?? [], `${field}.env`)
  yield* mountErrors(container, `${field}.volumeMounts`, volumes)
  yield* deviceErrors(container, `${field}.volumeDevices`, volumes)
  yield* choiceErrors(container.imagePullPolicy, `${field}.imagePullPolicy`, ['Always', 'IfNotPresent', 'Never'])
  yield* containerResourceErrors(container.resources, `${field}.resources`)
  yield* securityContextErrors(container.securityContext, `${field}.securityContext`, hostUsers)
}

function* choiceErrors(value: string | undefined, field: string, choices: readonly string[]): Generator<FieldError> {
  if (value && !choices.includes(value)) yield unsupported(field, value, choices)
}

function* portErrors(ports: readonly ContainerPort[], field: string): Generator<FieldError> {
  const names = new Set<string>()
  for (const [index, port] of ports.entries()) {
    const at = `${field}[${index}]`
    if (port.name) {
      const faults = [...portNameErrors(port.name, `${at}.name`)]
      yield* faults
      if (faults.length === 0 && names.has(port.name)) yield duplicate(`${at}.name`, port.name)
      names.add(port.name)
    }
    if (!port.containerPort) yield required(`${at}.containerPort`)
    else yield* portNumberErrors(port.containerPort, `${at}.containerPort`)
    if (port.hostPort) yield* portNumberErrors(port.hostPort, `${at}.hostPort`)
    yield* choiceErrors(port.protocol, `${at}.protocol`, ['SCTP', 'TCP', 'UDP'])
  }
}

function* envErrors(env: readonly EnvVar[], field: string): Generator<FieldError> {
  for (const [index, { name, value, valueFrom }] of env.entries()) {
    const at = `${field}[${index}]`
    if (!name) yield required(`${at}.name`)
    else if (!/^[ -<>-~]+$/.test(name)) {
      const rule = "a valid environment variable name must consist only of printable ASCII characters other than '='"
      yield invalid(`${at}.name`, name, rule)
    }
    if (valueFrom === undefined) continue
    const sources = ENV_SOURCES.filter((source) => valueFrom[source] !== undefined)
    if (sources.length === 0) {
      const rule =
        'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`'
      yield invalid(`${at}.valueFrom`, '', rule)
    } else if (value) {
      yield invalid(`${at}.valueFrom`, '', 'may not be specified when `value` is not empty')
    } else if (sources.length > 1) {
      yield invalid(`${at}.valueFrom`, '', 'may not have more than one field specified at a time')
    }
  }
}

// Paths are compared as strings, as the API server does: /mnt/ may stand beside /mnt.
function* mountErrors(
  container: Container,
  field: string,
  volumes: ReadonlyMap<string, Volume>,
): Generator<FieldError> {
  const devices = new Map((container.volumeDevices ?? []).map(({ name, devicePath }) => [name, devicePath]))
  const devicePaths = new Set(devices.values())
  const paths = new Set<string>()
  for (const [index, mount] of (container.volumeMounts ?? []).entries()) {
    const at = `${field}[${index}]`
    const { name, mountPath: path } = mount
    if (name === '') yield required(`${at}.name`)
    if (!volumes.has(name)) yield notFound(`${at}.name`, name)
    if (path === '') yield required(`${at}.mountPath`)
    if (paths.has(path)) yield invalid(`${at}.mountPath`, path, 'must be unique')
    paths.add(path)
    if (devices.has(name)) {
      yield invalid(`${at}.name`, name, 'must not already exist in volumeDevices')
    }
    if (devicePaths.has(path)) {
      yield invalid(`${at}.mountPath`, path, 'must not already exist as a path in volumeDevices')
    }
    // These field paths have no index in the API server either.
    if (mount.subPath) yield* descendingPathErrors(mount.subPath, `${field}.subPath`)
    if (mount.subPathExpr) {
      if (mount.subPath) {
        yield invalid(`${at}.subPathExpr`, mount.subPathExpr, 'subPathExpr and subPath are mutually exclusive')
      }
      yield* descendingPathErrors(mount.subPathExpr, `${field}.subPathExpr`)
    }
    yield* propagationErrors(mount, container, field)
  }
}

function* propagationErrors(
  { mountPropagation, recursiveReadOnly, readOnly }: NonNullable<Container['volumeMounts']>[number],
  container: Container,
  field: string,
): Generator<FieldError> {
  const propagations = ['Bidirectional', 'HostToContainer', 'None']
  if (mountPropagation !== undefined && !propagations.includes(mountPropagation)) {
    yield unsupported(`${field}.mountPropagation`, mountPropagation, propagations)
  }
  if (mountPropagation === 'Bidirectional' && container.securityContext?.privileged !== true) {
    const rule = 'Bidirectional mount propagation is available only to privileged containers'
    yield forbidden(`${field}.mountPropagation`, rule)
  }
  if (recursiveReadOnly === undefined || recursiveReadOnly === 'Disabled') return
  const modes = ['Disabled', 'Enabled', 'IfPossible']
  if (!modes.includes(recursiveReadOnly)) {
    yield unsupported(`${field}.recursiveReadOnly`, recursiveReadOnly, modes)
    return
  }
  if (readOnly !== true) {
    yield forbidden(`${field}.recursiveReadOnly`, 'may only be specified when readOnly is true')
  }
  if (mountPropagation !== undefined && mountPropagation !== 'None') {
    const rule = 'may only be specified when mountPropagation is None or not specified'
    yield forbidden(`${field}.recursiveReadOnly`, rule)
  }
}

function* deviceErrors(
  container: Container,
  field: string,
  volumes: ReadonlyMap<string, Volume>,
): Generator<FieldError> {
  const mounts = new Map((container.volumeMounts ?? []).map(({ name, mountPath }) => [name, mountPath]))
  const mountPaths = new Set(mounts.values())
  const names = new Set<string>()
  const paths = new Set<string>()
  for (const [index, { name, devicePath: path }] of (container.volumeDevices ?? []).entries()) {
    const at = `${field}[${index}]`
    if (name === '') yield required(`${at}.name`)
    if (names.has(name)) yield invalid(`${at}.name`, name, 'must be unique')
    names.add(name)
    const volume = volumes.get(name)
    if (volume === undefined) yield notFound(`${at}.name`, name)
    else if (volume.persistentVolumeClaim === undefined && volume.ephemeral === undefined) {
      const rule = 'can only use volume source type of PersistentVolumeClaim or Ephemeral for block mode'
      yield invalid(`${at}.name`, name, rule)
    }
    if (path === '') yield required(`${at}.devicePath`)
    if (paths.has(path)) yield invalid(`${at}.devicePath`, path, 'must be unique')
    paths.add(path)
    if (path.split('/').includes('..')) yield invalid(`${at}.devicePath`, path, "can not contain backsteps ('..')")
    if (mounts.has(name)) {
      yield invalid(`${at}.name`, name, 'must not already exist in volumeMounts')
    }
    if (mountPaths.has(path)) {
      yield invalid(`${at}.devicePath`, path, 'must not already exist as a path in volumeMounts')
    }
  }
}
