/*
 * The Go types that a pod spec of Kubernetes 1.37 is made of (k8s.io/api/core/v1, and what it refers to), as far as JSON tells
 * them apart. A field's type is written as in Go: `*bool` is a pointer, whose `false`, `0` and `""` are kept; the zero value of a
 * plain field is dropped, and `!` marks one without omitempty, which is always written. `[]T` is a list, `map:T` a map by texts. Behind `~`
 * is what the API server wants of texts (pkg/apis/core/validation): a format, with `?` where an empty text is none or is told elsewhere, or a
 * closed list of values. What the volumes of single vendors want is not here, nor what Windows, sysctls, HTTP headers and searched domains
 * look like.
 */
const text = `
PodSpec: volumes=[]Volume initContainers=[]Container containers=[]Container! ephemeralContainers=[]EphemeralContainer
  restartPolicy=string~Always|Never|OnFailure terminationGracePeriodSeconds=*int activeDeadlineSeconds=*int
  dnsPolicy=string~ClusterFirst|ClusterFirstWithHostNet|Default|None nodeSelector=map:string~labels
  serviceAccountName=string~subdomain? serviceAccount=string automountServiceAccountToken=*bool nodeName=string~subdomain?
  hostNetwork=bool hostPID=bool hostIPC=bool shareProcessNamespace=*bool securityContext=*PodSecurityContext
  imagePullSecrets=[]LocalObjectReference hostname=string~label? subdomain=string~label? affinity=*Affinity
  schedulerName=string tolerations=[]Toleration hostAliases=[]HostAlias priorityClassName=string~subdomain? priority=*int
  dnsConfig=*PodDNSConfig readinessGates=[]PodReadinessGate runtimeClassName=*string~subdomain enableServiceLinks=*bool
  preemptionPolicy=*string overhead=map:Quantity~labelKey topologySpreadConstraints=[]TopologySpreadConstraint
  setHostnameAsFQDN=*bool os=*PodOS hostUsers=*bool schedulingGates=[]PodSchedulingGate
  resourceClaims=[]PodResourceClaim resources=*ResourceRequirements hostnameOverride=*string~hostname
  schedulingGroup=*PodSchedulingGroup evictionResponders=[]EvictionResponder
Volume: name=string~label! hostPath=*HostPathVolumeSource emptyDir=*EmptyDirVolumeSource
  gcePersistentDisk=*GCEPersistentDiskVolumeSource awsElasticBlockStore=*AWSElasticBlockStoreVolumeSource
  gitRepo=*GitRepoVolumeSource secret=*SecretVolumeSource nfs=*NFSVolumeSource iscsi=*ISCSIVolumeSource
  glusterfs=*GlusterfsVolumeSource persistentVolumeClaim=*PersistentVolumeClaimVolumeSource rbd=*RBDVolumeSource
  flexVolume=*FlexVolumeSource cinder=*CinderVolumeSource cephfs=*CephFSVolumeSource flocker=*FlockerVolumeSource
  downwardAPI=*DownwardAPIVolumeSource fc=*FCVolumeSource azureFile=*AzureFileVolumeSource
  configMap=*ConfigMapVolumeSource vsphereVolume=*VsphereVirtualDiskVolumeSource quobyte=*QuobyteVolumeSource
  azureDisk=*AzureDiskVolumeSource photonPersistentDisk=*PhotonPersistentDiskVolumeSource
  projected=*ProjectedVolumeSource portworxVolume=*PortworxVolumeSource scaleIO=*ScaleIOVolumeSource
  storageos=*StorageOSVolumeSource csi=*CSIVolumeSource ephemeral=*EphemeralVolumeSource image=*ImageVolumeSource
Container: name=string~label! image=string~reference command=[]string args=[]string workingDir=string
  ports=[]ContainerPort envFrom=[]EnvFromSource env=[]EnvVar resources=ResourceRequirements
  resizePolicy=[]ContainerResizePolicy restartPolicy=*string~Always|Never|OnFailure
  restartPolicyRules=[]ContainerRestartRule volumeMounts=[]VolumeMount volumeDevices=[]VolumeDevice
  livenessProbe=*Probe readinessProbe=*Probe startupProbe=*Probe lifecycle=*Lifecycle terminationMessagePath=string
  terminationMessagePolicy=string~FallbackToLogsOnError|File imagePullPolicy=string~Always|IfNotPresent|Never
  securityContext=*SecurityContext stdin=bool stdinOnce=bool tty=bool
EphemeralContainer: name=string! image=string command=[]string args=[]string workingDir=string ports=[]ContainerPort
  envFrom=[]EnvFromSource env=[]EnvVar resources=ResourceRequirements resizePolicy=[]ContainerResizePolicy
  restartPolicy=*string restartPolicyRules=[]ContainerRestartRule volumeMounts=[]VolumeMount
  volumeDevices=[]VolumeDevice livenessProbe=*Probe readinessProbe=*Probe startupProbe=*Probe lifecycle=*Lifecycle
  terminationMessagePath=string terminationMessagePolicy=string imagePullPolicy=string
  securityContext=*SecurityContext stdin=bool stdinOnce=bool tty=bool targetContainerName=string
PodSecurityContext: seLinuxOptions=*SELinuxOptions windowsOptions=*WindowsSecurityContextOptions runAsUser=*int
  runAsGroup=*int runAsNonRoot=*bool supplementalGroups=[]int supplementalGroupsPolicy=*string
  fsGroup=*int sysctls=[]Sysctl fsGroupChangePolicy=*string seccompProfile=*SeccompProfile
  appArmorProfile=*AppArmorProfile seLinuxChangePolicy=*string
LocalObjectReference: name=string
Affinity: nodeAffinity=*NodeAffinity podAffinity=*PodAffinity podAntiAffinity=*PodAntiAffinity
Toleration: key=string~labelKey? operator=string~Equal|Exists value=string~labelValue
  effect=string~NoExecute|NoSchedule|PreferNoSchedule tolerationSeconds=*int
HostAlias: ip=string~address! hostnames=[]string~subdomain
PodDNSConfig: nameservers=[]string~address searches=[]string options=[]PodDNSConfigOption
PodReadinessGate: conditionType=string~labelKey?!
TopologySpreadConstraint: maxSkew=int! topologyKey=string! whenUnsatisfiable=string~DoNotSchedule|ScheduleAnyway!
  labelSelector=*LabelSelector minDomains=*int nodeAffinityPolicy=*string
  nodeTaintsPolicy=*string matchLabelKeys=[]string~labelKey
PodOS: name=string!
PodSchedulingGate: name=string~labelKey!
PodResourceClaim: name=string~label! resourceClaimName=*string~subdomain resourceClaimTemplateName=*string~subdomain
ResourceRequirements: limits=map:Quantity~labelKey requests=map:Quantity~labelKey claims=[]ResourceClaim
PodSchedulingGroup: podGroupName=*string
EvictionResponder: name=string! priority=*int!
HostPathVolumeSource: path=string! type=*string
EmptyDirVolumeSource: medium=string sizeLimit=*Quantity mode=*int~any
GCEPersistentDiskVolumeSource: pdName=string! fsType=string partition=int readOnly=bool
AWSElasticBlockStoreVolumeSource: volumeID=string! fsType=string partition=int readOnly=bool
GitRepoVolumeSource: repository=string! revision=string directory=string
SecretVolumeSource: secretName=string items=[]KeyToPath defaultMode=*int optional=*bool defaultUser=*int
NFSVolumeSource: server=string! path=string! readOnly=bool
ISCSIVolumeSource: targetPortal=string! iqn=string! lun=int! iscsiInterface=string fsType=string readOnly=bool
  portals=[]string chapAuthDiscovery=bool chapAuthSession=bool secretRef=*LocalObjectReference initiatorName=*string
GlusterfsVolumeSource: endpoints=string! path=string! readOnly=bool
PersistentVolumeClaimVolumeSource: claimName=string! readOnly=bool
RBDVolumeSource: monitors=[]string! image=string! fsType=string pool=string user=string keyring=string
  secretRef=*LocalObjectReference readOnly=bool
FlexVolumeSource: driver=string! fsType=string secretRef=*LocalObjectReference readOnly=bool options=map:string
CinderVolumeSource: volumeID=string! fsType=string readOnly=bool secretRef=*LocalObjectReference
CephFSVolumeSource: monitors=[]string! path=string user=string secretFile=string secretRef=*LocalObjectReference
  readOnly=bool
FlockerVolumeSource: datasetName=string datasetUUID=string
DownwardAPIVolumeSource: items=[]DownwardAPIVolumeFile defaultMode=*int defaultUser=*int
FCVolumeSource: targetWWNs=[]string lun=*int fsType=string readOnly=bool wwids=[]string
AzureFileVolumeSource: secretName=string! shareName=string! readOnly=bool
ConfigMapVolumeSource: name=string items=[]KeyToPath defaultMode=*int optional=*bool defaultUser=*int
VsphereVirtualDiskVolumeSource: volumePath=string! fsType=string storagePolicyName=string storagePolicyID=string
QuobyteVolumeSource: registry=string! volume=string! readOnly=bool user=string group=string tenant=string
AzureDiskVolumeSource: diskName=string! diskURI=string! cachingMode=*string fsType=*string readOnly=*bool kind=*string
PhotonPersistentDiskVolumeSource: pdID=string! fsType=string
ProjectedVolumeSource: sources=[]VolumeProjection! defaultMode=*int defaultUser=*int
PortworxVolumeSource: volumeID=string! fsType=string readOnly=bool
ScaleIOVolumeSource: gateway=string! system=string! secretRef=*LocalObjectReference! sslEnabled=bool
  protectionDomain=string storagePool=string storageMode=string volumeName=string fsType=string readOnly=bool
StorageOSVolumeSource: volumeName=string volumeNamespace=string fsType=string readOnly=bool
  secretRef=*LocalObjectReference
CSIVolumeSource: driver=string! readOnly=*bool fsType=*string volumeAttributes=map:string
  nodePublishSecretRef=*LocalObjectReference
EphemeralVolumeSource: volumeClaimTemplate=*PersistentVolumeClaimTemplate
ImageVolumeSource: reference=string pullPolicy=string~Always|IfNotPresent|Never
ContainerPort: name=string~port? hostPort=int containerPort=int! protocol=string~SCTP|TCP|UDP hostIP=string
EnvFromSource: prefix=string~variable? configMapRef=*ConfigMapEnvSource secretRef=*SecretEnvSource
EnvVar: name=string~variable! value=string valueFrom=*EnvVarSource
ContainerResizePolicy: resourceName=string! restartPolicy=string!
ContainerRestartRule: action=string exitCodes=*ContainerRestartRuleOnExitCodes
VolumeMount: name=string~label! readOnly=bool recursiveReadOnly=*string
  mountPath=string! subPath=string~inside? mountPropagation=*string~Bidirectional|HostToContainer|None
  subPathExpr=string~inside? bindMountOptions=[]string
VolumeDevice: name=string~label! devicePath=string!
Probe: exec=*ExecAction httpGet=*HTTPGetAction tcpSocket=*TCPSocketAction grpc=*GRPCAction initialDelaySeconds=int
  timeoutSeconds=int periodSeconds=int successThreshold=int failureThreshold=int terminationGracePeriodSeconds=*int
Lifecycle: postStart=*LifecycleHandler preStop=*LifecycleHandler stopSignal=*string
SecurityContext: capabilities=*Capabilities privileged=*bool seLinuxOptions=*SELinuxOptions
  windowsOptions=*WindowsSecurityContextOptions runAsUser=*int runAsGroup=*int runAsNonRoot=*bool
  readOnlyRootFilesystem=*bool allowPrivilegeEscalation=*bool procMount=*string~Default|Unmasked
  seccompProfile=*SeccompProfile appArmorProfile=*AppArmorProfile
SELinuxOptions: user=string role=string type=string level=string
WindowsSecurityContextOptions: gmsaCredentialSpecName=*string gmsaCredentialSpec=*string runAsUserName=*string
  hostProcess=*bool
Sysctl: name=string! value=string!
SeccompProfile: type=string~Localhost|RuntimeDefault|Unconfined! localhostProfile=*string~inside
AppArmorProfile: type=string~Localhost|RuntimeDefault|Unconfined! localhostProfile=*string
NodeAffinity: requiredDuringSchedulingIgnoredDuringExecution=*NodeSelector
  preferredDuringSchedulingIgnoredDuringExecution=[]PreferredSchedulingTerm
PodAffinity: requiredDuringSchedulingIgnoredDuringExecution=[]PodAffinityTerm
  preferredDuringSchedulingIgnoredDuringExecution=[]WeightedPodAffinityTerm
PodAntiAffinity: requiredDuringSchedulingIgnoredDuringExecution=[]PodAffinityTerm
  preferredDuringSchedulingIgnoredDuringExecution=[]WeightedPodAffinityTerm
PodDNSConfigOption: name=string value=*string
LabelSelector: matchLabels=map:string~labels matchExpressions=[]LabelSelectorRequirement
ResourceClaim: name=string~label! request=string~label?
KeyToPath: key=string! path=string~file?! mode=*int user=*int
DownwardAPIVolumeFile: path=string~file?! fieldRef=*ObjectFieldSelector resourceFieldRef=*ResourceFieldSelector
  mode=*int user=*int
VolumeProjection: secret=*SecretProjection downwardAPI=*DownwardAPIProjection configMap=*ConfigMapProjection
  serviceAccountToken=*ServiceAccountTokenProjection clusterTrustBundle=*ClusterTrustBundleProjection
  podCertificate=*PodCertificateProjection
PersistentVolumeClaimTemplate: metadata=ObjectMeta spec=PersistentVolumeClaimSpec!
ConfigMapEnvSource: name=string~subdomain? optional=*bool
SecretEnvSource: name=string~subdomain? optional=*bool
EnvVarSource: fieldRef=*ObjectFieldSelector resourceFieldRef=*ResourceFieldSelector
  configMapKeyRef=*ConfigMapKeySelector secretKeyRef=*SecretKeySelector fileKeyRef=*FileKeySelector
ContainerRestartRuleOnExitCodes: operator=string values=[]int
ExecAction: command=[]string
HTTPGetAction: path=string port=IntOrString~port! host=string scheme=string~HTTP|HTTPS httpHeaders=[]HTTPHeader
  protocol=*string
TCPSocketAction: port=IntOrString~port! host=string
GRPCAction: port=int! service=*string! mode=*string
LifecycleHandler: exec=*ExecAction httpGet=*HTTPGetAction tcpSocket=*TCPSocketAction sleep=*SleepAction
Capabilities: add=[]string drop=[]string
NodeSelector: nodeSelectorTerms=[]NodeSelectorTerm!
PreferredSchedulingTerm: weight=int! preference=NodeSelectorTerm!
PodAffinityTerm: labelSelector=*LabelSelector namespaces=[]string~label topologyKey=string~labelKey?!
  namespaceSelector=*LabelSelector matchLabelKeys=[]string~labelKey mismatchLabelKeys=[]string~labelKey
WeightedPodAffinityTerm: weight=int! podAffinityTerm=PodAffinityTerm!
LabelSelectorRequirement: key=string~labelKey?! operator=string~DoesNotExist|Exists|In|NotIn!
  values=[]string~labelValue
ObjectFieldSelector: apiVersion=string fieldPath=string!
ResourceFieldSelector: containerName=string resource=string! divisor=Quantity
SecretProjection: name=string items=[]KeyToPath optional=*bool
DownwardAPIProjection: items=[]DownwardAPIVolumeFile
ConfigMapProjection: name=string items=[]KeyToPath optional=*bool
ServiceAccountTokenProjection: audience=string expirationSeconds=*int path=string~file?! user=*int
ClusterTrustBundleProjection: name=*string signerName=*string labelSelector=*LabelSelector optional=*bool
  path=string~file?! user=*int
PodCertificateProjection: signerName=string keyType=string maxExpirationSeconds=*int
  credentialBundlePath=string~file? keyPath=string~file? certificateChainPath=string~file?
  userAnnotations=map:string user=*int
ObjectMeta: name=string generateName=string namespace=string selfLink=string uid=string resourceVersion=string
  generation=int creationTimestamp=Time deletionTimestamp=*Time deletionGracePeriodSeconds=*int
  labels=map:string~labels annotations=map:string~annotations ownerReferences=[]OwnerReference finalizers=[]string
  managedFields=[]ManagedFieldsEntry
PersistentVolumeClaimSpec: accessModes=[]string
  selector=*LabelSelector resources=VolumeResourceRequirements volumeName=string storageClassName=*string~subdomain?
  volumeMode=*string dataSource=*TypedLocalObjectReference dataSourceRef=*TypedObjectReference
  volumeAttributesClassName=*string~subdomain?
ConfigMapKeySelector: name=string~subdomain? key=string~key?! optional=*bool
SecretKeySelector: name=string~subdomain? key=string~key?! optional=*bool
FileKeySelector: volumeName=string! path=string! key=string~variable?! optional=*bool
HTTPHeader: name=string! value=string!
SleepAction: seconds=int!
NodeSelectorTerm: matchExpressions=[]NodeSelectorRequirement matchFields=[]NodeSelectorRequirement
OwnerReference: apiVersion=string! kind=string! name=string! uid=string! controller=*bool blockOwnerDeletion=*bool
ManagedFieldsEntry: manager=string operation=string apiVersion=string time=*Time fieldsType=string fieldsV1=*FieldsV1
  subresource=string
VolumeResourceRequirements: limits=map:Quantity requests=map:Quantity
TypedLocalObjectReference: apiGroup=*string! kind=string! name=string!
TypedObjectReference: apiGroup=*string! kind=string! name=string! namespace=*string~label?
NodeSelectorRequirement: key=string~labelKey?! operator=string~DoesNotExist|Exists|Gt|In|Lt|NotIn! values=[]string
`

/** What a field of a known type holds. */
export interface FieldType {
  /** `string`, `bool`, `int`, `Quantity`, `IntOrString`, `Time`, `FieldsV1`, or the name of a type of objects. */
  readonly type: string
  readonly shape: 'one' | 'list' | 'map'
  readonly isPointer: boolean
  /** What its texts look like: a format or the values of a closed list; empty where nothing is known. Of a map, what its keys look like. */
  readonly texts: string
  /** Whether it is written even where it has the zero value of its type. */
  readonly isAlwaysWritten: boolean
}

type Fields = ReadonlyMap<string, FieldType>

let types: ReadonlyMap<string | undefined, Fields> | undefined

/** The fields of a type by name, or undefined for a type that is not known. It is read when it is first asked for. */
export function fieldsOf(type: string | undefined): Fields | undefined {
  types ??= new Map(
    text
      .trim()
      .split(/\n(?! )/)
      .map(readType),
  )
  return types.get(type)
}

function readType(paragraph: string): [string, Fields] {
  const colon = paragraph.indexOf(':')
  const fields = paragraph.slice(colon + 2).split(/\s+/)
  return [interned(paragraph.slice(0, colon)), new Map(fields.map(readField))]
}

function readField(field: string): [string, FieldType] {
  const sign = field.indexOf('=')
  const [given = '', texts = ''] = field
    .slice(sign + 1)
    .replace('!', '')
    .split('~')
  const type = interned(given.replace(/^\*|\[\]|map:/g, ''))
  const shape = given.startsWith('[]') ? 'list' : given.startsWith('map:') ? 'map' : 'one'
  return [
    interned(field.slice(0, sign)),
    { type, shape, texts, isPointer: given.startsWith('*'), isAlwaysWritten: field.endsWith('!') },
  ]
}

/** The same text, as engines keep the names of properties: they see at once whether two of these are the same, and read other texts for it. */
const interned = (text: string): string => Object.keys({ [text]: true }).join()
