import { asPodSpec, asSame } from '../../cast.js'
import { roundTrip } from '../round-trip.js'

/*
 * The part of the pod API that the rules here are about, as it reads when it was decoded and defaulted: no null anywhere, lists and
 * structs are what they say, unknown fields are gone, quantities are in canonical form.
 */

export interface EnvVar {
  name: string
  value?: string
  valueFrom?: Record<string, unknown>
}

export interface VolumeMount {
  name: string
  mountPath: string
  readOnly?: boolean
  subPath?: string
  subPathExpr?: string
  mountPropagation?: string
  recursiveReadOnly?: string
}

export interface VolumeDevice {
  name: string
  devicePath: string
}

export interface ContainerPort {
  name?: string
  containerPort?: number
  hostPort?: number
  hostIP?: string
  protocol?: string
}

export interface ResourceRequirements {
  limits?: Record<string, string>
  requests?: Record<string, string>
}

export interface SecurityContext {
  runAsUser?: number
  runAsGroup?: number
  runAsNonRoot?: boolean
  privileged?: boolean
  allowPrivilegeEscalation?: boolean
  readOnlyRootFilesystem?: boolean
  procMount?: string
  capabilities?: { add?: string[]; drop?: string[] }
  seccompProfile?: { type?: string; localhostProfile?: string }
  seLinuxOptions?: Record<string, unknown>
  appArmorProfile?: Record<string, unknown>
  windowsOptions?: { hostProcess?: boolean }
}

export interface PodSecurityContext {
  runAsUser?: number
  runAsGroup?: number
  runAsNonRoot?: boolean
  fsGroup?: number
  seccompProfile?: { type?: string; localhostProfile?: string }
  seLinuxOptions?: Record<string, unknown>
  supplementalGroups?: number[]
  fsGroupChangePolicy?: string
  supplementalGroupsPolicy?: string
  sysctls?: unknown
  seLinuxChangePolicy?: string
  windowsOptions?: { hostProcess?: boolean }
}

export interface HttpGet {
  path?: string
  port?: number | string
  scheme?: string
  httpHeaders?: { name: string; value: string }[]
}

export interface Handler {
  exec?: { command?: string[] }
  httpGet?: HttpGet
  tcpSocket?: { port?: number | string }
  grpc?: { port?: number }
  sleep?: { seconds?: number }
}

export interface Probe extends Handler {
  initialDelaySeconds?: number
  timeoutSeconds?: number
  periodSeconds?: number
  successThreshold?: number
  failureThreshold?: number
  terminationGracePeriodSeconds?: number
}

export interface Container {
  name: string
  image?: string
  command?: string[]
  args?: string[]
  env?: EnvVar[]
  ports?: ContainerPort[]
  resources?: ResourceRequirements
  volumeMounts?: VolumeMount[]
  volumeDevices?: VolumeDevice[]
  livenessProbe?: Probe
  readinessProbe?: Probe
  startupProbe?: Probe
  lifecycle?: { postStart?: Handler; preStop?: Handler }
  securityContext?: SecurityContext
  imagePullPolicy?: string
  terminationMessagePolicy?: string
  restartPolicy?: string
}

export type Volume = { name: string } & Record<string, unknown>

export interface PodSpec {
  volumes?: Volume[]
  containers?: Container[]
  initContainers?: Container[]
  ephemeralContainers?: Container[]
  restartPolicy?: string
  terminationGracePeriodSeconds?: number
  hostPID?: boolean
  hostIPC?: boolean
  hostNetwork?: boolean
  hostUsers?: boolean
  shareProcessNamespace?: boolean
  os?: { name?: string }
  nodeSelector?: Record<string, string>
  securityContext: PodSecurityContext
  resources?: ResourceRequirements
}

/** Reads a pod spec as the API server does before it looks at its values. */
export const decoded = (podSpec: unknown): PodSpec => asSame(roundTrip(asPodSpec(podSpec)))

/** Every source that a volume may have, in the order in which the API server counts them. */
export const volumeSources = [
  'emptyDir',
  'hostPath',
  'gitRepo',
  'gcePersistentDisk',
  'awsElasticBlockStore',
  'secret',
  'nfs',
  'iscsi',
  'glusterfs',
  'flocker',
  'persistentVolumeClaim',
  'rbd',
  'cinder',
  'cephfs',
  'quobyte',
  'downwardAPI',
  'fc',
  'flexVolume',
  'configMap',
  'azureFile',
  'vsphereVolume',
  'photonPersistentDisk',
  'portworxVolume',
  'azureDisk',
  'storageos',
  'projected',
  'scaleIO',
  'csi',
  'ephemeral',
  'image',
] as const

/** All containers, in the order in which the API server visits them, with their field paths. */
export const containersOf = (spec: PodSpec): readonly (readonly [string, Container])[] =>
  (['initContainers', 'containers', 'ephemeralContainers'] as const).flatMap((list) =>
    (spec[list] ?? []).map((container, index) => [`spec.${list}[${index}]`, container] as const),
  )
