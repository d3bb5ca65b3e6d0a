import { describe, expect, test } from 'vitest'
import { injectModelcar, type OneModelConfig } from '../../src/index.js'
import { admissionErrors } from '../oracle/admission.js'
import { conflictCodes } from '../oracle/conflicts.js'
import { KSERVE_NAMES, type Injection, type Mode } from '../oracle/injection.js'
import { podStartErrors } from '../oracle/start.js'
import { attempt, codesOf } from './attempt.js'
import type { PodSpec } from './side-by-side.js'

// The closed list of conflicts, cause by cause and in every mode: pods that an API server accepts, and what we say of them.

const IMAGE = 'registry.example.com/models/llama:v1'
const MODES: readonly Mode[] = ['sidecar', 'native-sidecar', 'image-volume', 'fetch']
const RESOURCES = { limits: { cpu: '10m', memory: '15Mi' }, requests: { cpu: '10m', memory: '15Mi' } }

type Codes = readonly string[]

interface Row {
  readonly title: string
  readonly pod: object
  readonly config?: Partial<OneModelConfig>
  /** The same in every mode, or by mode; none where a mode is not named. */
  readonly codes: Codes | Partial<Record<Mode, Codes>>
  /** Whether the pod is one that no API server would take: it may come from an update. */
  readonly isInvalid?: true
}

const server = (extra: object = {}): object => ({ name: 'kserve-container', image: 'server:1', ...extra })
const pod = (extra: object = {}, container: object = {}): object => ({ containers: [server(container)], ...extra })
const mounting = (path: string, source: object, mount: object = {}): object =>
  pod({ volumes: [{ name: 'v', ...source }] }, { volumeMounts: [{ name: 'v', mountPath: path, ...mount }] })
const device = (name: string, devicePath: string): object =>
  pod({ volumes: [{ name, persistentVolumeClaim: { claimName: 'b' } }] }, { volumeDevices: [{ name, devicePath }] })
const volume = (source: object, name = 'kserve-provision-location'): object => pod({ volumes: [{ name, ...source }] })
const links = (...codes: string[]): Partial<Record<Mode, Codes>> => ({ sidecar: codes, 'native-sidecar': codes })
const mounts = (...codes: string[]): Partial<Record<Mode, Codes>> => ({ 'image-volume': codes, fetch: codes })
const windows = { securityContext: { windowsOptions: { hostProcess: true } } }
const runs = { command: ['serve'] }

const ROWS: readonly Row[] = [
  { title: 'a plain pod', pod: pod(), codes: [] },

  { title: 'no target', pod: { containers: [{ name: 'x', image: 'x' }] }, codes: ['TargetNotFound'] },
  { title: 'a target of the config missing', pod: pod(), config: { targets: ['x'] }, codes: ['TargetNotFound'] },
  {
    title: 'a target that is a native sidecar',
    pod: { containers: [{ name: 'x', image: 'x' }], initContainers: [server({ restartPolicy: 'Always' })] },
    config: { targets: ['kserve-container'] },
    codes: [],
  },
  {
    title: 'a target that is an init container',
    pod: { containers: [{ name: 'x', image: 'x' }], initContainers: [server()] },
    config: { targets: ['kserve-container'] },
    codes: ['TargetNotFound'],
  },
  {
    title: 'a target with a name of ours',
    pod: { containers: [{ name: 'modelcar-7', image: 'x', ...runs }] },
    config: { targets: ['modelcar-7'] },
    codes: links('TargetReserved'),
  },
  {
    title: 'a target named storage-initializer',
    pod: { containers: [{ name: 'storage-initializer', image: 'x', ...runs }] },
    config: { targets: ['storage-initializer'] },
    codes: { fetch: ['ContainerNameTaken', 'TargetReserved'] },
  },

  { title: 'os.name windows', pod: pod({ os: { name: 'windows' } }), codes: ['Windows'] },
  { title: 'nodeSelector windows', pod: pod({ nodeSelector: { 'kubernetes.io/os': 'windows' } }), codes: ['Windows'] },
  { title: 'hostProcess of the pod', pod: pod({ hostNetwork: true, ...windows }), codes: ['Windows'] },
  { title: 'hostProcess of a container', pod: pod({ hostNetwork: true }, windows), codes: ['Windows'] },
  { title: 'os.name linux', pod: pod({ os: { name: 'linux' } }), codes: [] },

  { title: 'hostPID', pod: pod({ hostPID: true }), codes: links('HostPID') },
  { title: 'hostPID false', pod: pod({ hostPID: false }), codes: [] },

  {
    title: 'an unmasked /proc in the host’s user namespace',
    pod: pod(),
    config: { securityContext: { procMount: 'Unmasked' } },
    codes: { ...links('HostUsers'), fetch: ['HostUsers'] },
  },
  {
    title: 'an unmasked /proc where hostUsers is true',
    pod: pod({ hostUsers: true }),
    config: { securityContext: { procMount: 'Unmasked' } },
    codes: { ...links('HostUsers'), fetch: ['HostUsers'] },
  },
  {
    title: 'an unmasked /proc in a user namespace',
    pod: pod({ hostUsers: false }),
    config: { securityContext: { procMount: 'Unmasked' } },
    codes: [],
  },

  {
    title: 'UID 0 under runAsNonRoot, of the pod',
    pod: pod({ securityContext: { runAsNonRoot: true, runAsUser: 0 } }),
    codes: { ...links('RootUser'), fetch: ['RootUser'] },
  },
  {
    title: 'UID 0 of the config under runAsNonRoot of the pod',
    pod: pod({ securityContext: { runAsNonRoot: true } }),
    config: { runAsUser: 0 },
    codes: links('RootUser'),
  },
  {
    title: 'UID 0 of the config under runAsNonRoot of the target',
    pod: pod({}, { securityContext: { runAsNonRoot: true } }),
    config: { runAsUser: 0 },
    codes: links('RootUser'),
  },
  {
    title: 'UID 0 of the config under runAsNonRoot of another container',
    pod: pod({ initContainers: [{ name: 'i', image: 'i', securityContext: { runAsNonRoot: true } }] }),
    config: { runAsUser: 0 },
    codes: [],
  },

  {
    title: 'a download of another scheme to the model’s path',
    pod: pod({
      initContainers: [
        { name: 'storage-initializer', image: 'x', args: ['gs://b/x', '/mnt/models/', 's3://b/y', '/mnt/models/y'] },
      ],
    }),
    codes: { fetch: ['FetchPathTaken'] },
  },
  {
    title: 'downloads of other schemes to other paths',
    pod: pod({ initContainers: [{ name: 'storage-initializer', image: 'x', args: ['gs://b/x', '/mnt/x'] }] }),
    codes: [],
  },

  { title: 'another volume at /mnt', pod: mounting('/mnt', { emptyDir: {} }), codes: links('MountPathTaken') },
  { title: 'another volume at mnt', pod: mounting('mnt', { emptyDir: {} }), codes: links('MountPathTaken') },
  {
    title: 'another volume at /mnt/x/..',
    pod: mounting('/mnt/x/..', { emptyDir: {} }),
    codes: links('MountPathTaken'),
  },
  {
    title: 'a read-only mount at /mnt',
    pod: mounting('/mnt', { emptyDir: {} }, { readOnly: true }),
    codes: { ...links('MountPathTaken'), ...mounts('ModelPathTaken') },
  },
  {
    title: 'another volume at /mnt/models',
    pod: mounting('/mnt/models', { emptyDir: {} }),
    codes: { ...links('ModelPathTaken'), ...mounts('MountPathTaken') },
  },
  {
    title: 'another volume below the model',
    pod: mounting('/mnt/models/x', { emptyDir: {} }),
    codes: ['ModelPathTaken'],
  },
  { title: 'another volume at /', pod: mounting('/', { emptyDir: {} }), codes: ['ModelPathTaken'] },
  { title: 'another volume beside the model', pod: mounting('/mnt/modelsx', { emptyDir: {} }), codes: [] },
  ...[true, false].map((isReadOnly): Row => ({
    title: `another volume two levels above the model, ${isReadOnly ? 'read-only' : 'writable'}`,
    pod: mounting('/a', isReadOnly ? { configMap: { name: 'c' } } : { emptyDir: {} }),
    config: { mountPath: '/a/b/c' },
    codes: isReadOnly ? ['ModelPathTaken'] : [],
  })),
  ...['/mnt', '/mnt/models', '/mnt/models/x'].map((path): Row => ({
    title: `a device at ${path}`,
    pod: device('b', path),
    codes: ['ModelPathTaken'],
  })),
  {
    title: 'our link volume as a device',
    pod: device('kserve-provision-location', '/dev/x'),
    codes: links('VolumeIsDevice'),
  },
  {
    title: 'our model volume as a device',
    pod: device('mnt-models', '/dev/x'),
    codes: { ...mounts('VolumeIsDevice', 'VolumeSource'), fetch: ['VolumeIsDevice'] },
  },

  ...(
    [
      ['a configMap', { configMap: { name: 'c' } }, true],
      ['a secret', { secret: { secretName: 's' } }, true],
      ['an image', { image: { reference: 'a' } }, true],
      ['a projection', { projected: { sources: [] } }, true],
      ['a claim', { persistentVolumeClaim: { claimName: 'c' } }, false],
      ['a read-only claim', { persistentVolumeClaim: { claimName: 'c', readOnly: true } }, true],
      ['NFS', { nfs: { server: 's', path: '/p' } }, false],
      ['read-only NFS', { nfs: { server: 's', path: '/p', readOnly: true } }, true],
      ['a CSI volume', { csi: { driver: 'a.b' } }, false],
      ['a repository', { gitRepo: { repository: 'r' } }, false],
      ['an emptyDir', { emptyDir: { medium: 'Memory' } }, false],
      ['nothing', {}, false],
    ] as const
  ).map(([kind, source, isReadOnly]): Row => ({
    title: `our link volume is ${kind}`,
    pod: volume(source),
    codes: isReadOnly ? links('VolumeSource') : [],
  })),
  {
    title: 'our model volume is a claim',
    pod: volume({ persistentVolumeClaim: { claimName: 'c' } }, 'mnt-models'),
    codes: { 'image-volume': ['VolumeSource'] },
  },
  {
    title: 'our model volume is a read-only claim',
    pod: volume({ persistentVolumeClaim: { claimName: 'c', readOnly: true } }, 'mnt-models'),
    codes: mounts('VolumeSource'),
  },

  {
    title: 'somebody’s container modelcar',
    pod: { containers: [server(), { name: 'modelcar', image: 'x', ...runs }] },
    codes: links('ContainerNameTaken'),
  },
  {
    title: 'somebody’s init container modelcar-init',
    pod: pod({ initContainers: [{ name: 'modelcar-init', image: 'x', ...runs }] }),
    codes: { sidecar: ['ContainerNameTaken'] },
  },
  {
    title: 'somebody’s native sidecar modelcar',
    pod: pod({ initContainers: [{ name: 'modelcar', image: 'x', restartPolicy: 'Always', ...runs }] }),
    codes: links('ContainerNameTaken'),
  },
  {
    title: 'a container modelcar that runs nothing of its own',
    pod: { containers: [server(), { name: 'modelcar', image: 'x' }] },
    codes: { 'native-sidecar': ['ContainerNameTaken'] },
  },
  {
    title: 'a debug container modelcar',
    pod: pod({ ephemeralContainers: [{ name: 'modelcar', image: 'x' }] }),
    codes: links('ContainerNameTaken'),
    isInvalid: true,
  },
  {
    title: 'a container modelcar-x',
    pod: { containers: [server(), { name: 'modelcar-x', image: 'x', ...runs }] },
    codes: [],
  },

  ...['Never', 'OnFailure'].map((restartPolicy): Row => ({
    title: `restartPolicy ${restartPolicy}`,
    pod: pod({ restartPolicy }),
    codes: { sidecar: ['NeverCompletes'] },
  })),

  ...(
    [
      ['a request that is full', { requests: { cpu: '1' } }, '995m', true],
      ['a request with room', { requests: { cpu: '1' } }, '990m', false],
      ['a limit that is full', { limits: { cpu: '1' } }, '995m', true],
      ['a limit with room', { limits: { cpu: '1' } }, '990m', false],
      ['a limit below ours', { limits: { memory: '10Mi' } }, '1', true],
      ['nothing', {}, '995m', false],
    ] as const
  ).map(([kind, resources, cpu, isFull]): Row => ({
    title: `pod-level resources: ${kind}`,
    pod: pod({ resources }, { resources: { requests: { cpu } } }),
    config: { resources: RESOURCES },
    // Alone, a native sidecar runs beside the server just as a regular one does.
    codes: isFull ? links('PodResources') : [],
  })),
  {
    title: 'pod-level resources that are full, and none in the config',
    pod: pod({ resources: { requests: { cpu: '1' } } }, { resources: { requests: { cpu: '1' } } }),
    codes: [],
  },
]

describe.each(MODES)('mode %s', (mode) => {
  test.each(ROWS.map((row) => [row.title, row] as const))(
    '%s',
    (_title, { pod: given, config = {}, codes, isInvalid }) => {
      const podSpec = given as PodSpec
      const expected = Array.isArray(codes) ? (codes as Codes) : ((codes as Partial<Record<Mode, Codes>>)[mode] ?? [])
      const full: OneModelConfig = { image: IMAGE, mode, ...config }
      const isLinked = mode === 'sidecar' || mode === 'native-sidecar'
      const injection: Injection = {
        mode,
        targets: config.targets ?? ['kserve-container'],
        images: [IMAGE],
        mountPaths: [config.mountPath ?? '/mnt/models'],
        names: KSERVE_NAMES,
        ...(typeof config.securityContext === 'object' && config.securityContext.procMount !== undefined
          ? { procMount: config.securityContext.procMount }
          : {}),
        ...(config.runAsUser === undefined ? {} : { runAsUser: config.runAsUser }),
        ...(config.resources === undefined || !isLinked
          ? {}
          : { requests: RESOURCES.requests, limits: RESOURCES.limits }),
      }
      if (isInvalid !== true) expect(admissionErrors(podSpec)).toEqual([])
      expect(conflictCodes(podSpec, injection)).toEqual(expected)

      const result = attempt(podSpec, full)
      if ('refusal' in result) {
        expect({ code: result.refusal.code, causes: codesOf(result.refusal) }).toEqual({
          code: 'Conflict',
          causes: expected,
        })
        return
      }
      expect(expected).toEqual([])
      if (isInvalid !== true) expect(admissionErrors(result.podSpec)).toEqual([])
      expect(podStartErrors(result.podSpec, injection)).toEqual([])
      expect(injectModelcar(result.podSpec as PodSpec, full)).toBe(result.podSpec)
    },
  )
})
