import { describe, expect, test } from 'vitest'
import type { ExpectedCause } from '../errors/causes.js'
import {
  expectConflicts,
  image,
  injected,
  linkModes,
  modes,
  named,
  otherModes,
  server,
  warningsOf,
  type Spec,
} from './plans.js'

const root = (who: string): string[] => [
  'expected no UID 0 beside runAsNonRoot: true',
  `found both for ${who}`,
  'the kubelet would not start',
  'set another runAsUser, or drop runAsNonRoot',
]
const context = (securityContext: object): object => ({ securityContext })

describe('UID 0 under runAsNonRoot', () => {
  const both = { runAsUser: 0, runAsNonRoot: true }

  test.each<[string, Spec, object, ...ExpectedCause[]]>([
    [
      'of the target',
      server(context(both)),
      {},
      ['RootUser', 'spec.containers[0].securityContext.runAsUser', ...root('kserve-container')],
    ],
    [
      'of the target in a pod that says so',
      server(context({ runAsUser: 0 }), context({ runAsNonRoot: true })),
      {},
      ['RootUser', 'spec.containers[0].securityContext.runAsUser', ...root('kserve-container')],
    ],
    [
      'said by the pod, of a target that may not be',
      server(context({ runAsNonRoot: true }), context({ runAsUser: 0 })),
      {},
      ['RootUser', 'spec.securityContext.runAsUser', ...root('kserve-container')],
    ],
    [
      'said by config, of a target that may not be',
      server(context({ runAsNonRoot: true })),
      { runAsUser: 0 },
      ['RootUser', 'spec.containers[0].securityContext.runAsNonRoot', ...root('kserve-container')],
    ],
    [
      'said by config over the target’s own UID',
      server(context({ runAsNonRoot: true, runAsUser: 7 })),
      { runAsUser: 0 },
      ['RootUser', 'spec.containers[0].securityContext.runAsNonRoot', ...root('kserve-container')],
    ],
  ])('%s', (_what, podSpec, config, ...expected) => {
    for (const mode of linkModes) expectConflicts(podSpec, { mode, ...config }, ...expected)
  })

  test.each(linkModes)('of the pod, told once: mode %s', (mode) => {
    expectConflicts(server({}, context(both)), { mode }, ['RootUser', 'spec.securityContext.runAsUser'])
  })

  test.each(linkModes)('said by config in a pod that forbids it: mode %s', (mode) => {
    expectConflicts(server({}, context({ runAsNonRoot: true })), { mode, runAsUser: 0 }, [
      'RootUser',
      'spec.securityContext.runAsNonRoot',
    ])
  })

  test('of our containers in a pod that says 0', () => {
    const podSpec = server(context({ runAsUser: 7 }), context({ runAsUser: 0 }))
    for (const config of [{ securityContext: 'restricted' }, { securityContext: { runAsNonRoot: true } }])
      expectConflicts(podSpec, config, ['RootUser', 'spec.securityContext.runAsUser', ...root('modelcar')])
    expect(() => injected(podSpec, { securityContext: { runAsNonRoot: false } })).not.toThrow()
  })

  test('of our containers, said by the config', () => {
    const podSpec = server(context({ runAsNonRoot: false, runAsUser: 7 }), context({ runAsNonRoot: true }))
    expectConflicts(podSpec, { securityContext: { runAsUser: 0 } }, ['RootUser', 'spec.securityContext.runAsNonRoot'])
    expect(() => injected(podSpec, { securityContext: { runAsUser: 0, runAsNonRoot: false } })).not.toThrow()
  })

  test('said by one of our containers itself', () => {
    const podSpec = injected(server())
    podSpec.containers[1]!.securityContext = { runAsNonRoot: true }
    podSpec.initContainers![0]!.securityContext = both
    expectConflicts(podSpec, {}, [
      'RootUser',
      'spec.initContainers[0].securityContext.runAsUser',
      ...root('modelcar-init'),
    ])
    expectConflicts(
      podSpec,
      { securityContext: { runAsUser: 0 } },
      ['RootUser', 'spec.containers[1].securityContext.runAsNonRoot', ...root('modelcar')],
      ['RootUser', 'spec.initContainers[0].securityContext.runAsUser', ...root('modelcar-init')],
    )
  })

  test('of the storage initializer', () => {
    const podSpec = server({}, { initContainers: [{ name: 'storage-initializer', securityContext: both }] })
    expectConflicts(podSpec, { mode: 'fetch' }, [
      'RootUser',
      'spec.initContainers[0].securityContext.runAsUser',
      ...root('storage-initializer'),
    ])
    for (const mode of ['sidecar', 'native-sidecar', 'image-volume'])
      expect(() => injected(podSpec, { mode })).not.toThrow()
  })

  test.each(otherModes)('of a target is its own affair in mode %s', (mode) => {
    expect(() => injected(server(context(both)), { mode })).not.toThrow()
  })

  test.each(modes)('of a bystander is none of ours: mode %s', (mode) => {
    const podSpec = { containers: [...server().containers, { name: 'other', ...context(both) }] }
    expect(() => injected(podSpec, { mode })).not.toThrow()
  })

  test.each<[string, Spec, object]>([
    ['another UID', server(context({ runAsUser: 1, runAsNonRoot: true })), {}],
    ['no UID', server(context({ runAsNonRoot: true })), {}],
    ['UID 0 alone', server(context({ runAsUser: 0 })), {}],
    [
      'the container’s own word before the pod’s',
      server(context({ runAsUser: 0, runAsNonRoot: false }), context({ runAsNonRoot: true, runAsUser: 7 })),
      {},
    ],
    [
      'the container’s own UID before the pod’s',
      server(context({ runAsUser: 7 }), context({ runAsNonRoot: true, runAsUser: 0 })),
      { securityContext: { runAsUser: 7 } },
    ],
    ['the config’s UID before the target’s', server(context({ runAsUser: 0, runAsNonRoot: true })), { runAsUser: 7 }],
  ])('not: %s', (_what, podSpec, config) => {
    for (const mode of linkModes) expect(() => injected(podSpec, { mode, ...config })).not.toThrow()
  })
})

describe.each([
  ['runAsUser', 'UserMismatch', 'UID'],
  ['runAsGroup', 'GroupMismatch', 'GID'],
])('a warning of %s', (key, code, noun) => {
  const two = (first: object, second: object, spec: object = {}): Spec => ({
    containers: [
      { name: 'kserve-container', ...first },
      { name: 'transformer-container', ...second },
    ],
    ...spec,
  })
  const id = (value: unknown) => context({ [key]: value })
  const warning = (index: number, is: number, whose: string, expected: number) => ({
    code,
    field: `spec.containers[${String(index)}].securityContext.${key}`,
    message: `is ${String(is)}, while ${whose} has ${noun} ${String(expected)}: the kernel lets a server read the model only where they are equal; set ${key} in the config`,
  })

  test.each<[string, Spec, object, unknown[]]>([
    ['a target and the pod, which the sidecar follows', two(id(1), {}, id(2)), {}, [warning(0, 1, 'the sidecar', 2)]],
    [
      'both targets and the sidecar',
      two(id(1), id(3)),
      { securityContext: { [key]: 2 } },
      [warning(0, 1, 'the sidecar', 2), warning(1, 3, 'the sidecar', 2)],
    ],
    ['two targets', two(id(1), id(2)), {}, [warning(1, 2, 'kserve-container', 1)]],
    ['UID 0 is one too', two(id(0), id(2)), {}, [warning(1, 2, 'kserve-container', 0)]],
    [
      'the config’s before the pod’s',
      two(id(1), {}, id(2)),
      { securityContext: { [key]: 1 } },
      [warning(1, 2, 'the sidecar', 1)],
    ],
    ['equal', two(id(1), id(1)), {}, []],
    ['the pod’s', two({}, {}, id(2)), {}, []],
    ['one of them has none', two(id(1), {}), {}, []],
    ['the first has none', two({}, id(1)), {}, []],
    ['none', two({}, {}), { securityContext: { [key]: 2 } }, []],
    ['no number', two(id('1'), id('2')), {}, []],
    ['the config sets it', two(id(1), id(2)), { [key]: 3 }, []],
  ])('%s', (_what, podSpec, config, expected) => {
    for (const mode of linkModes) expect(warningsOf(podSpec, { mode, ...config })).toEqual(expected)
    for (const mode of otherModes) expect(warningsOf(podSpec, { mode, ...config })).toEqual([])
  })

  test('the sidecar’s own, where another webhook set it', () => {
    const podSpec = injected(two(id(1), {}))
    podSpec.containers[2]!.securityContext = { [key]: 5 }
    expect(warningsOf(podSpec)).toEqual([warning(0, 1, 'the sidecar', 5)])
    expect(warningsOf(podSpec, { securityContext: { [key]: 1 } })).toEqual([])
  })

  test('of a target among the init containers', () => {
    const podSpec = { containers: [], initContainers: [{ name: 'a', restartPolicy: 'Always', ...id(1) }] }
    expect(warningsOf(podSpec, { targets: ['a'], securityContext: { [key]: 2 } })).toEqual([
      expect.objectContaining({ code: 'ModelAfterTarget', field: 'spec.initContainers[0]' }),
      { ...warning(0, 1, 'the sidecar', 2), field: `spec.initContainers[0].securityContext.${key}` },
    ])
  })
})

describe('a warning of dropped capabilities', () => {
  const dropping = (runAsUser: number | undefined, ...drop: string[]): Spec =>
    server(context({ runAsUser, capabilities: { drop } }))
  const warning = {
    code: 'CapabilitiesDropped',
    field: 'spec.containers[0].securityContext.capabilities.drop',
    message:
      'is not dropped by the sidecar too: the kernel refuses a root server that has fewer capabilities than the sidecar; set securityContext in the config',
  }

  test.each<[string, Spec, object, boolean]>([
    ['a root target', dropping(0, 'ALL'), {}, true],
    ['a target that is root by the pod', { ...dropping(undefined, 'KILL'), ...context({ runAsUser: 0 }) }, {}, true],
    ['a target that is root by the config', dropping(undefined, 'KILL'), { runAsUser: 0 }, true],
    [
      'a sidecar that drops others',
      dropping(0, 'KILL'),
      { securityContext: { capabilities: { drop: ['CHOWN'] } } },
      true,
    ],
    [
      'a sidecar that drops the same',
      dropping(0, 'KILL'),
      { securityContext: { capabilities: { drop: ['KILL', 'CHOWN'] } } },
      false,
    ],
    ['a sidecar that drops all', dropping(0, 'KILL'), { securityContext: { capabilities: { drop: ['ALL'] } } }, false],
    ['another user', dropping(1, 'ALL'), {}, false],
    ['the image’s user', dropping(undefined, 'ALL'), {}, false],
    ['another user by the config', dropping(0, 'ALL'), { runAsUser: 1 }, false],
    ['nothing dropped', dropping(0), {}, false],
    ['no capabilities', server(context({ runAsUser: 0 })), {}, false],
  ])('%s: %j', (_what, podSpec, config, warns) => {
    for (const mode of linkModes) expect(warningsOf(podSpec, { mode, ...config })).toEqual(warns ? [warning] : [])
    for (const mode of otherModes) expect(warningsOf(podSpec, { mode, ...config })).toEqual([])
  })

  test('the sidecar’s own count', () => {
    const podSpec = injected(dropping(0, 'KILL'))
    expect(warningsOf(podSpec)).toEqual([warning])
    podSpec.containers[1]!.securityContext = { capabilities: { drop: ['KILL'] } }
    expect(warningsOf(podSpec)).toEqual([])
    expect(warningsOf(podSpec, { securityContext: { privileged: false } })).toEqual([])
  })
})

test('of several containers of ours the one that would be root is named', () => {
  const models = [
    { image, mountPath: '/mnt/a' },
    { image: 'registry.example/team/lora:1', mountPath: '/mnt/b' },
  ]
  const podSpec = injected(server(), { models })
  named(podSpec.containers, 'modelcar-1').securityContext = { runAsUser: 0, runAsNonRoot: true }
  expectConflicts(podSpec, { models }, [
    'RootUser',
    'spec.containers[2].securityContext.runAsUser',
    'found both for modelcar-1',
  ])
  // What the container itself forbids, the config cannot allow.
  expectConflicts(podSpec, { models, securityContext: { runAsNonRoot: false } }, [
    'RootUser',
    'spec.containers[2].securityContext.runAsUser',
  ])
})

test('a UID of the security context stays beside a GID of the config', () => {
  const { containers } = injected(server(), { securityContext: { runAsUser: 5 }, runAsGroup: 7 })
  expect(named(containers, 'modelcar').securityContext).toEqual({ runAsUser: 5, runAsGroup: 7 })
})
