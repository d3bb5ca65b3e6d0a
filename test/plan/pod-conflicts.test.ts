import { describe, expect, test } from 'vitest'
import {
  expectConflicts,
  injected,
  linkModes,
  modes,
  otherModes,
  server,
  warningsOf,
  type Spec,
} from '../kit/injected.js'

describe.each(modes)('mode %s: a Windows pod', (mode) => {
  const windows = { windowsOptions: { hostProcess: true } }

  test.each([
    ['os', server({}, { os: { name: 'windows' } }), 'spec.os.name', 'found "windows"'],
    [
      'nodeSelector',
      server({}, { nodeSelector: { 'kubernetes.io/os': 'windows' } }),
      'spec.nodeSelector[kubernetes.io/os]',
      'found "windows"',
    ],
    [
      'the pod’s host process',
      server({}, { securityContext: windows }),
      'spec.securityContext.windowsOptions.hostProcess',
      'found true',
    ],
    [
      'a container’s',
      server({ securityContext: windows }),
      'spec.containers[0].securityContext.windowsOptions.hostProcess',
      'found true',
    ],
    [
      'another container’s',
      { containers: [...server().containers, { name: 'a' }, { name: 'b', securityContext: windows }] },
      'spec.containers[2].securityContext.windowsOptions.hostProcess',
      'found true',
    ],
    [
      'an init container’s',
      server({}, { initContainers: [{ name: 'a' }, { name: 'b', securityContext: windows }] }),
      'spec.initContainers[1].securityContext.windowsOptions.hostProcess',
      'found true',
    ],
    [
      'an ephemeral container’s',
      server({}, { ephemeralContainers: [{ name: 'a', securityContext: windows }] }),
      'spec.ephemeralContainers[0].securityContext.windowsOptions.hostProcess',
      'found true',
    ],
  ])('%s', (_what, podSpec, field, found) => {
    expectConflicts(podSpec, { mode }, [
      'Windows',
      field,
      'expected a Linux pod',
      found,
      'a model cannot be put into a Windows pod',
    ])
  })

  test.each([
    { os: { name: 'linux' } },
    { os: null, nodeSelector: null, securityContext: null },
    { nodeSelector: { 'kubernetes.io/os': 'linux', os: 'windows' } },
    { securityContext: { windowsOptions: { hostProcess: false } } },
    { securityContext: { windowsOptions: null } },
  ])('not %j', (spec) => {
    expect(() => injected(server({}, spec), { mode })).not.toThrow()
    expect(() =>
      injected(server({ securityContext: { windowsOptions: { runAsUserName: 'x' } } }), { mode }),
    ).not.toThrow()
  })

  test('every sign of it', () => {
    const podSpec = server(
      { securityContext: windows },
      { os: { name: 'windows' }, nodeSelector: { 'kubernetes.io/os': 'windows' } },
    )
    expectConflicts(
      podSpec,
      { mode },
      ['Windows', 'spec.containers[0].securityContext.windowsOptions.hostProcess'],
      ['Windows', 'spec.os.name'],
      ['Windows', 'spec.nodeSelector[kubernetes.io/os]'],
    )
  })
})

describe('hostPID', () => {
  test.each(linkModes)('stands in the way of mode %s', (mode) => {
    expectConflicts(server({}, { hostPID: true }), { mode }, [
      'HostPID',
      'spec.hostPID',
      'expected no hostPID beside the shared process namespace of this mode, found true',
      'image-volume or fetch',
    ])
    for (const hostPID of [false, null, undefined])
      expect(() => injected(server({}, { hostPID }), { mode })).not.toThrow()
  })

  test.each(otherModes)('does not in mode %s', (mode) => {
    expect(() => injected(server({}, { hostPID: true }), { mode })).not.toThrow()
  })
})

describe('procMount: Unmasked of the config', () => {
  const config = { securityContext: { procMount: 'Unmasked' } }

  test.each(['sidecar', 'native-sidecar', 'fetch'])('wants a user namespace in mode %s', (mode) => {
    for (const hostUsers of [undefined, null, true]) {
      const found = hostUsers === undefined ? 'nothing' : String(hostUsers)
      expectConflicts(server({}, { hostUsers }), { mode, ...config }, [
        'HostUsers',
        'spec.hostUsers',
        `expected false beside procMount: Unmasked of the config, found ${found}; set it on the pod, or drop procMount`,
      ])
    }
    expect(() => injected(server({}, { hostUsers: false }), { mode, ...config })).not.toThrow()
    expect(() => injected(server(), { mode, securityContext: { procMount: 'Default' } })).not.toThrow()
  })

  test('is nothing to an image volume', () => {
    expect(() => injected(server(), { mode: 'image-volume', ...config })).not.toThrow()
  })
})

test.each([
  ['where ours would be', { containers: [{ name: 'modelcar', image: 'x:1', command: ['serve'] }] }, 'containers[1]'],
  [
    'in another list',
    { initContainers: [{ name: 'modelcar', image: 'x:1', command: ['serve'] }] },
    'initContainers[0]',
  ],
])(
  'a container of our name that is somebody else’s, %s, is told',
  (_, { containers = [], ...spec }: Partial<Spec>, at) => {
    const podSpec = { containers: [...server().containers, ...containers], ...spec }
    expectConflicts(podSpec, {}, [
      'ContainerNameTaken',
      `spec.${at}.name`,
      "expected the name modelcar to be free or ours, found somebody else's container; rename it, or choose other names in the config",
    ])
  },
)

describe('a pod that should complete', () => {
  test.each(['Never', 'OnFailure'])('never does beside a sidecar: %s', (restartPolicy) => {
    expectConflicts(server({}, { restartPolicy }), {}, [
      'NeverCompletes',
      'spec.restartPolicy',
      `expected Always in mode sidecar, found ${restartPolicy}`,
      'the sidecar never ends',
      'native-sidecar, image-volume or fetch',
    ])
    for (const mode of ['native-sidecar', 'image-volume', 'fetch'])
      expect(() => injected(server({}, { restartPolicy }), { mode })).not.toThrow()
  })

  test.each(['Always', null, undefined, ''])('is not one with %j', (restartPolicy) => {
    expect(() => injected(server({}, { restartPolicy }))).not.toThrow()
  })
})

describe.each(linkModes)('mode %s: shareProcessNamespace: false', (mode) => {
  test('is overwritten, with a warning', () => {
    const podSpec = server({}, { shareProcessNamespace: false })
    expect(injected(podSpec, { mode }).shareProcessNamespace).toBe(true)
    expect(warningsOf(podSpec, { mode })).toEqual([
      {
        code: 'ProcessNamespaceOverwritten',
        field: 'spec.shareProcessNamespace',
        message: 'was false and is overwritten: this mode links the model through a shared process namespace',
      },
    ])
  })

  test.each([true, null, undefined])('%s is no reason for one', (shareProcessNamespace) => {
    expect(warningsOf(server({}, { shareProcessNamespace }), { mode })).toEqual([])
  })
})

test.each(otherModes)('mode %s leaves shareProcessNamespace alone', (mode) => {
  for (const shareProcessNamespace of [true, false]) {
    const podSpec = server({}, { shareProcessNamespace })
    expect(injected(podSpec, { mode }).shareProcessNamespace).toBe(shareProcessNamespace)
    expect(warningsOf(podSpec, { mode })).toEqual([])
  }
})
