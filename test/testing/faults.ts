import fc from 'fast-check'
import { admissiblePod } from '../../src/testing/arbitraries/pods.js'
import { nodesOf } from '../../src/testing/arbitraries/values.js'
import { clone, entriesOf, type Fields, fieldsOf, isFields } from '../../src/testing/json.js'
import { allContainersOf, containersOf, initContainersOf, type PodSpec, volumesOf } from '../../src/testing/pod.js'

/** A thing that an API server refuses a pod for: edits a copy of the pod in place; `at` says where, or how. */
type Fault = (spec: PodSpec, at: number) => void

const pick = <T>(entries: readonly T[], at: number): T => entries[at % entries.length] as T
const container = (spec: PodSpec, at: number): Fields => pick(allContainersOf(spec), at)
const append = (holder: Fields, list: string, ...entries: readonly unknown[]): void => {
  holder[list] = [...(Array.isArray(holder[list]) ? (holder[list] as unknown[]) : []), ...entries]
}
/** Sets one of several values of a field of a container. */
const onContainer =
  (key: string, ...values: readonly unknown[]): Fault =>
  (spec, at) => {
    container(spec, at)[key] = clone(pick(values, at))
  }
const onPod =
  (key: string, ...values: readonly unknown[]): Fault =>
  (spec, at) => {
    spec[key] = clone(pick(values, at))
  }
const withVolume =
  (...sources: readonly Fields[]): Fault =>
  (spec, at) => {
    append(spec, 'volumes', { name: 'added', ...clone(pick(sources, at)) })
  }
const withMount =
  (...mounts: readonly Fields[]): Fault =>
  (spec, at) => {
    if (!volumesOf(spec).some(({ name }) => name === 'added')) append(spec, 'volumes', { name: 'added', emptyDir: {} })
    append(container(spec, at), 'volumeMounts', { name: 'added', mountPath: '/added', ...clone(pick(mounts, at)) })
  }
const withSecurity =
  (...contexts: readonly Fields[]): Fault =>
  (spec, at) => {
    const holder = container(spec, at)
    holder['securityContext'] = { ...fieldsOf(holder['securityContext']), ...clone(pick(contexts, at)) }
  }
const badNames = ['Abc', 'a.b', 'a_b', '-a', 'a-', 'a'.repeat(64), '', 'ä', 'a b', 'A.b'.repeat(30)]

export const faults: Readonly<Record<string, Fault>> = {
  'a container twice': (spec, at) => {
    append(spec, at % 2 === 0 ? 'containers' : 'initContainers', clone(container(spec, at)))
  },
  'a volume twice': (spec, at) => {
    if (volumesOf(spec).length > 0) append(spec, 'volumes', clone(pick(volumesOf(spec), at)))
  },
  'a mount twice': (spec, at) => {
    const holder = container(spec, at)
    const mounts = entriesOf(holder['volumeMounts'])
    if (mounts.length > 0) append(holder, 'volumeMounts', clone(pick(mounts, at)))
  },
  'a bad name of a container': onContainer('name', ...badNames),
  'a bad name of a volume': (spec, at) => {
    const volumes = volumesOf(spec)
    // A claim that is made with the pod is named after both.
    const kept = volumes.filter(({ ephemeral }) => ephemeral === undefined)
    if (kept.length > 0) pick(kept, at)['name'] = pick(badNames, at)
  },
  'no volume for a mount': (spec, at) => {
    append(container(spec, at), 'volumeMounts', { name: 'nowhere', mountPath: '/nowhere' })
  },
  'a bad image': onContainer('image', '', null, ' a', 'a ', 'a\t', '\n'),
  'a bad pull policy': onContainer('imagePullPolicy', 'Sometimes', 'always', 'Ever"\u0001'),
  'a bad message policy': onContainer('terminationMessagePolicy', 'Log', 'file'),
  'bad ports': onContainer(
    'ports',
    [{ containerPort: 0 }],
    [{ containerPort: 70000 }],
    [{ containerPort: -1, hostPort: 70000 }],
    [
      { containerPort: 1, name: 'h' },
      { containerPort: 2, name: 'h' },
    ],
    [{ containerPort: 1, name: 'a--b' }],
    [{ containerPort: 1, name: '-a' }],
    [{ containerPort: 1, name: '12' }],
    [{ containerPort: 1, name: 'ABC' }],
    [{ containerPort: 1, name: 'abcdefghijklmnopq' }],
    [{ containerPort: 1, protocol: 'ICMP' }],
    [{ name: 'x' }],
    [
      { containerPort: 80, hostPort: 81 },
      { containerPort: 80, hostPort: 81 },
    ],
  ),
  'a host’s network': (spec, at) => {
    spec['hostNetwork'] = true
    for (const each of containersOf(spec))
      append(each, 'ports', pick([{ containerPort: 80 }, { containerPort: 80, hostPort: 90 }], at))
  },
  'a bad variable': (spec, at) => {
    const ref = { fieldRef: { fieldPath: 'metadata.name' } }
    append(
      container(spec, at),
      'env',
      clone(
        pick(
          [
            { name: '' },
            { value: 'x' },
            { name: 'a=b' },
            { name: 'ü' },
            { name: 'B', value: 'x', valueFrom: ref },
            { name: 'B', valueFrom: {} },
            { name: 'B', valueFrom: { ...ref, secretKeyRef: { name: 's', key: 'k' } } },
            { name: 'B', value: '', valueFrom: ref },
            { name: 'B', value: 'x', valueFrom: {} },
            null,
          ],
          at,
        ),
      ),
    )
  },
  'a bad mount': withMount(
    { mountPath: '' },
    { subPath: '..' },
    { subPath: '/a' },
    { subPath: '/a/../b' },
    { subPath: 'a', subPathExpr: 'b' },
    { subPathExpr: '../$(A)' },
    { subPathExpr: '/a' },
    { mountPropagation: 'Both' },
    { mountPropagation: 'Bidirectional' },
    { recursiveReadOnly: 'Enabled' },
    { recursiveReadOnly: 'IfPossible', readOnly: true, mountPropagation: 'HostToContainer' },
    { name: '' },
    { recursiveReadOnly: 'Maybe', readOnly: true },
  ),
  'a bad device': (spec, at) => {
    append(spec, 'volumes', { name: 'disk', persistentVolumeClaim: { claimName: 'a' } }, { name: 'dir', emptyDir: {} })
    const devices = [
      [{ name: 'dir', devicePath: '/dev/a' }],
      [{ name: 'nowhere', devicePath: '/dev/a' }],
      [{ name: 'disk', devicePath: '' }],
      [{ name: 'disk', devicePath: '/dev/../a' }],
      [
        { name: 'disk', devicePath: '/dev/a' },
        { name: 'disk', devicePath: '/dev/a' },
      ],
      [{ devicePath: '/dev/a' }],
    ]
    container(spec, at)['volumeDevices'] = clone(pick(devices, at))
  },
  'a device that is mounted': (spec, at) => {
    append(spec, 'volumes', { name: 'disk', persistentVolumeClaim: { claimName: 'a' } })
    const holder = container(spec, at)
    holder['volumeDevices'] = [{ name: 'disk', devicePath: '/disk' }]
    append(holder, 'volumeMounts', { name: 'disk', mountPath: at % 2 === 0 ? '/disk' : '/elsewhere' })
  },
  'bad amounts': onContainer(
    'resources',
    { requests: { cpu: '2' }, limits: { cpu: '1000m' } },
    { requests: { memory: '2Gi' }, limits: { memory: '1024Mi' } },
    { limits: { cpu: '-1' } },
    { requests: { cpu: '-100m', memory: '-1Ki' } },
    { limits: { foo: '1' } },
    { requests: { foo: 1 } },
    { requests: { 'nvidia.com/gpu': 1 } },
    { limits: { 'nvidia.com/gpu': '1500m' } },
    { limits: { 'nvidia.com/gpu': 2 }, requests: { 'nvidia.com/gpu': 1 } },
    { limits: { 'hugepages-2Mi': '4Mi' } },
    { requests: { cpu: '0.5' }, limits: { cpu: '499.9m' } },
    { requests: { 'ephemeral-storage': '2000M' }, limits: { 'ephemeral-storage': '1G' } },
    { limits: { 'kubernetes.io/batch': '1' } },
    { limits: { 'example.com/é': '1' } },
    { limits: { '': '1' } },
    { limits: { 'requests.example.com/x': '1' } },
  ),
  'amounts that are none': onContainer(
    'resources',
    { requests: { cpu: '1K' } },
    { limits: { memory: '1MB' } },
    { limits: { cpu: '' } },
    { limits: { cpu: '1\t' } },
    { limits: { cpu: '\u00a01' } },
    { limits: { cpu: '1.2.3' } },
    { limits: { cpu: '+-1' } },
    { limits: { cpu: true } },
    { limits: { cpu: {} } },
    { limits: { cpu: [1] } },
  ),
  'a bad probe': (spec, at) => {
    const probes = [
      {},
      { exec: {} },
      { exec: { command: [] } },
      { httpGet: { port: 0 } },
      { httpGet: { port: 'a--b' } },
      { httpGet: { port: 80, scheme: 'FTP' } },
      { httpGet: { port: 70000 }, tcpSocket: { port: 1 } },
      { tcpSocket: {} },
      { grpc: { port: 0 } },
      { exec: { command: ['a'] }, periodSeconds: -1, timeoutSeconds: -2 },
      { exec: { command: ['a'] }, successThreshold: 2 },
      { exec: { command: ['a'] }, terminationGracePeriodSeconds: 0 },
      { exec: { command: ['a'] }, terminationGracePeriodSeconds: 5 },
      { exec: { command: ['a'] }, tcpSocket: { port: 1 }, grpc: { port: 2 } },
      { tcpSocket: { port: '' } },
      { httpGet: { port: 80, path: '', httpHeaders: [{ name: 'a b', value: 'x' }] } },
    ]
    container(spec, at)[pick(['livenessProbe', 'readinessProbe', 'startupProbe'], Math.trunc(at / 2))] = clone(
      pick(probes, at),
    )
  },
  'a bad hook': onContainer(
    'lifecycle',
    { preStop: {} },
    { preStop: { exec: { command: ['a'] }, sleep: { seconds: 1 } } },
    { postStart: { tcpSocket: { port: 0 } } },
    { preStop: { sleep: { seconds: -1 } } },
    { preStop: { sleep: { seconds: 100 } } },
    { preStop: { sleep: { seconds: 0 } } },
  ),
  'probes on what ends': (spec, at) => {
    const inits = initContainersOf(spec)
    if (inits.length > 0) pick(inits, at)['readinessProbe'] = { exec: { command: ['a'] } }
  },
  'a bad restart policy': onPod('restartPolicy', 'Sometimes', 'always', 'Never'),
  'a restart policy of a container': onContainer('restartPolicy', 'Always', 'Never', 'OnFailure', 'Sometimes', ''),
  'bad users': withSecurity(
    { runAsUser: -1 },
    { runAsGroup: 2147483648 },
    { runAsUser: 2147483648, runAsGroup: -5 },
    { privileged: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
    { allowPrivilegeEscalation: false, capabilities: { add: ['CAP_SYS_ADMIN'] } },
    { allowPrivilegeEscalation: false, capabilities: { add: ['SYS_ADMIN'] } },
    { seccompProfile: { type: 'Custom' } },
    { seccompProfile: {} },
    { seccompProfile: { type: 'Localhost' } },
    { seccompProfile: { type: 'Localhost', localhostProfile: '../a' } },
    { seccompProfile: { type: 'Localhost', localhostProfile: '/a' } },
    { seccompProfile: { type: 'RuntimeDefault', localhostProfile: 'a' } },
    { procMount: 'Bad' },
    { procMount: 'Unmasked' },
  ),
  'bad users of the pod': onPod(
    'securityContext',
    { runAsUser: -1 },
    { runAsGroup: 2147483648, fsGroup: -1 },
    { supplementalGroups: [-1, 1] },
    { seccompProfile: { type: 'Custom' } },
    { fsGroupChangePolicy: 'Never' },
    { windowsOptions: { hostProcess: true } },
  ),
  'namespaces of the host': (spec, at) => {
    spec['shareProcessNamespace'] = true
    spec['hostPID'] = true
    if (at % 2 === 0) spec['hostUsers'] = false
  },
  Windows: onPod('os', { name: 'windows' }, { name: 'plan9' }, { name: '' }, { name: 'linux' }),
  'a host process': withSecurity({ windowsOptions: { hostProcess: true } }, { windowsOptions: { hostProcess: false } }),
  'a debug container': onPod(
    'ephemeralContainers',
    [{ name: 'debugger', image: 'a' }],
    [{ name: 'debugger', image: 'a', securityContext: { windowsOptions: { hostProcess: true } } }],
  ),
  'a bad source': withVolume(
    { emptyDir: { sizeLimit: '-1' } },
    { emptyDir: {}, hostPath: { path: '/a' } },
    { configMap: { name: 'a' }, secret: { secretName: 'a' }, image: { reference: 'a' } },
    { image: {} },
    { image: { reference: 'a', pullPolicy: 'Sometimes' } },
    { image: { pullPolicy: 'Sometimes' } },
    { persistentVolumeClaim: {} },
    { hostPath: {} },
    { hostPath: { path: '/a/..' } },
    { hostPath: { path: '/a', type: 'Bad' } },
    { configMap: {} },
    { secret: {} },
    { configMap: { name: 'a', items: [{ key: 'k', path: '../a' }] } },
    {
      secret: {
        secretName: 'a',
        items: [
          { key: 'k', path: '/a' },
          { key: '', path: '' },
        ],
      },
    },
    { configMap: { name: 'a', defaultMode: 1000 } },
    { csi: {} },
    { nfs: { server: '', path: 'a' } },
    { ephemeral: {} },
  ),
  'resources of the pod': onPod(
    'resources',
    { requests: { cpu: '1m' } },
    { requests: { memory: '1Ki' } },
    { limits: { cpu: '1m', memory: '1Ki' } },
    { requests: { cpu: '2' }, limits: { cpu: '1' } },
    { requests: { 'ephemeral-storage': '1' } },
    { limits: { foo: '1' } },
    { limits: { cpu: '100' } },
    { requests: { memory: '1Ti' } },
    { limits: { cpu: '100', 'hugepages-2Mi': '2Mi' } },
    { requests: { cpu: '100', 'hugepages-2Mi': '4Mi' } },
    { requests: { cpu: '100', memory: '1Ti' } },
  ),
  'no containers': onPod('containers', [], null),
}

interface Drawn {
  readonly name: string
  readonly at: number
}

/** Pods with one to three faults. */
export const faultyPod: fc.Arbitrary<PodSpec> = fc
  .tuple(
    admissiblePod,
    fc.array(fc.record({ name: fc.constantFrom(...Object.keys(faults)), at: fc.nat(200) }, { noNullPrototype: true }), {
      minLength: 1,
      maxLength: 3,
      size: 'max',
    }),
  )
  .map(([pod, drawn]) => withFaults(pod, drawn))

export function withFaults(pod: PodSpec, drawn: readonly Drawn[]): PodSpec {
  const spec = clone(pod)
  for (const { name, at } of drawn) if (allContainersOf(spec).length > 0) faults[name]?.(spec, at)
  return spec
}

/** Pods in which a value somewhere is of another type. */
export const mistypedPod: fc.Arbitrary<PodSpec> = fc
  .tuple(
    admissiblePod,
    fc.nat(),
    fc.nat(),
    fc.constantFrom<unknown>(1, 1.5, -3, 'x', true, [], [1], {}, { a: 1 }, 3e9, 1e20, ['x']),
  )
  .map(([pod, where, which, value]) => {
    const spec = clone(pod)
    const holders = nodesOf(spec).filter((node) => isFields(node) && Object.keys(node).length > 0)
    const holder = pick(holders, where) as Fields
    holder[pick(Object.keys(holder), which)] = clone(value)
    return spec
  })
