import type { Field } from './fields.js'

/*
 * What an API server takes in the fields of a pod spec, as far as it does not take any text, number or truth value: by type and field, or by
 * field where it is the same in every type. Fields of objects and lists are drawn by their own fields, unless they are here.
 */

const paths = ['a', 'b/c']
const absolute = ['/a', '/b/c']
const domains = ['a.example/x', 'b.example/y']
const profiles = [
  { type: 'RuntimeDefault' },
  { type: 'Unconfined' },
  { type: 'Localhost', localhostProfile: 'profiles/a.json' },
]

/** Values of single fields, and of the entries of lists. */
const values: Readonly<Record<string, readonly unknown[]>> = {
  // Of every type.
  accessModes: ['ReadWriteOnce', 'ReadOnlyMany'],
  apiGroup: ['snapshot.storage.k8s.io'],
  apiVersion: ['v1'],
  appArmorProfile: profiles,
  containerName: ['kserve-container'],
  containerPort: [8080, 9090, 7070],
  defaultMode: [420, 256, 0],
  divisor: ['1', '0'],
  driver: ['csi.example'],
  fieldPath: ['metadata.name', 'metadata.namespace', 'metadata.uid'],
  host: ['a.example', ''],
  hostIP: ['10.0.0.1', ''],
  imagePullPolicy: ['IfNotPresent', 'Always'],
  labelSelector: [{ matchLabels: { app: 'a' } }, { matchExpressions: [{ key: 'tier', operator: 'Exists' }] }, {}],
  medium: ['', 'Memory'],
  mode: [420, 0],
  mountPropagation: ['None', 'HostToContainer'],
  namespaceSelector: [{}, { matchLabels: { team: 'a' } }],
  namespaces: ['a', 'b'],
  nodeAffinityPolicy: ['Honor', 'Ignore'],
  nodeTaintsPolicy: ['Honor', 'Ignore'],
  path: paths,
  port: [8080, 9090],
  preemptionPolicy: ['PreemptLowerPriority', 'Never'],
  procMount: ['Default'],
  pullPolicy: ['IfNotPresent', 'Always'],
  recursiveReadOnly: ['Disabled'],
  runAsGroup: [1000, 0],
  runAsUser: [1000, 2000],
  schedulerName: ['default-scheduler', 'other'],
  seccompProfile: profiles,
  seconds: [1, 5],
  serviceAccountName: ['default', 'sa'],
  signerName: ['a.example/signer'],
  sizeLimit: ['1Gi', '1024Mi', 1e9],
  terminationGracePeriodSeconds: [30, 60],
  terminationMessagePath: ['/dev/termination-log', '/dev/elsewhere'],
  terminationMessagePolicy: ['File', 'FallbackToLogsOnError'],
  topologyKey: ['zone', 'kubernetes.io/hostname'],
  volumeMode: ['Filesystem', 'Block'],
  weight: [1, 100],
  workingDir: ['/work', ''],

  // Of one.
  'AzureDiskVolumeSource.cachingMode': ['ReadWrite', 'None'],
  'AzureDiskVolumeSource.diskURI': ['https://a.example/disks/b.vhd'],
  'AzureDiskVolumeSource.kind': ['Shared'],
  'Capabilities.add': ['CHOWN', 'NET_ADMIN'],
  'Capabilities.drop': ['ALL', 'KILL'],
  'CephFSVolumeSource.path': absolute,
  'Container.image': ['registry.example/tools/shipper:3', 'shipper:3'],
  'Container.args': ['--verbose', '-a', '', '$(A)'],
  'Container.command': ['serve', '-c'],
  'ContainerPort.name': ['http', 'metrics', ''],
  'Container.resizePolicy': [
    { resourceName: 'cpu', restartPolicy: 'NotRequired' },
    { resourceName: 'memory', restartPolicy: 'RestartContainer' },
  ],
  'Container.restartPolicy': ['Always'],
  'ContainerPort.protocol': ['TCP', 'UDP'],
  'ContainerRestartRule.action': ['Restart'],
  'ContainerRestartRuleOnExitCodes.operator': ['In', 'NotIn'],
  'EnvFromSource.prefix': ['A_', ''],
  'EnvVar.name': ['A', 'B', 'POD_IP', 'LEVEL'],
  'EnvVar.value': ['1', '', '$(POD_IP):1'],
  'EvictionResponder.name': domains,
  'GRPCAction.mode': ['a', 'b'],
  'GRPCAction.service': ['', 'health'],
  'GlusterfsVolumeSource.path': absolute,
  'HTTPGetAction.path': ['/', '/healthz'],
  'HTTPGetAction.scheme': ['HTTP', 'HTTPS'],
  'HTTPHeader.name': ['X-A', 'X-B'],
  'HostAlias.hostnames': ['a.example', 'b.example'],
  'HostAlias.ip': ['10.0.0.1', '10.0.0.2'],
  'HostPathVolumeSource.path': absolute,
  'HostPathVolumeSource.type': ['', 'Directory'],
  'ISCSIVolumeSource.iqn': ['iqn.2001-04.example:storage'],
  'ISCSIVolumeSource.initiatorName': ['iqn.2001-04.example:initiator'],
  'ISCSIVolumeSource.targetPortal': ['10.0.0.1:3260'],
  'ImageVolumeSource.reference': ['registry.example/team/data:1', 'data'],
  'LabelSelector.matchExpressions': [
    { key: 'tier', operator: 'Exists' },
    { key: 'tier', operator: 'NotIn', values: ['web'] },
  ],
  'LocalObjectReference.name': ['pull', 'overlay'],
  'NFSVolumeSource.path': absolute,
  'NodeSelectorTerm.matchExpressions': [
    { key: 'disk', operator: 'In', values: ['ssd'] },
    { key: 'pool', operator: 'DoesNotExist' },
    { key: 'cores', operator: 'Gt', values: ['8'] },
  ],
  'NodeSelectorTerm.matchFields': [{ key: 'metadata.name', operator: 'In', values: ['node-a'] }],
  'PersistentVolumeClaimSpec.storageClassName': ['fast', ''],
  'PodAffinityTerm.matchLabelKeys': ['version'],
  'PodAffinityTerm.mismatchLabelKeys': ['revision'],
  'PodCertificateProjection.keyType': ['ED25519', 'ECDSAP256'],
  'PodCertificateProjection.maxExpirationSeconds': [3600, 86400],
  'PodDNSConfig.nameservers': ['10.0.0.1', '10.0.0.2'],
  'PodDNSConfig.searches': ['a.example', 'b.example'],
  'PodDNSConfigOption.name': ['ndots', 'edns0'],
  'PodOS.name': ['linux'],
  'PodReadinessGate.conditionType': domains,
  'PodSchedulingGate.name': domains,
  'PodSecurityContext.fsGroup': [2000, 0],
  'PodSecurityContext.fsGroupChangePolicy': ['Always', 'OnRootMismatch'],
  'PodSecurityContext.seLinuxChangePolicy': ['MountOption', 'Recursive'],
  'PodSecurityContext.supplementalGroupsPolicy': ['Merge', 'Strict'],
  'PodSpec.dnsPolicy': ['ClusterFirst', 'Default'],
  // None of them may be at or over what a container of a drawn pod asks for.
  'PodSpec.resources': [{ limits: { cpu: '500', memory: '900Gi' } }, { requests: { cpu: '500' } }],
  'PodSpec.restartPolicy': ['Always'],
  'PodSpec.tolerations': [
    { key: 'gpu', operator: 'Exists' },
    { operator: 'Exists', effect: 'NoSchedule' },
    { key: 'team', value: 'a' },
    { key: 'team', operator: 'Equal', value: 'b', effect: 'NoExecute', tolerationSeconds: 60 },
  ],
  'Probe.successThreshold': [1],
  'QuobyteVolumeSource.registry': ['a.example:1'],
  'QuobyteVolumeSource.tenant': ['0a1b2c3d-0000-4000-8000-000000000000'],
  'ResourceFieldSelector.resource': ['limits.cpu', 'requests.cpu'],
  'SELinuxOptions.level': ['s0', 's0:c1,c2'],
  'ServiceAccountTokenProjection.expirationSeconds': [3600, 7200],
  'Sysctl.name': ['kernel.shm_rmid_forced', 'net.ipv4.ip_unprivileged_port_start'],
  'Sysctl.value': ['0', '1'],
  'TopologySpreadConstraint.matchLabelKeys': ['version'],
  'TopologySpreadConstraint.maxSkew': [1, 2],
  'TopologySpreadConstraint.whenUnsatisfiable': ['DoNotSchedule', 'ScheduleAnyway'],
  'VolumeDevice.devicePath': ['/dev/overlay', '/dev/other'],
  'VolumeMount.mountPath': ['/overlay/a', '/overlay/b', '/overlay/c/'],
  'VolumeMount.subPath': ['', 'a'],
  'VolumeMount.subPathExpr': ['$(POD_IP)'],
}

/** The keys of maps, by type and field, or by field, with the values that stand behind each. */
const maps: Readonly<Record<string, Readonly<Record<string, readonly [unknown, ...unknown[]]>>>> = {
  limits: { cpu: ['2', '2000m'], memory: ['1Gi', 2e9], 'ephemeral-storage': ['4Gi'], 'gpu.example/a': [1, '1'] },
  requests: { cpu: ['10m', '0.5'], memory: ['64Mi', '1e7'], 'ephemeral-storage': ['1Gi'] },
  'VolumeResourceRequirements.limits': { storage: ['2Gi'] },
  'VolumeResourceRequirements.requests': { storage: ['1Gi', '1024Mi'] },
  overhead: { cpu: ['100m'], memory: ['64Mi'] },
  nodeSelector: { disk: ['ssd', ''], 'pool.example/name': ['a'] },
}

const labels: (typeof maps)[string] = { app: ['a', ''], 'b.example/b': ['b'] }

/** What may stand in a field that says nothing of itself, by the kind of its values. */
const ofKinds: Readonly<Record<string, readonly unknown[]>> = {
  IntOrString: [8080],
  Quantity: ['1', '1000m'],
  boolean: [false, true],
  integer: [1, 2],
  string: ['a', 'b'],
}

/** The values of a field, or of the entries of its list; none where they are objects that are drawn field by field. */
export function valuesOf(type: string, { name, type: kind, isObject }: Field): readonly unknown[] {
  return values[`${type}.${name}`] ?? values[name] ?? (isObject ? [] : (ofKinds[kind] ?? []))
}

/** The keys of a map, each with its values. */
export const mapsOf = (type: string, name: string): Readonly<Record<string, readonly [unknown, ...unknown[]]>> =>
  maps[`${type}.${name}`] ?? maps[name] ?? labels
