/*
 * What the merge knows about Kubernetes' types: which lists are keyed, which type stands behind a field, which fields exclude
 * each other, and which scalars keep their zero value. A type or field that is not named here is merged by its JSON shape.
 */

/**
 * The list map keys of every type in a pod spec: `x-kubernetes-list-map-keys` of the API server's OpenAPI (v1.37), by type and
 * field. A list that is not here is atomic: it is compared and replaced as a whole.
 *
 * @example
 * listMapKeys.Container.ports // ['containerPort', 'protocol']
 */
export const listMapKeys = {
  PodSpec: {
    containers: ['name'],
    ephemeralContainers: ['name'],
    evictionResponders: ['name'],
    hostAliases: ['ip'],
    imagePullSecrets: ['name'],
    initContainers: ['name'],
    resourceClaims: ['name'],
    schedulingGates: ['name'],
    topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
    volumes: ['name'],
  },
  Container: {
    env: ['name'],
    ports: ['containerPort', 'protocol'],
    volumeDevices: ['devicePath'],
    volumeMounts: ['mountPath'],
  },
  EphemeralContainer: {
    env: ['name'],
    ports: ['containerPort', 'protocol'],
    volumeDevices: ['devicePath'],
    volumeMounts: ['mountPath'],
  },
  ResourceRequirements: { claims: ['name'] },
  ObjectMeta: { ownerReferences: ['uid'] },
} as const satisfies Record<string, Record<string, readonly string[]>>

type Fields = Readonly<Record<string, string>>

const containerFields: Fields = {
  env: 'EnvVar',
  lifecycle: 'Lifecycle',
  livenessProbe: 'Probe',
  readinessProbe: 'Probe',
  resources: 'ResourceRequirements',
  securityContext: 'SecurityContext',
  startupProbe: 'Probe',
  volumeMounts: 'VolumeMount',
}

const fieldTypes: Readonly<Record<string, Fields>> = {
  PodSpec: {
    containers: 'Container',
    ephemeralContainers: 'EphemeralContainer',
    initContainers: 'Container',
    overhead: 'Quantities',
    resourceClaims: 'PodResourceClaim',
    resources: 'ResourceRequirements',
    securityContext: 'SecurityContext',
    volumes: 'Volume',
  },
  Container: containerFields,
  EphemeralContainer: containerFields,
  EnvVar: { valueFrom: 'EnvVarSource' },
  Lifecycle: { postStart: 'LifecycleHandler', preStop: 'LifecycleHandler' },
  SecurityContext: { capabilities: 'Capabilities', seccompProfile: 'SeccompProfile' },
  Volume: { ephemeral: 'EphemeralVolumeSource' },
  EphemeralVolumeSource: { volumeClaimTemplate: 'PersistentVolumeClaimTemplate' },
  PersistentVolumeClaimTemplate: { metadata: 'ObjectMeta', spec: 'PersistentVolumeClaimSpec' },
  PersistentVolumeClaimSpec: { resources: 'VolumeResourceRequirements' },
  ResourceRequirements: { limits: 'Quantities', requests: 'Quantities' },
  VolumeResourceRequirements: { limits: 'Quantities', requests: 'Quantities' },
}

/** Fields of which the API server takes one at the most; a volume's sources are all its fields but the name. */
const unions: Readonly<Record<string, readonly string[]>> = {
  EnvVar: ['value', 'valueFrom'],
  EnvVarSource: ['configMapKeyRef', 'fieldRef', 'fileKeyRef', 'resourceFieldRef', 'secretKeyRef'],
  PodResourceClaim: ['resourceClaimName', 'resourceClaimTemplateName'],
  LifecycleHandler: ['exec', 'httpGet', 'sleep', 'tcpSocket'],
  Probe: ['exec', 'grpc', 'httpGet', 'tcpSocket'],
  VolumeMount: ['subPath', 'subPathExpr'],
}

/** Scalars that are pointers in Go: their `false`, `0` and `""` are kept by the API server, and differ from absent. */
const pointers: ReadonlySet<string> = new Set([
  'activeDeadlineSeconds',
  'allowPrivilegeEscalation',
  'apiGroup',
  'automountServiceAccountToken',
  'blockOwnerDeletion',
  'cachingMode',
  'controller',
  'defaultMode',
  'defaultUser',
  'deletionGracePeriodSeconds',
  'enableServiceLinks',
  'expirationSeconds',
  'fsGroup',
  'fsGroupChangePolicy',
  'gmsaCredentialSpec',
  'gmsaCredentialSpecName',
  'hostProcess',
  'hostUsers',
  'hostnameOverride',
  'initiatorName',
  'localhostProfile',
  'maxExpirationSeconds',
  'minDomains',
  'mode',
  'mountPropagation',
  'nodeAffinityPolicy',
  'nodeTaintsPolicy',
  'optional',
  'podGroupName',
  'preemptionPolicy',
  'priority',
  'privileged',
  'procMount',
  'readOnlyRootFilesystem',
  'recursiveReadOnly',
  'resourceClaimName',
  'resourceClaimTemplateName',
  'restartPolicy',
  'runAsGroup',
  'runAsNonRoot',
  'runAsUser',
  'runAsUserName',
  'runtimeClassName',
  'seLinuxChangePolicy',
  'service',
  'setHostnameAsFQDN',
  'shareProcessNamespace',
  'sizeLimit',
  'stopSignal',
  'storageClassName',
  'supplementalGroupsPolicy',
  'terminationGracePeriodSeconds',
  'tolerationSeconds',
  'volumeAttributesClassName',
  'volumeMode',
])

/** The list map keys of a field, or undefined where the list is atomic. */
export function keysOf(type: string | undefined, field: string): readonly string[] | undefined {
  const table: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = listMapKeys
  return own(own(table, type), field)
}

/** The type behind a field (of a list: of its entries), or undefined where nothing is known of it. */
export const typeOf = (type: string | undefined, field: string): string | undefined => own(own(fieldTypes, type), field)

/** Tells whether a field holds requests and limits. */
export const isResources = (type: string | undefined, field: string): boolean =>
  typeOf(type, field) === 'ResourceRequirements'

/** Tells whether a field is a union by its own `type`, which is written as a whole. */
export const isUnionByType = (field: string): boolean => field === 'seccompProfile' || field === 'appArmorProfile'

/** Tells whether a list without keys is a set, of which each entry counts by itself: the capabilities that are dropped. */
export const isSet = (type: string | undefined, field: string): boolean => type === 'Capabilities' && field === 'drop'

/** The fields that exclude the given one. */
export function exclusiveWith(type: string | undefined, field: string): readonly string[] {
  const members = own(unions, type) ?? []
  return members.includes(field) ? members.filter((member) => member !== field) : []
}

/** Tells whether the API server tells the zero value of a scalar field from its absence. */
export const keepsZero = (field: string): boolean => pointers.has(field)

function own<T>(table: Readonly<Record<string, T>> = {}, key = ''): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined
}
