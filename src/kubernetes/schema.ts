import { own } from '../json.js'
import { fieldsOf } from './field-types.js'

/*
 * What the merge knows about Kubernetes' types: which lists are keyed, which type stands behind a field, which fields exclude
 * each other, and which keep their zero value. A type or field that is not known is merged by its JSON shape.
 */

/**
 * The list map keys of every type in a pod spec: `x-kubernetes-list-map-keys` of the API server's OpenAPI (v1.37), by type and
 * field. A list that is not here is atomic: it is compared and replaced as a whole.
 *
 * @example
 * console.log(listMapKeys.Container.ports) //=> [ 'containerPort', 'protocol' ]
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

/** Fields of which the API server takes one at the most; a volume's sources are all its fields but the name. */
const unions = /* @__PURE__ */ byName<readonly string[]>({
  ClusterTrustBundleProjection: ['name', 'signerName'],
  DownwardAPIVolumeFile: ['fieldRef', 'resourceFieldRef'],
  EnvFromSource: ['configMapRef', 'secretRef'],
  EnvVar: ['value', 'valueFrom'],
  EnvVarSource: ['configMapKeyRef', 'fieldRef', 'fileKeyRef', 'resourceFieldRef', 'secretKeyRef'],
  FCVolumeSource: ['targetWWNs', 'wwids'],
  FlockerVolumeSource: ['datasetName', 'datasetUUID'],
  PodResourceClaim: ['resourceClaimName', 'resourceClaimTemplateName'],
  LifecycleHandler: ['exec', 'httpGet', 'sleep', 'tcpSocket'],
  Probe: ['exec', 'grpc', 'httpGet', 'tcpSocket'],
  VolumeMount: ['subPath', 'subPathExpr'],
  VolumeProjection: [
    'clusterTrustBundle',
    'configMap',
    'downwardAPI',
    'podCertificate',
    'secret',
    'serviceAccountToken',
  ],
})

const keysByType = /* @__PURE__ */ byName<Readonly<Record<string, readonly string[]>>>(listMapKeys)

/** The list map keys of a field, or undefined where the list is atomic. */
export const keysOf = (type: string | undefined, field: string): readonly string[] | undefined =>
  own(keysByType.get(type), field)

/** What is asked again and again: of a map that takes less time than of an object. */
function byName<T>(table: Readonly<Record<string, T>>): ReadonlyMap<string | undefined, T> {
  return new Map(Object.entries(table))
}

/** Maps, whose keys are data. They have no name in Kubernetes. */
const maps: Readonly<Record<string, string>> = { Quantity: 'Quantities', string: 'Strings' }

/** The type of the objects behind a field (of a list: of its entries), or undefined where there are none, or nothing is known of it. */
export function typeOf(type: string | undefined, field: string): string | undefined {
  const known = fieldsOf(type)?.get(field)
  if (known === undefined) return undefined
  if (known.shape === 'map') return maps[known.type]
  return fieldsOf(known.type) === undefined ? undefined : known.type
}

/** Tells whether a field holds requests and limits. */
export const isResources = (type: string | undefined, field: string): boolean =>
  fieldsOf(type)?.get(field)?.type === 'ResourceRequirements'

/** Tells whether a field is a union by its own `type`, which is written as a whole. */
export const isUnionByType = (field: string): boolean => field === 'seccompProfile' || field === 'appArmorProfile'

/** Tells whether a list without keys is a set, of which each entry counts by itself: the capabilities that are dropped. */
export const isSet = (type: string | undefined, field: string): boolean => type === 'Capabilities' && field === 'drop'

const none: readonly string[] = []

/** The fields of a type of which the API server takes one at the most. */
export const unionOf = (type: string | undefined): readonly string[] => unions.get(type) ?? none

/** The fields that exclude the given one. */
export function exclusiveWith(type: string | undefined, field: string): readonly string[] {
  const members = unionOf(type)
  return members.includes(field) ? members.filter((member) => member !== field) : none
}

/** Tells whether the API server tells the zero value of a field from its absence: in maps, and behind pointers. */
export function keepsZero(type: string | undefined, field: string): boolean {
  if (type === 'Quantities' || type === 'Strings') return true
  return fieldsOf(type)?.get(field)?.isPointer === true
}

/** Tells whether the API server gives back an empty value of a field that was sent. */
export const keepsEmpty = (type: string | undefined, field: string): boolean =>
  keepsZero(type, field) || fieldsOf(type)?.get(field)?.isAlwaysWritten === true

/** Tells whether a field holds a map, which the API server drops where it is empty. */
export const isMap = (type: string | undefined, field: string): boolean => fieldsOf(type)?.get(field)?.shape === 'map'
