import { entriesOf, type Fields, fieldsOf } from '../json.js'
import { isLatest } from './image-tag.js'

/** Fills in the fields that are absent. */
function fill(object: Fields, defaults: Fields): void {
  for (const [key, value] of Object.entries(defaults)) if (object[key] === undefined) object[key] = value
}

const pullPolicy = (image: unknown): string => (isLatest(image) ? 'Always' : 'IfNotPresent')
const mode = (source: Fields): void => {
  fill(source, { defaultMode: 0o644 })
}

/** What the API server fills in, by the type it is filled into; after decoding, so zero values are absent here. */
export const defaulting: Readonly<Record<string, (object: Fields) => void>> = {
  PodSpec(spec) {
    fill(spec, { serviceAccountName: spec['serviceAccount'] })
    if (spec['serviceAccountName'] !== undefined) spec['serviceAccount'] = spec['serviceAccountName']
    else delete spec['serviceAccountName']
    fill(spec, {
      restartPolicy: 'Always',
      terminationGracePeriodSeconds: 30,
      dnsPolicy: 'ClusterFirst',
      securityContext: {},
      schedulerName: 'default-scheduler',
      enableServiceLinks: true,
    })
    if (Number(spec['terminationGracePeriodSeconds']) < 0) spec['terminationGracePeriodSeconds'] = 1
    if (spec['hostNetwork'] === true) [spec['containers'], spec['initContainers']].forEach(hostPorts)
  },
  Container(container) {
    fill(container, {
      imagePullPolicy: pullPolicy(container['image']),
      terminationMessagePath: '/dev/termination-log',
      terminationMessagePolicy: 'File',
    })
    requestsFromLimits(container)
  },
  Volume(volume) {
    if (Object.keys(volume).length === 1) volume['emptyDir'] = {}
  },
  ImageVolumeSource(image) {
    fill(image, { pullPolicy: pullPolicy(image['reference']) })
  },
  Probe(probe) {
    fill(probe, { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 })
  },
  HTTPGetAction(action) {
    fill(action, { path: '/', scheme: 'HTTP' })
  },
  GRPCAction(action) {
    fill(action, { service: '' })
  },
  ContainerPort(port) {
    fill(port, { protocol: 'TCP' })
  },
  ObjectFieldSelector(selector) {
    fill(selector, { apiVersion: 'v1' })
  },
  FileKeySelector(selector) {
    fill(selector, { optional: false })
  },
  ConfigMapVolumeSource: mode,
  SecretVolumeSource: mode,
  DownwardAPIVolumeSource: mode,
  ProjectedVolumeSource: mode,
  HostPathVolumeSource(source) {
    fill(source, { type: '' })
  },
  ServiceAccountTokenProjection(projection) {
    fill(projection, { expirationSeconds: 3600 })
  },
  PersistentVolumeClaimSpec(claim) {
    fill(claim, { volumeMode: 'Filesystem' })
  },
  ISCSIVolumeSource(source) {
    fill(source, { iscsiInterface: 'default' })
  },
  RBDVolumeSource(source) {
    fill(source, { pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' })
  },
  ScaleIOVolumeSource(source) {
    fill(source, { storageMode: 'ThinProvisioned', fsType: 'xfs' })
  },
  AzureDiskVolumeSource(source) {
    fill(source, { cachingMode: 'ReadWrite', fsType: 'ext4', readOnly: false, kind: 'Shared' })
  },
}

function hostPorts(containers: unknown): void {
  for (const container of entriesOf(containers)) {
    for (const port of entriesOf(container['ports'])) fill(port, { hostPort: port['containerPort'] })
  }
}

/** Fills requests from limits, resource by resource. */
function requestsFromLimits(container: Fields): void {
  const resources = fieldsOf(container['resources'])
  const limits = fieldsOf(resources['limits'])
  if (Object.keys(limits).length === 0) return
  resources['requests'] = { ...limits, ...fieldsOf(resources['requests']) }
}
