import type { V1Container, V1PodSpec, V1SecurityContext } from '@kubernetes/client-node'
import { config } from './by-hand/wanted.js'

/*
 * What a contestant and the library are held against each other on, beside the pods that are timed.
 */

export type Changes = Readonly<Record<string, Change>>

type Change = (spec: V1PodSpec) => void

const server = (spec: V1PodSpec): V1Container => spec.containers[0]!
const sidecar = (spec: V1PodSpec): V1Container => spec.containers.find(({ name }) => name === 'modelcar')!
const prefetch = (spec: V1PodSpec): V1Container => spec.initContainers!.find(({ name }) => name === 'modelcar-init')!
const volume = 'kserve-provision-location'

/** What may happen to an injected pod, so that it has to be put right: one for each value that is looked at. */
export const damages: Changes = {
  'no volume': (spec) => spec.volumes!.pop(),
  'two volumes': (spec) => spec.volumes!.push({ name: volume, emptyDir: {} }),
  'no sidecar': (spec) => spec.containers.pop(),
  'two sidecars': (spec) => spec.containers.push(structuredClone(sidecar(spec))),
  'no init container': (spec) => spec.initContainers!.pop(),
  'own namespace': (spec) => (spec.shareProcessNamespace = false),
  'other link': (spec) => (sidecar(spec).command = ['sh', '-c', 'ln -s /proc/$$$$/root/models /mnt/models']),
  'link in args': (spec) => (sidecar(spec).args = ['x']),
  'other image and script': (spec) => {
    sidecar(spec).image = 'registry.example.com/models/other:v2'
    sidecar(spec).command = ['sh', '-c', '# modelcar registry.example.com/models/other:v2\nexit']
  },
  'no image': (spec) => delete sidecar(spec).image,
  'no memory': (spec) => {
    delete sidecar(spec).resources!.limits!['memory']
    delete sidecar(spec).resources!.requests!['memory']
  },
  'no resources': (spec) => delete prefetch(spec).resources,
  'no message policy': (spec) => delete prefetch(spec).terminationMessagePolicy,
  'no mount': (spec) => delete sidecar(spec).volumeMounts,
  'two mounts': (spec) => sidecar(spec).volumeMounts!.push({ name: volume, mountPath: '/mnt/' }),
  'other mount': (spec) => (sidecar(spec).volumeMounts![0]!.name = 'istio-envoy'),
  'read-only mount': (spec) => (sidecar(spec).volumeMounts![0]!.readOnly = true),
  'mount of a part': (spec) => (server(spec).volumeMounts!.at(-1)!.subPath = 'x'),
  'mount by an expression': (spec) => (server(spec).volumeMounts!.at(-1)!.subPathExpr = 'x'),
  'propagated mount': (spec) => (server(spec).volumeMounts!.at(-1)!.mountPropagation = 'HostToContainer'),
  'deeply read-only mount': (spec) => (server(spec).volumeMounts!.at(-1)!.recursiveReadOnly = 'Enabled'),
  'no target mount': (spec) => server(spec).volumeMounts!.pop(),
  'no env': (spec) => server(spec).env!.pop(),
  'other env': (spec) => (server(spec).env!.at(-1)!.value = 'sync'),
  'env from elsewhere': (spec) => (server(spec).env!.at(-1)!.valueFrom = { fieldRef: { fieldPath: 'metadata.name' } }),
  'two envs': (spec) => server(spec).env!.push({ name: 'MODEL_INIT_MODE', value: 'async' }),
  restartPolicy: (spec) => (prefetch(spec).restartPolicy = 'Always'),
  livenessProbe: (spec) => (prefetch(spec).livenessProbe = {}),
  readinessProbe: (spec) => (prefetch(spec).readinessProbe = {}),
  startupProbe: (spec) => (prefetch(spec).startupProbe = {}),
  lifecycle: (spec) => (prefetch(spec).lifecycle = {}),
  restarts: (spec) =>
    (prefetch(spec).resizePolicy = [
      { resourceName: 'cpu', restartPolicy: 'RestartContainer' },
      { resourceName: 'memory', restartPolicy: 'NotRequired' },
    ]),
  'volume without a source': (spec) => delete spec.volumes!.at(-1)!.emptyDir,
  'other script, mirrored image': (spec) => {
    sidecar(spec).image = 'mirror.local/models/sklearn-iris:v1'
    sidecar(spec).command = ['sh', '-c', `# modelcar ${config.image}\nexit`]
  },
}

/** What may happen to an injected pod without a need to change it. */
export const harmless: Changes = {
  'a mirrored image': (spec) => (sidecar(spec).image = 'mirror.local/models/sklearn-iris:v1'),
  'raised resources': (spec) => (sidecar(spec).resources!.limits!['memory'] = '1Gi'),
  'a neighbour in front': (spec) => spec.containers.unshift({ name: 'neighbour' }),
  'what the API server fills into a mount': (spec) =>
    Object.assign(server(spec).volumeMounts!.at(-1)!, { recursiveReadOnly: 'Disabled', mountPropagation: 'None' }),
  'zero values': (spec) => Object.assign(sidecar(spec).volumeMounts![0]!, { readOnly: false, subPath: '' }),
  'other policy': (spec) => (sidecar(spec).terminationMessagePolicy = 'File'),
}

const hostProcess = { securityContext: { windowsOptions: { hostProcess: true } } }
const device = (name: string, devicePath: string) => ({ volumeDevices: [{ name, devicePath }] })

/** What stands in the way. */
export const obstacles: Changes = {
  'no target': (spec) => spec.containers.shift(),
  Windows: (spec) => (spec.os = { name: 'windows' }),
  'Windows nodes': (spec) => (spec.nodeSelector = { 'kubernetes.io/os': 'windows' }),
  'Windows host process': (spec) => Object.assign(spec, hostProcess),
  'Windows host process container': (spec) => Object.assign(spec.containers[2]!, hostProcess),
  'Windows host process init container': (spec) => Object.assign(spec.initContainers![0]!, hostProcess),
  hostPID: (spec) => (spec.hostPID = true),
  Never: (spec) => (spec.restartPolicy = 'Never'),
  OnFailure: (spec) => (spec.restartPolicy = 'OnFailure'),
  'root target': (spec) => (server(spec).securityContext!.runAsUser = 0),
  'root pod': (spec) => (spec.securityContext = { runAsUser: 0, runAsNonRoot: true }),
  'mount path taken': (spec) => server(spec).volumeMounts!.push({ name: 'istio-envoy', mountPath: 'mnt/' }),
  'model path taken': (spec) => server(spec).volumeMounts!.push({ name: 'istio-envoy', mountPath: '/mnt/models' }),
  'mount below the model': (spec) => server(spec).volumeMounts!.push({ name: 'x', mountPath: '//mnt/models/./x' }),
  'mount over everything': (spec) => server(spec).volumeMounts!.push({ name: 'istio-envoy', mountPath: '/' }),
  'device in the way': (spec) => Object.assign(server(spec), device('x', '/mnt/models')),
  'our volume as a device': (spec) => Object.assign(spec.containers[1]!, device(volume, '/dev/x')),
  'read-only volume': (spec) => spec.volumes!.push({ name: volume, configMap: { name: 'x' } }),
  'read-only claim': (spec) =>
    spec.volumes!.push({ name: volume, persistentVolumeClaim: { claimName: 'x', readOnly: true } }),
  "somebody's container": (spec) => spec.containers.push({ name: 'modelcar', image: 'x', command: ['x'] }),
  "somebody's init container": (spec) => spec.initContainers!.push({ name: 'modelcar-init', image: 'x', args: ['x'] }),
  'sidecar among init containers': (spec) => spec.initContainers!.push({ name: 'modelcar', image: 'x', args: ['x'] }),
  'sidecar without a script among init containers': (spec) =>
    spec.initContainers!.push({ name: 'modelcar', image: 'x', command: ['x'] }),
  'other read-only volume': (spec) =>
    spec.volumes!.push({ name: volume, iscsi: { readOnly: true, iqn: 'x', lun: 0, targetPortal: 'x' } }),
  'our mount path, of a numbered volume': (spec) =>
    server(spec).volumeMounts!.push({ name: `${volume}-1`, mountPath: '/mnt' }),
  'root pod, target of its own user': (spec) => {
    spec.securityContext = { runAsUser: 0 }
    server(spec).securityContext = { runAsUser: 1000, runAsNonRoot: true }
    spec.containers.push({ name: 'transformer-container', image: 'x', securityContext: { runAsNonRoot: true } })
  },
  'two targets, one in the way': (spec) =>
    spec.containers.push({
      name: 'transformer-container',
      image: 'x',
      volumeMounts: [{ name: 'istio-envoy', mountPath: '/mnt/models' }],
    }),
  'debug container': (spec) => (spec.ephemeralContainers = [{ name: 'modelcar', image: 'x', command: ['x'] }]),
}

const inSidecar =
  (mountPath: string): Change =>
  (spec) =>
    sidecar(spec).volumeMounts!.push({ name: 'istio-envoy', mountPath })

/** What stands in the way in an injected pod. */
export const obstaclesInOurs: Changes = {
  'mount over the source': inSidecar('/models/x'),
  'mount over all of ours': inSidecar('/'),
  'mount over the link': inSidecar('/mnt/models'),
  'mount over what is looked for': (spec) =>
    (prefetch(spec).volumeMounts = [{ name: 'istio-envoy', mountPath: 'models/' }]),
  'device at our mount': (spec) => Object.assign(sidecar(spec), device('x', '/mnt')),
  'device at the source': (spec) => Object.assign(prefetch(spec), device('x', '/models')),
  'root sidecar': (spec) => (sidecar(spec).securityContext = { runAsUser: 0, runAsNonRoot: true }),
  'resources that are none': (spec) => set(sidecar(spec), 'resources', 1),
  'limits that are none': (spec) => set(prefetch(spec).resources!, 'limits', ['x']),
  'mounts of ours that are no list': (spec) => set(sidecar(spec), 'volumeMounts', {}),
  'policies that are no list': (spec) => set(prefetch(spec), 'resizePolicy', {}),
}

const set = (holder: object, key: string, value: unknown): object => Object.assign(holder, { [key]: value })

/** What is no pod spec. */
export const malformed: Changes = {
  'no containers': (spec) => set(spec, 'containers', undefined),
  'containers that are no list': (spec) => set(spec, 'containers', {}),
  'container that is no object': (spec) => set(spec.containers, '1', 'x'),
  'container that is a list': (spec) => set(spec.containers, '2', []),
  'container without a name': (spec) => set(spec.containers[1]!, 'name', undefined),
  'container with an empty name': (spec) => set(spec.containers[1]!, 'name', ''),
  'container named by a number': (spec) => set(spec.containers[1]!, 'name', 1),
  'init containers that are no list': (spec) => set(spec, 'initContainers', 'x'),
  'init container that is null': (spec) => set(spec.initContainers!, '0', null),
  'init container without a name': (spec) => set(spec.initContainers![0]!, 'name', null),
  'debug containers that are no list': (spec) => set(spec, 'ephemeralContainers', 1),
  'debug container without a name': (spec) => set(spec, 'ephemeralContainers', [{}]),
  'volumes that are no list': (spec) => set(spec, 'volumes', {}),
  'volume that is no object': (spec) => set(spec.volumes!, '0', 'x'),
  'volume without a name': (spec) => set(spec.volumes![0]!, 'name', undefined),
  'mounts that are no list': (spec) => set(server(spec), 'volumeMounts', {}),
  'mount that is no object': (spec) => set(server(spec).volumeMounts!, '0', 'x'),
  'variables that are no list': (spec) => set(server(spec), 'env', {}),
  'variable that is no object': (spec) => set(server(spec).env!, '0', 1),
  'devices that are no list': (spec) => set(spec.containers[1]!, 'volumeDevices', 'x'),
  'device that is no object': (spec) => set(spec.containers[1]!, 'volumeDevices', ['x']),
}

const shares = { persistentVolumeClaim: { claimName: 'x' } }
const transformer = (securityContext: V1SecurityContext): V1Container => ({
  name: 'transformer-container',
  image: 'x',
  securityContext,
})

/** What a person should know of. */
export const warned: Changes = {
  'own namespace': (spec) => (spec.shareProcessNamespace = false),
  'a claim': (spec) => spec.volumes!.push({ name: volume, ...shares }),
  'users that differ': (spec) => {
    server(spec).securityContext!.runAsUser = 1000
    spec.containers.push(transformer({ runAsUser: 1001, runAsGroup: 1 }))
  },
  'one user': (spec) => {
    server(spec).securityContext!.runAsUser = 100000
    spec.containers.push(transformer({}))
  },
  'a group of the pod': (spec) => (spec.securityContext = { runAsUser: 1000 }),
  'a root pod': (spec) => {
    spec.securityContext = { runAsUser: 0, runAsGroup: 0 }
    server(spec).securityContext = { capabilities: { drop: ['ALL'] } }
  },
}

/** The same of an injected pod. */
export const warnedOfOurs: Changes = {
  'a mirrored image': (spec) => (sidecar(spec).image = 'mirror.local/models/sklearn-iris:v1'),
  'two mirrored images': (spec) => {
    sidecar(spec).image = 'mirror.local/models/sklearn-iris:v1'
    prefetch(spec).image = 'mirror.local/models/sklearn-iris:v1'
  },
  'user of ours': (spec) => (sidecar(spec).securityContext = { runAsUser: 7 }),
}

/** What an earlier injection left: it is recognised by hand, and mended by the library alone. */
export const leavings: Changes = {
  'a sidecar of another model': (spec) =>
    spec.containers.push({ ...structuredClone(sidecar(spec)), name: 'modelcar-1' }),
  'a native sidecar': (spec) =>
    spec.initContainers!.push({ ...structuredClone(sidecar(spec)), restartPolicy: 'Always' }),
  'a storage initializer': (spec) =>
    spec.initContainers!.push({ name: 'storage-initializer', image: 'x', args: ['oci://x/y:1', '/mnt/models'] }),
  'an image volume': (spec) => spec.volumes!.push({ name: 'x', image: { reference: 'x' } }),
  'a volume of another model': (spec) => spec.volumes!.push({ name: `${volume}-1`, emptyDir: {} }),
  'a mount of another path': (spec) => {
    sidecar(spec).volumeMounts!.push({ name: volume, mountPath: '/other' })
    server(spec).volumeMounts!.push({ name: volume, mountPath: '/other' })
  },
  'settings of another config': (spec) =>
    (sidecar(spec).command = ['sh', '-c', `# modelcar ${config.image} limits.cpu=1\nexit`]),
  'a user of the target': (spec) => (server(spec).securityContext!.runAsUser = 1000),
}
