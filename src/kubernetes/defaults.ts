import { isObject, own } from '../json.js'
import { entryDefault } from './entry-defaults.js'

/**
 * Values that say what an absent field says: the API server fills them in, or takes absence for them. Only fields that mean one thing
 * wherever they stand. A field that must not be there may hold its default; to remove what the API server fills in again would never end.
 */
const defaults: Readonly<Record<string, unknown>> = {
  dnsPolicy: 'ClusterFirst',
  enableServiceLinks: true,
  failureThreshold: 3,
  hostProcess: false,
  hostUsers: true,
  mountPropagation: 'None',
  periodSeconds: 10,
  privileged: false,
  procMount: 'Default',
  protocol: 'TCP',
  recursiveReadOnly: 'Disabled',
  schedulerName: 'default-scheduler',
  scheme: 'HTTP',
  shareProcessNamespace: false,
  successThreshold: 1,
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
  timeoutSeconds: 1,
  volumeMode: 'Filesystem',
}

const mode = { defaultMode: [0o644] }

/**
 * The same of fields that mean something else, or have no default, in another type (SetDefaults_…, pkg/apis/core/v1/defaults.go). Of a pull
 * policy the API server takes one of two, by the image's tag. The priority is filled in by a plugin, where no class says another.
 */
const ofTypes: Readonly<Record<string, Readonly<Record<string, readonly unknown[]>>>> = {
  AzureDiskVolumeSource: { cachingMode: ['ReadWrite'], fsType: ['ext4'], kind: ['Shared'], readOnly: [false] },
  ConfigMapVolumeSource: mode,
  Container: { imagePullPolicy: ['Always', 'IfNotPresent'] },
  DownwardAPIVolumeSource: mode,
  FileKeySelector: { optional: [false] },
  GRPCAction: { service: [''] },
  HostPathVolumeSource: { type: [''] },
  HTTPGetAction: { path: ['/'] },
  ISCSIVolumeSource: { iscsiInterface: ['default'] },
  ImageVolumeSource: { pullPolicy: ['Always', 'IfNotPresent'] },
  PodSpec: {
    preemptionPolicy: ['PreemptLowerPriority'],
    priority: [0],
    restartPolicy: ['Always'],
    serviceAccount: ['default'],
    serviceAccountName: ['default'],
    terminationGracePeriodSeconds: [30],
  },
  ProjectedVolumeSource: mode,
  RBDVolumeSource: { keyring: ['/etc/ceph/keyring'], pool: ['rbd'], user: ['admin'] },
  ScaleIOVolumeSource: { fsType: ['xfs'], storageMode: ['ThinProvisioned'] },
  SecretVolumeSource: mode,
}

/** Objects that the API server fills in empty. */
const emptyObjects: Readonly<Record<string, string>> = {
  Container: 'resources',
  PersistentVolumeClaimTemplate: 'metadata',
  PodSpec: 'securityContext',
}

/**
 * Tells whether a field's value says what its absence says.
 *
 * @param type - the Kubernetes type that the field is in; undefined where nothing is known of it.
 */
export function isDefault(type: string | undefined, field: string, value: unknown): boolean {
  if (value === undefined) return false
  if (own(defaults, field) === value || entryDefault(type, field) === value) return true
  if (own(own(ofTypes, type), field)?.includes(value) === true) return true
  return own(emptyObjects, type) === field && isObject(value) && Object.keys(value).length === 0
}
