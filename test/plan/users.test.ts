import { describe, expect, test } from 'vitest'
import type { ExpectedCause } from '../kit/causes.js'
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
} from '../kit/injected.js'

const root = (who: string): string[] => [
  'expected no UID 0 beside runAsNonRoot: true',
  `found both for ${who}`,
  'the kubelet would not start',
  'set another runAsUser, or drop runAsNonRoot',
]
const ourRoot = (who: string): string[] => [
  ...root(who).slice(0, 3),
  'set securityContext.runAsUser in the config, or drop runAsNonRoot',
]
const withServer = (who: string): string[] => [
  ...root(who).slice(0, 3),
  "the server is root: drop runAsNonRoot ('restricted' sets it), or use mode image-volume or fetch",
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
    const podSpec = server({}, context({ runAsUser: 0 }))
    for (const config of [{ securityContext: 'restricted' }, { securityContext: { runAsNonRoot: true } }])
      expectConflicts(podSpec, config, ['RootUser', 'spec.securityContext.runAsUser', ...withServer('modelcar')])
    expect(() => injected(podSpec, { securityContext: { runAsNonRoot: false } })).not.toThrow()
    // Where the target has another UID, ours follow it.
    expect(() =>
      injected(server(context({ runAsUser: 7 }), context({ runAsUser: 0 })), { securityContext: 'restricted' }),
    ).not.toThrow()
  })

  test.each(linkModes)('of the target, which ours follow where they may not: mode %s', (mode) => {
    const podSpec = server(context({ runAsUser: 0 }))
    expect(() => injected(podSpec, { mode })).not.toThrow()
    const expected: ExpectedCause = [
      'RootUser',
      'spec.containers[0].securityContext.runAsUser',
      ...withServer('modelcar'),
    ]
    expectConflicts(podSpec, { mode, securityContext: 'restricted' }, expected)
    expectConflicts(
      server(context({ runAsUser: 0, runAsNonRoot: false }), context({ runAsNonRoot: true })),
      { mode },
      expected,
    )
    // The way out: ours have another user, and the pod is warned of.
    const config = { mode, securityContext: { runAsNonRoot: true, runAsUser: 7 } }
    expect(() => injected(podSpec, config)).not.toThrow()
    expect(warningsOf(podSpec, config).map(({ code }) => code)).toContain('UserMismatch')
    // Or they may be root.
    expect(() =>
      injected(server(context({ runAsUser: 0, runAsNonRoot: false }), context({ runAsNonRoot: true })), {
        mode,
        securityContext: { runAsNonRoot: false },
      }),
    ).not.toThrow()
  })

  test('of our containers, said by the config', () => {
    const podSpec = server(context({ runAsNonRoot: false, runAsUser: 7 }), context({ runAsNonRoot: true }))
    expectConflicts(podSpec, { securityContext: { runAsUser: 0 } }, ['RootUser', 'spec.securityContext.runAsNonRoot'])
    expect(() => injected(podSpec, { securityContext: { runAsUser: 0, runAsNonRoot: false } })).not.toThrow()
  })

  test('of the pod, where the targets have several: it is the server’s as far as one of them has it', () => {
    const podSpec = (container: object): Spec => {
      const made = server(container, context({ runAsUser: 0 }))
      made.containers.push({ name: 'other', ...context({ runAsUser: 7 }) })
      return made
    }
    const config = { targets: ['kserve-container', 'other'], securityContext: 'restricted' }
    const where = ['RootUser', 'spec.securityContext.runAsUser'] as const
    expectConflicts(podSpec({}), config, [...where, ...withServer('modelcar')])
    expectConflicts(podSpec(context({ runAsUser: 8 })), config, [...where, ...ourRoot('modelcar')])
  })

  test('of the target, told there although somebody has made ours root as well', () => {
    const podSpec = injected(server())
    for (const container of podSpec.containers) container.securityContext = { runAsUser: 0 }
    expectConflicts(podSpec, { securityContext: 'restricted' }, [
      'RootUser',
      'spec.containers[0].securityContext.runAsUser',
      ...withServer('modelcar'),
    ])
  })

  test('of the pod, for a storage initializer: a target that is root as well is not to blame', () => {
    const podSpec = server(context({ runAsUser: 0 }), context({ runAsUser: 0 }))
    expectConflicts(podSpec, { mode: 'fetch', securityContext: 'restricted' }, [
      'RootUser',
      'spec.securityContext.runAsUser',
      ...ourRoot('storage-initializer'),
    ])
  })

  test('said by the config of ours alone: a target that is root as well is not to blame', () => {
    const podSpec = server(context({ runAsUser: 0, runAsNonRoot: false }), context({ runAsNonRoot: true }))
    for (const mode of [...linkModes, 'fetch'])
      expectConflicts(podSpec, { mode, securityContext: { runAsUser: 0 } }, [
        'RootUser',
        'spec.securityContext.runAsNonRoot',
        'set securityContext.runAsUser in the config, or drop runAsNonRoot',
      ])
  })

  test('of a storage initializer, which records nothing: the message says what to do', () => {
    const podSpec = injected(server(), { mode: 'fetch', securityContext: { runAsUser: 0 } })
    expectConflicts(podSpec, { mode: 'fetch', securityContext: 'restricted' }, [
      'RootUser',
      'spec.initContainers[0].securityContext.runAsUser',
      'remove that UID, set securityContext.runAsUser in the config, or drop runAsNonRoot',
    ])
    const securityContext = { runAsNonRoot: true, runAsUser: 1000 }
    expect(injected(podSpec, { mode: 'fetch', securityContext }).initContainers).toMatchObject([{ securityContext }])
    Reflect.deleteProperty(podSpec.initContainers![0]!, 'securityContext')
    expect(() => injected(podSpec, { mode: 'fetch', securityContext: 'restricted' })).not.toThrow()
  })

  test('said by one of our containers itself', () => {
    const podSpec = injected(server())
    podSpec.containers[1]!.securityContext = { runAsNonRoot: true }
    podSpec.initContainers![0]!.securityContext = both
    expectConflicts(podSpec, {}, [
      'RootUser',
      'spec.initContainers[0].securityContext.runAsUser',
      ...ourRoot('modelcar-init'),
    ])
    expectConflicts(
      podSpec,
      { securityContext: { runAsUser: 0 } },
      ['RootUser', 'spec.containers[1].securityContext.runAsNonRoot', ...ourRoot('modelcar')],
      ['RootUser', 'spec.initContainers[0].securityContext.runAsUser', ...ourRoot('modelcar-init')],
    )
  })

  test('of the storage initializer', () => {
    const podSpec = server({}, { initContainers: [{ name: 'storage-initializer', securityContext: both }] })
    expectConflicts(podSpec, { mode: 'fetch' }, [
      'RootUser',
      'spec.initContainers[0].securityContext.runAsUser',
      ...ourRoot('storage-initializer'),
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
      { securityContext: { runAsUser: 7 } },
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

const two = (first: object, second: object, spec: object = {}): Spec => ({
  containers: [
    { name: 'kserve-container', ...first },
    { name: 'transformer-container', ...second },
  ],
  ...spec,
})

describe.each([
  ['runAsUser', 'UserMismatch', 'UID'],
  ['runAsGroup', 'GroupMismatch', 'GID'],
])('a warning of %s', (key, code, noun) => {
  const id = (value: unknown) => context({ [key]: value })
  const warning = (index: number, is: number | undefined, whose: string, expected: number) => ({
    code,
    field: `spec.containers[${String(index)}].securityContext.${key}`,
    message: `${is === undefined ? 'is not set' : `is ${String(is)}`}, while ${whose} has ${noun} ${String(expected)}: the kernel lets a server read the model only where they are equal; set ${key} in the config, or use mode image-volume or fetch`,
  })
  const replaced = (index: number, was: number, becomes: number) => ({
    code: 'UserReplaced',
    field: `spec.containers[${String(index)}].securityContext.${key}`,
    message: `was ${String(was)} and becomes ${String(becomes)}, the ${noun} of the config: the server may not be able to read its own files then; leave ${key} out of the config, and the sidecar takes the ${noun} of the server`,
  })
  /** All but the warning that a UID has no GID, which has a table of its own. */
  const warnings = (podSpec: Spec, config?: object) =>
    warningsOf(podSpec, config).filter((each) => each.code !== 'GroupUnknown')

  test.each<[string, Spec, object, unknown[]]>([
    [
      'a target and the pod, whose number the sidecar has',
      two(id(1), {}, id(2)),
      {},
      [warning(0, 1, 'the sidecar', 2)],
    ],
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
    ['equal, one by the pod', two(id(1), {}, id(1)), {}, []],
    ['the pod’s', two({}, {}, id(2)), {}, []],
    ['one of them has none', two(id(1), {}), {}, [warning(1, undefined, 'kserve-container', 1)]],
    ['the first has none', two({}, id(1)), {}, [warning(0, undefined, 'transformer-container', 1)]],
    [
      'none beside a number on ours',
      two({}, {}),
      { securityContext: { [key]: 2 } },
      [warning(0, undefined, 'the sidecar', 2), warning(1, undefined, 'the sidecar', 2)],
    ],
    ['no number', two(id('1'), id('2')), {}, []],
    ['the config sets it', two(id(1), id(2)), { [key]: 3 }, [replaced(0, 1, 3), replaced(1, 2, 3)]],
    ['the config sets what one has', two(id(3), id(2)), { [key]: 3 }, [replaced(1, 2, 3)]],
    ['the config sets what none has', two({}, id('2')), { [key]: 3 }, []],
  ])('%s', (_what, podSpec, config, expected) => {
    for (const mode of linkModes) expect(warnings(podSpec, { mode, ...config })).toEqual(expected)
    for (const mode of otherModes) expect(warningsOf(podSpec, { mode, ...config })).toEqual([])
  })

  test('the sidecar’s own, where another webhook set it', () => {
    const podSpec = injected(two(id(1), {}))
    podSpec.containers[2]!.securityContext = { [key]: 5 }
    expect(warnings(podSpec)).toEqual([warning(0, 1, 'the sidecar', 5), warning(1, undefined, 'the sidecar', 5)])
    expect(warnings(podSpec, { securityContext: { [key]: 1 } })).toEqual([warning(1, undefined, 'the sidecar', 1)])
  })

  test('of a target among the init containers', () => {
    const podSpec = { containers: [], initContainers: [{ name: 'a', restartPolicy: 'Always', ...id(1) }] }
    expect(warnings(podSpec, { targets: ['a'], securityContext: { [key]: 2 } })).toEqual([
      expect.objectContaining({ code: 'ModelAfterTarget', field: 'spec.initContainers[0]' }),
      { ...warning(0, 1, 'the sidecar', 2), field: `spec.initContainers[0].securityContext.${key}` },
    ])
  })

  test('not of what an earlier config has set on a target, where the config sets another', () => {
    for (const mode of linkModes) {
      const podSpec = injected(two({}, id(2)), { mode, [key]: 3 })
      expect(warnings(podSpec, { mode, [key]: 4 })).toEqual([])
      podSpec.containers[1]!.securityContext = { [key]: 5 }
      expect(warnings(podSpec, { mode, [key]: 4 })).toEqual([replaced(1, 5, 4)])
    }
  })

  test('that what an earlier config has set on a target stays, as long as its record says so', () => {
    for (const mode of linkModes) {
      const podSpec = injected(two({}, id(2)), { mode, [key]: 3 })
      const stays = (index: number) => ({
        code: 'LeftoverKept',
        field: `spec.containers[${String(index)}].securityContext.${key}`,
        message: `stays 3, a ${noun} that an earlier config has set; remove it, unless the server needs it`,
      })
      expect(warnings(podSpec, { mode })).toEqual([stays(0), stays(1)])
      const again = injected(podSpec, { mode })
      // Ours follow the targets now.
      expect(named(again.containers, 'kserve-container').securityContext).toEqual({ [key]: 3 })
      expect(warnings(again, { mode })).toEqual([])
      // What ours have followed was no config's.
      expect(
        warnings(injected(two(id(3), id(3)), { mode }), { mode: 'image-volume' }).map(({ field }) => field),
      ).toEqual(['spec.shareProcessNamespace'])
    }
  })
})

describe('a warning of a UID that has no GID', () => {
  const warning = (user: number) => ({
    code: 'GroupUnknown',
    field: 'spec.containers[0].securityContext.runAsGroup',
    message: `is not set beside UID ${String(user)}: each image may give that user another group, and the kernel lets a server read the model only where they are equal; set runAsGroup here or in the config`,
  })
  const ofConfig = (user: number) => ({
    ...warning(user),
    message: `is not set beside UID ${String(user)} of the config: each image may give that user another group, and the kernel lets a server read the model only where they are equal; set runAsGroup in the config`,
  })

  test.each<[string, Spec, object, number | undefined]>([
    ['the target’s', server(context({ runAsUser: 1000 })), {}, 1000],
    ['the pod’s', server({}, context({ runAsUser: 1000 })), {}, 1000],
    ['the largest that an image may know', server(context({ runAsUser: 65535 })), {}, 65535],
    ['one that no image knows', server(context({ runAsUser: 65536 })), {}, undefined],
    ['beside a GID', server(context({ runAsUser: 1000, runAsGroup: 0 })), {}, undefined],
    ['beside a GID of the pod', server(context({ runAsUser: 1000 }), context({ runAsGroup: 7 })), {}, undefined],
    ['beside a GID of the config', server(context({ runAsUser: 1000 })), { runAsGroup: 7 }, undefined],
    ['the config’s alone', server(), { runAsUser: 1000 }, 1000],
    ['the config’s alone, which no image knows', server(), { runAsUser: 100000 }, undefined],
    ['the config’s beside a GID of the target', server(context({ runAsGroup: 7 })), { runAsUser: 1000 }, undefined],
    ['the config’s beside its GID', server(), { runAsUser: 1000, runAsGroup: 7 }, undefined],
    ['none', server(), {}, undefined],
  ])('%s', (_what, podSpec, config, user) => {
    const expected = user === undefined ? [] : ['runAsUser' in config ? ofConfig(user) : warning(user)]
    for (const mode of linkModes) expect(warningsOf(podSpec, { mode, ...config })).toEqual(expected)
    for (const mode of otherModes) expect(warningsOf(podSpec, { mode, ...config })).toEqual([])
  })
})

test('of a UID of the config there is one warning, of a UID of the targets one for each', () => {
  const fields = (podSpec: Spec, config: object) =>
    warningsOf(podSpec, config).map(({ code, field }) => `${code} ${field}`)
  const at = (index: number) => `GroupUnknown spec.containers[${String(index)}].securityContext.runAsGroup`
  for (const mode of linkModes) {
    expect(fields(two({}, {}), { mode, runAsUser: 1010 })).toEqual([at(0)])
    expect(fields(two(context({ runAsGroup: 7 }), {}), { mode, runAsUser: 1010 })).toContain(at(1))
    expect(fields(two(context({ runAsUser: 1000 }), context({ runAsUser: 1000 })), { mode })).toEqual([at(0), at(1)])
  }
})

describe('a warning of dropped capabilities', () => {
  const dropping = (runAsUser: number | undefined, ...drop: string[]): Spec =>
    server(context({ runAsUser, runAsGroup: 0, capabilities: { drop } }))
  const warning = {
    code: 'CapabilitiesDropped',
    field: 'spec.containers[0].securityContext.capabilities.drop',
    message:
      'lists capabilities that the sidecar does not drop: the kernel refuses a root server that has fewer capabilities than the sidecar; set securityContext in the config',
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
    ['another user by the config', dropping(1, 'ALL'), { runAsUser: 1 }, false],
    ['nothing dropped', dropping(0), {}, false],
    ['no capabilities', server(context({ runAsUser: 0, runAsGroup: 0 })), {}, false],
  ])('%s: %j', (_what, podSpec, config, warns) => {
    for (const mode of linkModes) expect(warningsOf(podSpec, { mode, ...config })).toEqual(warns ? [warning] : [])
    for (const mode of otherModes) expect(warningsOf(podSpec, { mode, ...config })).toEqual([])
  })

  test('the sidecar’s own count', () => {
    const podSpec = injected(dropping(0, 'KILL'))
    expect(warningsOf(podSpec)).toEqual([warning])
    podSpec.containers[1]!.securityContext = { runAsUser: 0, runAsGroup: 0, capabilities: { drop: ['KILL'] } }
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

describe('the prefetching container, whose image may be root’s,', () => {
  const ofPrefetch = (podSpec: Spec, config: object): unknown =>
    named(injected(podSpec, config).initContainers, 'modelcar-init').securityContext
  const forbidding = server({}, context({ runAsNonRoot: true }))
  const both = { runAsUser: 1000, runAsGroup: 3000 }

  test.each<[string, Spec, object, unknown]>([
    ['beside the pod’s runAsNonRoot', forbidding, both, both],
    ['beside the pod’s runAsNonRoot, the UID alone', forbidding, { runAsUser: 1000 }, { runAsUser: 1000 }],
    [
      'beside that of the config',
      server(),
      { ...both, securityContext: { runAsNonRoot: true } },
      { runAsNonRoot: true, ...both },
    ],
    [
      'not where the config allows root',
      forbidding,
      { ...both, securityContext: { runAsNonRoot: false } },
      { runAsNonRoot: false },
    ],
    ['not where nobody forbids root', server(), both, undefined],
    ['not where the pod allows root', server({}, context({ runAsNonRoot: false })), both, undefined],
    ['not where a target alone forbids root', server(context({ runAsNonRoot: true })), both, undefined],
    ['of the security context in any pod', server(), { securityContext: { runAsUser: 7 } }, { runAsUser: 7 }],
  ])('has the user of the config %s', (_what, podSpec, config, expected) => {
    expect(ofPrefetch(podSpec, config)).toEqual(expected)
  })

  test('gives it back where the pod allows root again', () => {
    const podSpec: Spec = { ...injected(forbidding, both), securityContext: {} }
    expect(ofPrefetch(podSpec, both)).toBeUndefined()
    expect(named(injected(podSpec, both).containers, 'modelcar').securityContext).toEqual(both)
  })
})

test('an ID that somebody gave the sidecar alone is told', () => {
  const podSpec = injected(server())
  named(podSpec.containers, 'modelcar')['securityContext'] = { runAsUser: 5 }
  expect(warningsOf(podSpec)).toEqual([
    {
      code: 'UserMismatch',
      field: 'spec.containers[0].securityContext.runAsUser',
      message: expect.stringContaining('is not set, while the sidecar has UID 5') as string,
    },
  ])
})

test('an ID, or a capability, that somebody gave another sidecar is told', () => {
  const models = [
    { image, mountPath: '/mnt/a' },
    { image, mountPath: '/mnt/b' },
  ]
  for (const mode of linkModes) {
    const config = { mode, models }
    const list = mode === 'sidecar' ? 'containers' : 'initContainers'
    const podSpec = injected(server(), config)
    named(podSpec[list], 'modelcar-1')['securityContext'] = { runAsUser: 5 }
    expect(warningsOf(podSpec, config)).toMatchObject([
      { code: 'UserMismatch', message: expect.stringContaining('is not set, while the sidecar has UID 5') as string },
    ])
    const ofRoot = injected(server(context({ runAsUser: 0, runAsGroup: 0, capabilities: { drop: ['KILL'] } })), config)
    named(ofRoot[list], 'modelcar')['securityContext'] = { capabilities: { drop: ['KILL'] } }
    expect(warningsOf(ofRoot, config)).toMatchObject([{ code: 'CapabilitiesDropped' }])
    named(ofRoot[list], 'modelcar-1')['securityContext'] = { capabilities: { drop: ['ALL'] } }
    expect(warningsOf(ofRoot, config)).toEqual([])
  }
})

test('root is forbidden by the pod, and allowed by the containers that would be root', () => {
  const podSpec = injected(server())
  podSpec['securityContext'] = { runAsNonRoot: true }
  for (const container of [...podSpec.containers, ...podSpec.initContainers!])
    container['securityContext'] = { runAsNonRoot: false }
  expect(named(injected(podSpec, { runAsUser: 0 }).containers, 'modelcar')).toMatchObject(
    context({ runAsUser: 0, runAsNonRoot: false }),
  )
})
