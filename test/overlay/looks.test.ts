import { describe, expect, test } from 'vitest'
import { compileOverlay, preferred, type Overlay, type PodSpecLike } from '../../src/index.js'
import { refusalOf } from '../kit/causes.js'
import { inContainer, overlaid } from './overlaid.js'

// Devices, ports of the host, systems, names and volumes: what is told of a pod that an overlay does not fit, in words.

const app = { name: 'app', image: 'app:1' }
const pod = (fields: object = {}, container: object = {}) => ({ containers: [{ ...app, ...container }], ...fields })
const target = (fields: object) => ({ targets: ['app'], target: fields })
const spec = (fields: object) => ({ spec: fields })
const toldOf = (podSpec: object, overlay: object): readonly string[] =>
  refusalOf(() => overlaid(podSpec, overlay)).causes.map(({ code, field, message }) => `${code} ${field}: ${message}`)
const together = (code: string, field: string, found: string, beside: string): string =>
  `${code} spec.${field}: expected nothing that excludes ${found}, found ${beside}; the API server does not take them together: change one of the two, in the overlay or the pod`

const block = { volumes: [{ name: 'b', persistentVolumeClaim: { claimName: 'b' } }] }
const device = (devicePath: string, name = 'b') => ({ volumeDevices: [{ name, devicePath }] })
const mount = (mountPath: string, name = 'b') => ({ volumeMounts: [{ name, mountPath }] })

describe('a device', () => {
  const at = 'containers[0].volumeDevices'
  test.each<[object, object, string, string]>([
    [pod(block, device('/dev/b')), target(mount('/m')), at, 'another use of that volume'],
    [pod({ volumes: [{ name: 'b', emptyDir: {} }] }), target(device('/dev/b')), at, 'a source that is no block device'],
    [pod(block, mount('/m')), target(device('/dev/b')), 'containers[0].volumeMounts', 'another use of that volume'],
  ])('of %j under %j', (podSpec, overlay, field, beside) => {
    expect(toldOf(podSpec, overlay)).toEqual([together('VolumeIsDevice', field, 'the device b of app', beside)])
  })

  test('at a path that has another use', () => {
    const podSpec = pod({ volumes: [...block.volumes, { name: 'm' }] }, mount('/dev/b', 'm'))
    expect(toldOf(podSpec, target(device('/dev/b')))).toContain(
      together('VolumeIsDevice', 'containers[0].volumeMounts', 'the device b of app', 'another use of /dev/b'),
    )
  })

  test('may be a claim, or an ephemeral one, beside other mounts', () => {
    const volumeClaimTemplate = {
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    }
    const volumes = [...block.volumes, { name: 'e', ephemeral: { volumeClaimTemplate } }, { name: 'm' }]
    expect(() => overlaid(pod({ volumes }, mount('/m', 'm')), target(device('/dev/b', 'b')))).not.toThrow()
    expect(() => overlaid(pod({ volumes }, mount('/m', 'm')), target(device('/dev/e', 'e')))).not.toThrow()
  })
})

describe('a port of the host', () => {
  const port = (hostPort: number, more: object = {}) => ({ containerPort: hostPort, hostPort, ...more })
  const two = (one: object, other: object) => ({
    containers: [
      { ...app, ports: [one] },
      { name: 'b', image: 'b:1', ports: [other] },
    ],
  })
  const taken = (number: number) =>
    together(
      'HostPortTaken',
      'containers[1].ports',
      `host port ${String(number)} of b`,
      'the same host port a second time',
    )

  test('is taken once', () => {
    expect(toldOf(two({ containerPort: 80 }, { containerPort: 80 }), spec({ hostNetwork: true }))).toEqual([taken(80)])
    const overlay = { targets: ['b'], target: { ports: [port(81, { name: 'p' })] } }
    const podSpec = {
      containers: [
        { ...app, ports: [port(81)] },
        { name: 'b', image: 'b:1' },
      ],
    }
    expect(toldOf(podSpec, overlay)).toEqual([
      together('HostPortTaken', 'containers[1]', 'host port 81 of b', 'the same host port a second time'),
    ])
  })

  test.each<[object, object]>([
    [port(80), port(81)],
    [port(80), port(80, { protocol: 'UDP' })],
    [port(80, { hostIP: '10.0.0.1' }), port(80, { hostIP: '10.0.0.2' })],
    [port(80, { hostIP: '10.0.0.1' }), port(80)],
    [{ containerPort: 80, hostPort: 0 }, port(81)],
  ])('is another one: %j and %j', (one, other) => {
    expect(() => overlaid(two(one, other), spec({ hostNetwork: true }))).not.toThrow()
  })

  const adding = (ports: object) => ({ targets: ['b'], target: { ports: [{ name: 'p', ...ports }] } })
  const withB = (ports: object, more: object = {}) => ({
    ...pod(more, { ports: [ports] }),
    containers: [
      { ...app, ports: [ports] },
      { name: 'b', image: 'b:1' },
    ],
  })

  test.each<[object, object]>([
    [withB({ containerPort: 80 }, { hostNetwork: true }), adding({ containerPort: 80 })],
    [withB(port(80, { hostIP: '10.0.0.1' })), adding(port(80, { hostIP: '10.0.0.1' }))],
    [withB(port(80, { hostIP: '' })), adding(port(80))],
  ])('is taken in %j, where the overlay adds it: %j', (podSpec, overlay) => {
    expect(toldOf(podSpec, overlay)).toEqual([
      together('HostPortTaken', 'containers[1]', 'host port 80 of b', 'the same host port a second time'),
    ])
  })

  test.each<[object, object]>([
    [withB({ containerPort: 80 }), adding({ containerPort: 80 })],
    [withB({ containerPort: 80 }, { hostNetwork: true }), adding({ containerPort: 81 })],
    [withB(port(80, { hostIP: '10.0.0.1' })), adding(port(80, { hostIP: '10.0.0.2' }))],
    [withB(port(80, { hostIP: '10.0.0.1' })), adding(port(80))],
  ])('is free in %j, where the overlay adds it: %j', (podSpec, overlay) => {
    expect(() => overlaid(podSpec, overlay)).not.toThrow()
  })

  test('is the container’s in the host’s network', () => {
    expect(toldOf(pod({}, { ports: [{ containerPort: 80, hostPort: 81 }] }), spec({ hostNetwork: true }))).toEqual([
      together('HostPortTaken', 'containers[0].ports', 'hostPort 81 for containerPort 80 of app', 'hostNetwork: true'),
    ])
  })
})

describe('a pod of another system', () => {
  const windows = { os: { name: 'windows' } }
  test.each<[object, object, string, string]>([
    [pod(windows), spec({ shareProcessNamespace: true }), 'os.name', 'shareProcessNamespace'],
    [pod(windows), spec({ securityContext: { fsGroup: 1 } }), 'os.name', 'securityContext.fsGroup'],
    [pod({ hostPID: true }), spec({ os: { name: 'windows' } }), 'hostPID', 'hostPID'],
  ])('%j and %j', (podSpec, overlay, field, found) => {
    expect(toldOf(podSpec, overlay)).toEqual([together('Windows', field, found, 'os.name: windows')])
  })

  test('a container’s field, and one of Windows', () => {
    expect(toldOf(pod(windows), target({ securityContext: { privileged: true } }))).toEqual([
      together(
        'Windows',
        'containers[0].securityContext.privileged',
        'securityContext.privileged of app',
        'os.name: windows',
      ),
    ])
    const options = { securityContext: { windowsOptions: { runAsUserName: 'a' } } }
    expect(toldOf(pod({ os: { name: 'linux' } }), spec(options))).toEqual([
      together('Windows', 'os.name', 'securityContext.windowsOptions', 'os.name: linux'),
    ])
  })

  test.each<[object, object]>([
    [pod(windows), spec({ hostPID: false, hostIPC: false })],
    [pod({ hostPID: false, hostIPC: false }), spec(windows)],
    [pod({ os: { name: 'plan9' } }), spec({ securityContext: { fsGroup: 1 } })],
    [pod({ os: { name: 5 } }), spec({ securityContext: { fsGroup: 1 } })],
    [pod({ os: { name: 'toString' } }), spec({ securityContext: { fsGroup: 1 } })],
  ])('is not: %j and %j', (podSpec, overlay) => {
    expect(() => overlaid(podSpec, overlay)).not.toThrow()
  })
})

describe('a container that an overlay names', () => {
  test('is somebody else’s, by its image or its list', () => {
    const wanted = spec({ containers: [{ name: 'app', image: 'mine:1' }] })
    const expected = "ContainerNameTaken spec.containers[0].name: expected the name app to be free or the overlay's"
    expect(toldOf(pod({}, { command: ['x'] }), wanted)).toEqual([
      `${expected}, found somebody else's container, of image app:1; rename it, or choose another name in the overlay; if it is the overlay's, name that image in formerly`,
    ])
    const elsewhere = spec({ initContainers: [{ name: 'app', image: 'mine:1' }] })
    expect(toldOf(pod(), elsewhere)).toEqual([
      `${expected}, found a container in containers; rename it, or choose another name in the overlay`,
    ])
  })

  test('is not there to be amended', () => {
    const rest =
      'which the overlay gives no image and so only amends, found none; give an image in the overlay, or leave the entry out'
    const amended = (...names: readonly string[]) => spec({ containers: names.map((name) => ({ name, tty: true })) })
    expect(toldOf(pod(), amended('a'))).toEqual([
      `NothingToAmend spec.containers: expected a container named a, ${rest}`,
    ])
    expect(toldOf(pod(), amended('a', 'b'))).toEqual([
      `NothingToAmend spec.containers: expected containers named a, b, ${rest}`,
    ])
  })
})

describe('a volume that an overlay mounts', () => {
  const rest = 'add it to spec.volumes of the overlay, or to the pod'

  test('is nowhere', () => {
    expect(toldOf(pod(), target(mount('/m', 'a')))).toEqual([
      `VolumeNotFound spec.volumes: expected a volume named a, which the overlay mounts, found none; ${rest}`,
    ])
    const volumeMounts = ['a', 'b', 'c'].map((name) => ({ name, mountPath: `/${name}` }))
    expect(toldOf(pod({ volumes: [{ name: 'c' }] }), target({ volumeMounts }))).toEqual([
      `VolumeNotFound spec.volumes: expected volumes named a, b, which the overlay mounts, found c; ${rest}`,
    ])
    const container = { name: 'n', image: 'n:1', ...mount('/m', 'a') }
    for (const list of ['containers', 'initContainers']) {
      expect(toldOf(pod(), spec({ [list]: [container] }))).toEqual([
        `VolumeNotFound spec.volumes: expected a volume named a, which the overlay mounts, found none; ${rest}`,
      ])
    }
  })

  test('is not looked for where there is no target', () => {
    const overlay = { targets: '*', target: mount('/m', 'a') }
    expect(() => overlaid({ containers: [] }, overlay)).not.toThrow()
  })
})

describe('a variable that refers to one behind it', () => {
  const warned = (env: readonly object[], overlay: Overlay): readonly string[] =>
    compileOverlay(overlay)
      .plan(pod({}, { env }) as PodSpecLike)
      .warnings.map(({ code, field, message }) => `${code} ${field} ${message}`)
  const adding = (...env: readonly object[]) => target({ env }) as Overlay
  const unresolved = (index: number, name: string): string =>
    `UnresolvedVariable spec.containers[0].env[${String(index)}].value refers to ${name}, which the overlay puts behind it, so $(${name}) is not expanded; put the variable behind that one, or into the overlay under another name`
  const b = { name: 'B', value: 'b' }

  test('is warned of', () => {
    expect(
      warned(
        [
          { name: 'X', value: 'x' },
          { name: 'A', value: '1$(B)' },
        ],
        adding(b),
      ),
    ).toEqual([unresolved(1, 'B')])
    expect(warned([{ name: 'A', value: '$(C)$(B)' }], adding(b))).toEqual([unresolved(0, 'B')])
    expect(warned([{ name: 'A', value: 'x' }], adding({ name: 'A', value: '$(B)' }, b))).toEqual([unresolved(0, 'B')])
  })

  test.each<[readonly object[], Overlay]>([
    [[{ name: 'A', value: '$$(B)' }], adding(b)],
    [[{ name: 'A', value: '(B)' }], adding(b)],
    [[{ name: 'A', value: 'B' }], adding(b)],
    [[{ name: 'A', value: '$(C)' }], adding(b)],
    [
      [
        { name: 'B', value: 'x' },
        { name: 'A', value: '$(B)' },
      ],
      adding(b),
    ],
    [[{ name: 'B', value: '$(B)' }], adding({ name: 'C', value: 'c' })],
    [[{ name: 'A', value: '$(B)' }], adding({ name: 'A', value: 'plain' }, b)],
    [[{ name: 'A', value: '$(B)' }], adding({ name: 'A', valueFrom: { fieldRef: { fieldPath: 'spec.nodeName' } } }, b)],
    [[{ name: 'A', value: 'own' }], adding({ name: 'A', value: preferred('$(B)') }, b)],
    [[{ name: 'A' }], adding(b)],
  ])('is not: %j under %j', (env, overlay) => {
    expect(warned(env, overlay).filter((each) => each.startsWith('UnresolvedVariable'))).toEqual([])
  })
})

describe('requests that are taken away', () => {
  const resources = (limits: object | undefined, requests: object) => ({
    resources: { ...(limits && { limits }), requests },
  })
  test.each<[string, object, unknown, object]>([
    ['all', resources(undefined, { cpu: '1', memory: '1Gi' }), { requests: null }, {}],
    [
      'all but those that equal their limit',
      resources({ memory: '1Gi' }, { cpu: '1', memory: '1Gi' }),
      { requests: null },
      { limits: { memory: '1Gi' } },
    ],
    [
      'one, and another is set',
      resources(undefined, { cpu: '1', memory: '1Gi' }),
      { requests: { cpu: null, memory: '2Gi' } },
      { requests: { memory: '2Gi' } },
    ],
    [
      'one that equals the limit that goes',
      resources({ cpu: '1' }, { cpu: '1' }),
      { limits: { cpu: null }, requests: { cpu: null } },
      { limits: {}, requests: {} },
    ],
    [
      'one that equals the limits that go',
      resources({ cpu: '1' }, { cpu: '1' }),
      { limits: null, requests: { cpu: null } },
      { requests: {} },
    ],
    [
      'none that equals a limit that is there, and preferred',
      resources({ cpu: '1' }, { cpu: '1' }),
      { limits: { cpu: preferred('2') }, requests: { cpu: null } },
      { limits: { cpu: '1' }, requests: { cpu: '1' } },
    ],
  ])('%s', (_, container, given, expected) => {
    expect(inContainer(container, { resources: given })).toEqual({ resources: expected })
  })
})

describe('a host process', () => {
  const hostProcess = (is: boolean) => ({ securityContext: { windowsOptions: { hostProcess: is } } })
  const other = { name: 'other', image: 'o:1' }
  const inNetwork = { hostNetwork: true }

  test.each<[object, object, string, string, string]>([
    [pod(), target(hostProcess(true)), 'containers', 'a host process', 'no hostNetwork: true'],
    [pod({ hostNetwork: false }), target(hostProcess(true)), 'hostNetwork', 'a host process', 'no hostNetwork: true'],
    [
      { ...inNetwork, containers: [app, other] },
      target(hostProcess(true)),
      'containers[1]',
      'a container of other',
      'a host process',
    ],
    [
      { ...inNetwork, ...pod(hostProcess(true)) },
      { spec: { containers: [{ name: 'app', ...hostProcess(false) }, { ...other }] } },
      'containers[0]',
      'a container of app',
      'a host process',
    ],
  ])('of %j under %j', (podSpec, overlay, field, found, beside) => {
    expect(toldOf(podSpec, overlay)).toEqual([together('Windows', field, found, beside)])
  })

  test('may be all containers of a pod in the host’s network', () => {
    expect(() => overlaid(pod(inNetwork), target(hostProcess(true)))).not.toThrow()
    const podSpec = { ...inNetwork, ...pod(hostProcess(true)), containers: [app] }
    expect(() => overlaid(podSpec, { spec: { containers: [other] } })).not.toThrow()
  })
})

test('a device of one container among others is seen beside a mount that is new', () => {
  const podSpec = {
    ...block,
    containers: [
      { name: 'other', image: 'o:1' },
      { ...app, ...device('/dev/b') },
    ],
  }
  expect(toldOf(podSpec, target(mount('/m')))).toEqual([
    together('VolumeIsDevice', 'containers[1].volumeDevices', 'the device b of app', 'another use of that volume'),
  ])
})
