import { deepStrictEqual } from 'node:assert/strict'
import type { V1Container, V1PodSpec } from '@kubernetes/client-node'
import { createInjector, isModelcarError } from '../src/index.js'
import { config } from './by-hand/wanted.js'
import { Obstacle } from './by-hand/survey.js'
import { issuePod } from './pods.js'

/*
 * Times are compared only between functions that do the same. Each is held against the library on pods that are fresh, damaged,
 * or refused, and has to leave its input as it was.
 */

export type Inject = (spec: V1PodSpec) => V1PodSpec

const injector = createInjector(config)
const ours = (spec: V1PodSpec): V1PodSpec => injector.inject(spec)

type Change = (spec: V1PodSpec) => void

const server = (spec: V1PodSpec): V1Container => spec.containers[0]!
const sidecar = (spec: V1PodSpec): V1Container => spec.containers.find(({ name }) => name === 'modelcar')!
const prefetch = (spec: V1PodSpec): V1Container => spec.initContainers!.find(({ name }) => name === 'modelcar-init')!
const volume = 'kserve-provision-location'

/** What may happen to an injected pod, so that it has to be put right: one for each value that is looked at. */
const damages: Readonly<Record<string, Change>> = {
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
}

/** What may happen to an injected pod without a need to change it. */
const harmless: Readonly<Record<string, Change>> = {
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
const obstacles: Readonly<Record<string, Change>> = {
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
  'debug container': (spec) => (spec.ephemeralContainers = [{ name: 'modelcar', image: 'x', command: ['x'] }]),
}

/** Throws where a contestant and the library disagree; tells on how many pods they were compared. */
export function checkAgreement(name: string, inject: Inject, pods: readonly V1PodSpec[]): number {
  const injected = pods.map(ours)
  const cases = [
    ...pods.map((pod, index) => [`pod ${index}`, pod] as const),
    ...injected.map((pod, index) => [`pod ${index}, injected`, pod] as const),
    ...changed(damages, ours(issuePod()), (pod) => outcome(ours, pod)[0] !== pod),
    ...changed(harmless, ours(issuePod()), (pod) => outcome(ours, pod)[0] === pod),
    ...changed(obstacles, issuePod(), (pod) => typeof outcome(ours, pod)[0] === 'string'),
  ]
  for (const [what, pod] of cases) {
    try {
      compare(inject, pod)
    } catch (cause) {
      throw new Error(`${name} and the library differ: ${what}`, { cause })
    }
  }
  return cases.length
}

/** Throws where something that is complete does not come back as the same reference. */
export function checkSecondCall(name: string, inject: Inject, pods: readonly V1PodSpec[]): void {
  const complete = [...pods.map(ours), ...changed(harmless, ours(issuePod()), () => true).map(([, pod]) => pod)]
  if (complete.some((pod) => inject(pod) !== pod)) throw new Error(`${name} copies what is complete`)
}

function changed(
  changes: Readonly<Record<string, Change>>,
  base: V1PodSpec,
  isAsMeant: (pod: V1PodSpec) => boolean,
): readonly (readonly [string, V1PodSpec])[] {
  return Object.entries(changes).map(([what, change]) => {
    const pod = structuredClone(base)
    change(pod)
    if (!isAsMeant(pod)) throw new Error(`not as meant for the library: ${what}`)
    return [what, pod]
  })
}

function compare(inject: Inject, pod: V1PodSpec): void {
  const before = structuredClone(pod)
  const [expected, actual] = [outcome(ours, pod), outcome(inject, pod)]
  deepStrictEqual(pod, before, 'the input was written to')
  // What is written by hand stops at the first obstacle, where the library tells all.
  if (typeof expected[0] === 'string' && expected.includes(actual[0])) return
  deepStrictEqual(actual, expected)
}

/** A pod, or the codes of what stands in the way. */
function outcome(inject: Inject, pod: V1PodSpec): readonly unknown[] {
  try {
    return [inject(pod)]
  } catch (error) {
    if (error instanceof Obstacle) return [error.message]
    if (isModelcarError(error)) return error.causes.map(({ code }) => code)
    throw error
  }
}
