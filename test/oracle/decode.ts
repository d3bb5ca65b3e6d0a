import type { FieldError } from './field-error.js'
import type { PodSpec } from './pod.js'
import { parseQuantity } from './quantity.js'

// The first thing an API server does: read the JSON into Go's types. null is absent, a null entry of a list is an
// empty one, unknown fields are dropped, a value of another type refuses the request.

type Schema =
  | { readonly kind: 'string' | 'bool' | 'int32' | 'int64' | 'quantity' | 'intOrString' | 'any' }
  | { readonly kind: 'list'; readonly goType: string; readonly item: Schema }
  | { readonly kind: 'map'; readonly goType: string; readonly value: Schema }
  | { readonly kind: 'struct'; readonly name: string; readonly fields: Readonly<Record<string, Schema>> }

const text = { kind: 'string' } as const
const bool = { kind: 'bool' } as const
const int32 = { kind: 'int32' } as const
const int64 = { kind: 'int64' } as const
const intOrString = { kind: 'intOrString' } as const
const any = { kind: 'any' } as const
const struct = (name: string, fields: Readonly<Record<string, Schema>>): Schema => ({ kind: 'struct', name, fields })
const list = (item: Schema): Schema => ({
  kind: 'list',
  goType: `[]${item.kind === 'struct' ? `v1.${item.name}` : item.kind}`,
  item,
})
const map = (value: Schema): Schema => ({
  kind: 'map',
  goType: value.kind === 'quantity' ? 'v1.ResourceList' : 'map[string]string',
  value,
})
const open = (name: string): Schema => ({ kind: 'struct', name, fields: {} })

const RESOURCES = struct('ResourceRequirements', {
  limits: map({ kind: 'quantity' }),
  requests: map({ kind: 'quantity' }),
})

const SECCOMP = struct('SeccompProfile', { type: text, localhostProfile: text })
const WINDOWS = struct('WindowsSecurityContextOptions', { hostProcess: bool })

const HANDLER = {
  exec: struct('ExecAction', { command: list(text) }),
  httpGet: struct('HTTPGetAction', { path: text, port: intOrString, scheme: text, host: text }),
  tcpSocket: struct('TCPSocketAction', { port: intOrString, host: text }),
}

const PROBE = struct('Probe', {
  ...HANDLER,
  grpc: struct('GRPCAction', { port: int32 }),
  initialDelaySeconds: int32,
  timeoutSeconds: int32,
  periodSeconds: int32,
  successThreshold: int32,
  failureThreshold: int32,
  terminationGracePeriodSeconds: int64,
})

const LIFECYCLE_HANDLER = struct('LifecycleHandler', { ...HANDLER, sleep: struct('SleepAction', { seconds: int64 }) })

const CONTAINER = struct('Container', {
  name: text,
  image: text,
  command: list(text),
  args: list(text),
  workingDir: text,
  env: list(struct('EnvVar', { name: text, value: text, valueFrom: any })),
  ports: list(
    struct('ContainerPort', { name: text, containerPort: int32, hostPort: int32, hostIP: text, protocol: text }),
  ),
  resources: RESOURCES,
  volumeMounts: list(
    struct('VolumeMount', {
      name: text,
      mountPath: text,
      readOnly: bool,
      subPath: text,
      subPathExpr: text,
      mountPropagation: text,
      recursiveReadOnly: text,
    }),
  ),
  volumeDevices: list(struct('VolumeDevice', { name: text, devicePath: text })),
  livenessProbe: PROBE,
  readinessProbe: PROBE,
  startupProbe: PROBE,
  lifecycle: struct('Lifecycle', { postStart: LIFECYCLE_HANDLER, preStop: LIFECYCLE_HANDLER }),
  securityContext: struct('SecurityContext', {
    runAsUser: int64,
    runAsGroup: int64,
    runAsNonRoot: bool,
    privileged: bool,
    allowPrivilegeEscalation: bool,
    readOnlyRootFilesystem: bool,
    procMount: text,
    capabilities: struct('Capabilities', { add: list(text), drop: list(text) }),
    seccompProfile: SECCOMP,
    seLinuxOptions: any,
    appArmorProfile: any,
    windowsOptions: WINDOWS,
  }),
  imagePullPolicy: text,
  terminationMessagePolicy: text,
  terminationMessagePath: text,
  restartPolicy: text,
  stdin: bool,
  tty: bool,
})

/** Every source that a volume may have, in the order in which the API server counts them. */
export const VOLUME_SOURCES = [
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

const ITEMS = list(struct('KeyToPath', { key: text, path: text, mode: int32 }))

const VOLUME = struct('Volume', {
  ...Object.fromEntries(VOLUME_SOURCES.map((source) => [source, any])),
  name: text,
  emptyDir: struct('EmptyDirVolumeSource', { medium: text, sizeLimit: { kind: 'quantity' } }),
  configMap: struct('ConfigMapVolumeSource', { name: text, items: ITEMS }),
  secret: struct('SecretVolumeSource', { secretName: text, items: ITEMS }),
  persistentVolumeClaim: struct('PersistentVolumeClaimVolumeSource', { claimName: text, readOnly: bool }),
  image: struct('ImageVolumeSource', { reference: text, pullPolicy: text }),
})

const POD_SPEC = struct('PodSpec', {
  volumes: list(VOLUME),
  containers: list(CONTAINER),
  initContainers: list(CONTAINER),
  ephemeralContainers: list(CONTAINER),
  restartPolicy: text,
  terminationGracePeriodSeconds: int64,
  hostPID: bool,
  hostIPC: bool,
  hostNetwork: bool,
  hostUsers: bool,
  shareProcessNamespace: bool,
  os: struct('PodOS', { name: text }),
  nodeSelector: map(text),
  securityContext: struct('PodSecurityContext', {
    runAsUser: int64,
    runAsGroup: int64,
    runAsNonRoot: bool,
    fsGroup: int64,
    seccompProfile: SECCOMP,
    seLinuxOptions: any,
    supplementalGroups: list(int64),
    windowsOptions: WINDOWS,
  }),
  imagePullSecrets: list(open('LocalObjectReference')),
  resources: RESOURCES,
})

export interface Decoded {
  readonly spec: PodSpec
  readonly errors: readonly FieldError[]
}

export function decodePodSpec(podSpec: unknown): Decoded {
  const errors: FieldError[] = []
  const spec = decode(podSpec, POD_SPEC, { owner: 'Pod', go: 'spec', field: 'spec' }, errors)
  return { spec: spec ?? {}, errors }
}

interface Place {
  readonly owner: string
  readonly go: string
  readonly field: string
}

const jsonType = (value: unknown): string => {
  if (Array.isArray(value)) return 'array'
  if (typeof value === 'number') return Number.isInteger(value) ? 'number' : `number ${value}`
  return typeof value === 'boolean' ? 'bool' : typeof value
}

const goType = (schema: Schema): string => {
  if (schema.kind === 'list' || schema.kind === 'map') return schema.goType
  return schema.kind === 'struct' ? `v1.${schema.name}` : schema.kind
}

const zeroOf = (schema: Schema): unknown => {
  if (schema.kind === 'struct') return {}
  if (schema.kind === 'quantity') return '0'
  return schema.kind === 'string' ? '' : undefined
}

function decode(value: unknown, schema: Schema, place: Place, errors: FieldError[]): unknown {
  if (value === null || value === undefined) return undefined
  const wrongType = (): unknown => {
    const found = schema.kind === 'string' && typeof value === 'number' ? 'number' : jsonType(value)
    const message = `json: cannot unmarshal ${found} into Go struct field ${place.owner}.${place.go} of type ${goType(schema)}`
    errors.push({ field: place.field, message })
    return undefined
  }
  const isObject = typeof value === 'object' && !Array.isArray(value)

  switch (schema.kind) {
    case 'any':
      return value
    case 'string':
      return typeof value === 'string' ? value : wrongType()
    case 'bool':
      return typeof value === 'boolean' ? value : wrongType()
    case 'int32':
    case 'int64':
      return Number.isInteger(value) ? value : wrongType()
    case 'intOrString':
      return typeof value === 'string' || Number.isInteger(value) ? value : wrongType()
    case 'quantity': {
      const quantity = parseQuantity(value)
      if (typeof quantity !== 'string') return quantity
      errors.push({ field: place.field, message: quantity })
      return undefined
    }
    case 'list':
      if (!Array.isArray(value)) return wrongType()
      return value.map((entry: unknown, index) => {
        const decoded = decode(entry, schema.item, { ...place, field: `${place.field}[${index}]` }, errors)
        return decoded ?? zeroOf(schema.item)
      })
    case 'map':
      if (!isObject) return wrongType()
      return Object.fromEntries(
        Object.entries(value).flatMap(([key, entry]) => {
          const decoded = decode(
            entry ?? zeroOf(schema.value),
            schema.value,
            { ...place, field: `${place.field}[${key}]` },
            errors,
          )
          return decoded === undefined ? [] : [[key, decoded]]
        }),
      )
    case 'struct': {
      if (!isObject) return wrongType()
      const source = value as Record<string, unknown>
      const decoded: Record<string, unknown> = {}
      for (const [key, field] of Object.entries(schema.fields)) {
        if (!Object.hasOwn(source, key)) continue
        const next = { owner: schema.name, go: `${place.go}.${key}`, field: `${place.field}.${key}` }
        const result = decode(source[key], field, next, errors)
        if (result !== undefined) decoded[key] = result
      }
      return decoded
    }
  }
}
