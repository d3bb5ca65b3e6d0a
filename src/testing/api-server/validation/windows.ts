import { forbidden, invalid, required, unsupported, type FieldError } from './field-error.js'
import { containersOf, type PodSpec } from './decoded.js'

const POD_FIELDS = ['hostUsers', 'hostPID', 'hostIPC', 'shareProcessNamespace'] as const
const POD_CONTEXT_FIELDS = [
  'seLinuxOptions',
  'seccompProfile',
  'fsGroup',
  'fsGroupChangePolicy',
  'sysctls',
  'runAsUser',
  'runAsGroup',
  'supplementalGroups',
  'supplementalGroupsPolicy',
] as const
const CONTAINER_CONTEXT_FIELDS = [
  'appArmorProfile',
  'seLinuxOptions',
  'seccompProfile',
  'capabilities',
  'readOnlyRootFilesystem',
  'privileged',
  'allowPrivilegeEscalation',
  'procMount',
  'runAsUser',
  'runAsGroup',
] as const

/** What a pod may not set because of the system that it says it needs. */
export function* osErrors(spec: PodSpec): Generator<FieldError> {
  const { name } = spec.os ?? {}
  if (name === undefined) return
  if (name === '') yield required('spec.os.name')
  else if (name === 'windows') yield* windowsErrors(spec)
  else if (name === 'linux') yield* linuxErrors(spec)
  else yield unsupported('spec.os', name, ['linux', 'windows'])
}

function* linuxErrors(spec: PodSpec): Generator<FieldError> {
  const holders = [['spec', spec] as const, ...containersOf(spec)]
  for (const [field, { securityContext }] of holders) {
    if (securityContext?.windowsOptions === undefined) continue
    yield forbidden(`${field}.securityContext.windowsOptions`, 'windows options cannot be set for a linux pod')
  }
}

function* windowsErrors(spec: PodSpec): Generator<FieldError> {
  const rule = 'cannot be set for a windows pod'
  for (const key of POD_CONTEXT_FIELDS) {
    if (spec.securityContext[key] !== undefined) yield forbidden(`spec.securityContext.${key}`, rule)
  }
  for (const key of POD_FIELDS) {
    if (spec[key] !== undefined) yield forbidden(`spec.${key}`, rule)
  }
  for (const [field, container] of containersOf(spec)) {
    for (const key of CONTAINER_CONTEXT_FIELDS) {
      if (container.securityContext?.[key] !== undefined) yield forbidden(`${field}.securityContext.${key}`, rule)
    }
  }
}

/** A host process container makes all of them host process containers, and needs the host's network. */
export function* hostProcessErrors(spec: PodSpec): Generator<FieldError> {
  const ofPod = spec.securityContext.windowsOptions?.hostProcess
  const ofEach: (boolean | undefined)[] = []
  for (const [field, { securityContext }] of containersOf(spec)) {
    const own = securityContext?.windowsOptions?.hostProcess
    if (ofPod !== undefined && own !== undefined && ofPod !== own) {
      const rule = `pod hostProcess value must be identical if both are specified, was ${ofPod}`
      yield invalid(`${field}.securityContext.windowsOptions.hostProcess`, own, rule)
    }
    ofEach.push(own ?? ofPod)
  }
  if (!ofEach.includes(true)) return
  if (ofEach.some((hostProcess) => hostProcess !== true)) {
    const rule = 'If pod contains any hostProcess containers then all containers must be HostProcess containers'
    yield invalid('spec', '', rule)
  }
  if (spec.hostNetwork !== true) {
    yield invalid('spec.hostNetwork', false, 'hostNetwork must be true if pod contains any hostProcess containers')
  }
}
