/*
 * Names that Go has for fields and JSON has not; the API server's messages have them.
 */

const named: Readonly<Record<string, readonly string[]>> = {
  RestartPolicy: ['PodSpec.restartPolicy'],
  DNSPolicy: ['PodSpec.dnsPolicy'],
  PreemptionPolicy: ['PodSpec.preemptionPolicy'],
  ContainerRestartPolicy: ['Container.restartPolicy'],
  TerminationMessagePolicy: ['Container.terminationMessagePolicy'],
  PullPolicy: ['Container.imagePullPolicy', 'ImageVolumeSource.pullPolicy'],
  Protocol: ['ContainerPort.protocol'],
  MountPropagationMode: ['VolumeMount.mountPropagation'],
  RecursiveReadOnlyMode: ['VolumeMount.recursiveReadOnly'],
  URIScheme: ['HTTPGetAction.scheme'],
  Signal: ['Lifecycle.stopSignal'],
  ProcMountType: ['SecurityContext.procMount'],
  Capability: ['Capabilities.add', 'Capabilities.drop'],
  SeccompProfileType: ['SeccompProfile.type'],
  AppArmorProfileType: ['AppArmorProfile.type'],
  TolerationOperator: ['Toleration.operator'],
  TaintEffect: ['Toleration.effect'],
  SupplementalGroupsPolicy: ['PodSecurityContext.supplementalGroupsPolicy'],
  PodFSGroupChangePolicy: ['PodSecurityContext.fsGroupChangePolicy'],
  PodSELinuxChangePolicy: ['PodSecurityContext.seLinuxChangePolicy'],
  UnsatisfiableConstraintAction: ['TopologySpreadConstraint.whenUnsatisfiable'],
  NodeInclusionPolicy: ['TopologySpreadConstraint.nodeAffinityPolicy', 'TopologySpreadConstraint.nodeTaintsPolicy'],
  OSName: ['PodOS.name'],
  PodConditionType: ['PodReadinessGate.conditionType'],
  HostPathType: ['HostPathVolumeSource.type'],
  StorageMedium: ['EmptyDirVolumeSource.medium'],
  AzureDataDiskCachingMode: ['AzureDiskVolumeSource.cachingMode'],
  AzureDataDiskKind: ['AzureDiskVolumeSource.kind'],
  ResourceName: ['ContainerResizePolicy.resourceName'],
  ResourceResizeRestartPolicy: ['ContainerResizePolicy.restartPolicy'],
  PersistentVolumeAccessMode: ['PersistentVolumeClaimSpec.accessModes'],
  PersistentVolumeMode: ['PersistentVolumeClaimSpec.volumeMode'],
  NodeSelectorOperator: ['NodeSelectorRequirement.operator'],
  LabelSelectorOperator: ['LabelSelectorRequirement.operator'],
}

/** The types of texts that have one of their own, by struct and field. */
export const namedTypes: ReadonlyMap<string, string> = new Map(
  Object.entries(named).flatMap(([name, fields]) => fields.map((field) => [field, name] as const)),
)

/** Structs that are a part of another one without a name in JSON, by the fields that they give it; `*` is any other field. */
const embedded: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  Volume: { name: '', '*': 'VolumeSource' },
  Probe: { exec: 'ProbeHandler', httpGet: 'ProbeHandler', tcpSocket: 'ProbeHandler', grpc: 'ProbeHandler' },
  EphemeralContainer: { targetContainerName: '', '*': 'EphemeralContainerCommon' },
  ConfigMapVolumeSource: { name: 'LocalObjectReference' },
  ConfigMapKeySelector: { name: 'LocalObjectReference' },
  SecretKeySelector: { name: 'LocalObjectReference' },
  ConfigMapEnvSource: { name: 'LocalObjectReference' },
  SecretEnvSource: { name: 'LocalObjectReference' },
  ConfigMapProjection: { name: 'LocalObjectReference' },
  SecretProjection: { name: 'LocalObjectReference' },
}

/** Writes the path of a field as Go has it, the embedded struct included. */
export function goPath(struct: string, key: string): string {
  const parts = embedded[struct]
  const part = parts?.[key] ?? parts?.['*'] ?? ''
  return part === '' ? key : `${part}.${key}`
}
