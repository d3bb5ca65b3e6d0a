import { isObject, readPath, type JsonObject } from '../json.js'
import { fieldsOf } from './field-types.js'

/*
 * What an object has to have if it is there at all, by type: each field of the list, also one below (`a.b`), or one of several (`a|b`). The rules are those of
 * pkg/apis/core/validation; an API server of 1.37 was asked of all but some volume sources of single vendors. Those of containers, and list map
 * keys, are not here.
 */
const text = `
AWSElasticBlockStoreVolumeSource: volumeID
AppArmorProfile: type
AzureDiskVolumeSource: diskName diskURI
AzureFileVolumeSource: secretName shareName
CephFSVolumeSource: monitors
CinderVolumeSource: volumeID
CSIVolumeSource: driver
ClusterTrustBundleProjection: path name|signerName
ConfigMapEnvSource: name
ConfigMapKeySelector: name key
ConfigMapProjection: name
ConfigMapVolumeSource: name
ContainerResizePolicy: resourceName restartPolicy
ContainerRestartRule: action
DownwardAPIVolumeFile: path fieldRef|resourceFieldRef
EnvFromSource: configMapRef|secretRef
EnvVarSource: fieldRef|resourceFieldRef|configMapKeyRef|secretKeyRef|fileKeyRef
EphemeralVolumeSource: volumeClaimTemplate
ExecAction: command
FCVolumeSource: targetWWNs|wwids
FileKeySelector: volumeName path key
FlexVolumeSource: driver
FlockerVolumeSource: datasetName|datasetUUID
GCEPersistentDiskVolumeSource: pdName
GRPCAction: port
GitRepoVolumeSource: repository
GlusterfsVolumeSource: endpoints path
HTTPGetAction: port
HTTPHeader: name
HostPathVolumeSource: path
ISCSIVolumeSource: targetPortal iqn
ImageVolumeSource: reference
KeyToPath: key path
LabelSelectorRequirement: key operator
LifecycleHandler: exec|httpGet|tcpSocket|sleep
NFSVolumeSource: server path
NodeSelector: nodeSelectorTerms
NodeSelectorRequirement: key operator
ObjectFieldSelector: fieldPath
PersistentVolumeClaimSpec: accessModes resources.requests.storage
PersistentVolumeClaimTemplate: spec
PersistentVolumeClaimVolumeSource: claimName
PhotonPersistentDiskVolumeSource: pdID
PodAffinityTerm: topologyKey
PodCertificateProjection: signerName keyType credentialBundlePath|keyPath|certificateChainPath
PodDNSConfigOption: name
PodOS: name
PodReadinessGate: conditionType
PodResourceClaim: resourceClaimName|resourceClaimTemplateName
PortworxVolumeSource: volumeID
PreferredSchedulingTerm: weight
Probe: exec|httpGet|tcpSocket|grpc
QuobyteVolumeSource: registry volume
RBDVolumeSource: monitors image
ResourceFieldSelector: resource
ScaleIOVolumeSource: gateway system volumeName
SeccompProfile: type
SecretEnvSource: name
SecretKeySelector: name key
SecretProjection: name
SecretVolumeSource: secretName
ServiceAccountTokenProjection: path
StorageOSVolumeSource: volumeName
Sysctl: name
TCPSocketAction: port
Toleration: key|operator
TopologySpreadConstraint: maxSkew
VsphereVirtualDiskVolumeSource: volumePath
WeightedPodAffinityTerm: weight podAffinityTerm
`

type Requirement = readonly string[]

let table: ReadonlyMap<string | undefined, readonly Requirement[]> | undefined

/** What objects of a type have to have: of each entry one field. It is read when it is first asked for. */
export function requirementsOf(type: string | undefined): readonly Requirement[] {
  table ??= new Map(text.trim().split('\n').map(readType))
  return table.get(type) ?? none
}

const none: readonly Requirement[] = []

function readType(line: string): [string, readonly Requirement[]] {
  const colon = line.indexOf(':')
  const fields = line.slice(colon + 2).split(' ')
  return [line.slice(0, colon), fields.map((field) => field.split('|'))]
}

/**
 * Finds what an object of a type lacks: the fields of which it has to have one. Where there are several, one that nobody knows may be another,
 * of a newer Kubernetes.
 *
 * @param isGiven - whether a field has a value that counts.
 */
export function lackingIn(
  object: JsonObject,
  type: string | undefined,
  isGiven: (value: unknown) => boolean,
): Requirement | undefined {
  return requirementsOf(type).find((fields) => {
    if (fields.some((name) => isGiven(valueAt(object, name)))) return false
    return fields.length === 1 || !Object.keys(object).some((name) => isNewer(name, type) && isGiven(object[name]))
  })
}

/** What an object has at a field of these. */
export const valueAt = (object: JsonObject, field: string): unknown => readPath(object, field.split('.'))

const isNewer = (name: string, type: string | undefined): boolean => fieldsOf(type)?.has(name) !== true

/** Tells whether a value of a pod is one of those that the API server takes for none where it wants one. */
export const isBlank = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || value === 0 || (Array.isArray(value) && value.length === 0)

/** Finds what an object of a pod lacks. */
export const lacking = (object: unknown, type: string | undefined): Requirement | undefined =>
  isObject(object) ? lackingIn(object, type, (value) => !isBlank(value)) : undefined
