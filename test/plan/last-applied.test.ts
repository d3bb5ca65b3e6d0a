import { describe, expect, test } from 'vitest'
import { planModelcar, type ModelcarConfig } from '../../src/index.js'
import { roundTrip } from '../../src/testing/api-server/round-trip.js'
import {
  chained,
  expectConflicts,
  image,
  injected,
  linkModes,
  named,
  server,
  warningsOf,
  type Entry,
  type Spec,
} from '../kit/injected.js'

// What a config set on a container of ours, by the record, and another one sets no more, goes; what differs from the record, or
// is not in it, is somebody's.

const all = (spec: Spec): Entry[] => [...spec.containers, ...(spec.initContainers ?? [])]
const sidecar = (spec: Spec): Entry => named(all(spec), 'modelcar')
const settings = ({ securityContext, imagePullPolicy, resources }: Entry) => ({
  securityContext,
  imagePullPolicy,
  resources,
})

const restricted = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
}
const preference = { limits: { cpu: '10m', memory: '15Mi' }, requests: { cpu: '10m', memory: '15Mi' } }

describe.each(linkModes)('mode %s', (mode) => {
  /** Injects with one config, changes our containers, and injects with another. */
  const after = (first: object, second: object, change: (container: Entry) => void = () => undefined): Spec => {
    const podSpec = injected(server(), { mode, ...first })
    for (const container of all(podSpec)) if (container.name.startsWith('modelcar')) change(container)
    return injected(podSpec, { mode, ...second })
  }

  test.each(['resources', 'securityContext'])('what somebody took away as a whole is nobody’s: %s', (field) => {
    const set = { resources: { limits: { cpu: '1' } }, securityContext: { privileged: true } }
    const changed = after(set, {}, (container) => (container[field] = null))
    const expected = after({}, {}, (container) => field === 'resources' || (container[field] = null))
    expect(sidecar(changed)).toEqual(sidecar(expected))
  })

  test('an amount that is null stays beside one that goes', () => {
    const limits = { memory: '1Gi', cpu: null, 'a.example/b': '1' }
    const changed = after({ resources: { limits: { memory: '1Gi' } } }, { resources: {} }, (container) => {
      container['resources'] = { limits }
    })
    expect(sidecar(changed)['resources']).toEqual({ limits: { cpu: null, 'a.example/b': '1' } })
  })

  test.each<[string, object, object]>([
    ['restricted, then nothing', { securityContext: 'restricted' }, {}],
    ['nothing, then restricted', {}, { securityContext: 'restricted' }],
    ['restricted, then privileged', { securityContext: 'restricted' }, { securityContext: { privileged: true } }],
    [
      'privileged, then restricted',
      { securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN'] } } },
      { securityContext: 'restricted' },
    ],
    ['root, then restricted', { securityContext: { runAsUser: 0 } }, { securityContext: 'restricted' }],
    [
      'privileged, then nothing',
      {
        securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN'], drop: ['CHOWN'] } },
        imagePullPolicy: 'Never',
      },
      {},
    ],
    ['a stricter pull policy, then a weaker one', { imagePullPolicy: 'Always' }, { imagePullPolicy: 'IfNotPresent' }],
    [
      'one profile, then another',
      { securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'a.json' } } },
      { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
    ],
    [
      'labels, then others',
      { securityContext: { seLinuxOptions: { level: 's0', user: 'u' } } },
      { securityContext: { seLinuxOptions: { level: 's1' } } },
    ],
    ['resources, then none', { resources: { limits: { cpu: '1' } } }, {}],
    [
      'resources, then others',
      { resources: { limits: { cpu: '1' }, requests: { memory: '1Gi' } } },
      { resources: { requests: { cpu: '5m' } } },
    ],
    ['a preference, then resources', {}, { resources: { limits: { memory: '64Mi' } } }],
    ['a preference, then no resources', {}, { resources: {} }],
    ['no resources, then a preference', { resources: {} }, {}],
    ['resources, then no resources', { resources: { limits: { cpu: '1' } } }, { resources: {} }],
  ])('%s: what comes out is as if the first had never been', (_what, first, second) => {
    const fresh = injected(server(), { mode, ...second })
    expect(all(after(first, second)).map(settings)).toEqual(all(fresh).map(settings))
  })

  test('what others have set beside it stays', () => {
    const made = after({ securityContext: 'restricted', imagePullPolicy: 'Never' }, {}, (container) => {
      container.imagePullPolicy = 'Always'
      container.securityContext = {
        ...restricted,
        capabilities: { drop: ['NET_RAW', 'ALL', 'KILL'] },
        readOnlyRootFilesystem: true,
      }
    })
    expect(settings(sidecar(made))).toEqual({
      imagePullPolicy: 'Always',
      securityContext: { capabilities: { drop: ['NET_RAW', 'KILL'] }, readOnlyRootFilesystem: true },
      resources: preference,
    })
  })

  test('an edited record says nothing, and what stands there stays', () => {
    const made = after({ securityContext: 'restricted' }, {}, (container) => {
      container.command = (container.command as string[]).map((word) => word.replace('\n', ' x\n'))
    })
    expect(sidecar(made).securityContext).toEqual(restricted)
  })

  test('amounts that the API server has defaulted go with the limits that they come from', () => {
    const podSpec = roundTrip(
      injected(server(), { mode, resources: { limits: { cpu: '1', memory: '1Gi' } } }),
    ) as unknown as Spec
    expect(sidecar(podSpec).resources).toMatchObject({ requests: { cpu: '1', memory: '1Gi' } })
    expect(sidecar(injected(podSpec, { mode })).resources).toEqual(preference)
    const lower = { limits: { cpu: '1', memory: '512Mi' } }
    expect(sidecar(injected(podSpec, { mode, resources: lower })).resources).toEqual({
      ...lower,
      requests: { cpu: '1' },
    })
  })

  test('the difference is small: nothing is written that is there already', () => {
    const podSpec = injected(server(), { mode, securityContext: 'restricted', imagePullPolicy: 'Always' })
    const config = { image, mode, securityContext: { ...restricted, runAsNonRoot: false }, imagePullPolicy: 'Always' }
    const { patch } = planModelcar(podSpec, config as ModelcarConfig)
    expect([...new Set(patch.map(({ op, path }) => `${op} ${path.replace(/^\/\w+\/\d+\//, '')}`))].sort()).toEqual([
      'replace command',
      'replace securityContext/runAsNonRoot',
    ])
  })

  describe('a warning of what is made weaker', () => {
    const weakened = (first: object, second: object, change: (container: Entry) => void = () => undefined) => {
      // Only a pod with user namespaces may have an unmasked /proc.
      const podSpec = injected(server({}, { hostUsers: false }), { mode, ...first })
      for (const container of all(podSpec)) if (container.name === 'modelcar') change(container)
      return warningsOf(podSpec, { mode, ...second })
        .filter(
          ({ code, field }) =>
            code === 'Weakened' &&
            field.startsWith(`spec.${mode === 'sidecar' ? 'containers[1]' : 'initContainers[0]'}.`),
        )
        .map(
          ({ field, message }) =>
            `${field.replace(/^spec\.\w+\[\d\]\.(securityContext\.)?/, '')} ${message.split(';')[0] ?? ''}`,
        )
    }

    test.each<[string, object, object, string[]]>([
      [
        'restricted, then nothing',
        { securityContext: 'restricted' },
        {},
        [
          'allowPrivilegeEscalation was false, set by an earlier config, and is removed',
          'runAsNonRoot was true, set by an earlier config, and is removed',
          'capabilities.drop was ["ALL"], set by an earlier config, and is removed',
          'seccompProfile was {"type":"RuntimeDefault"}, set by an earlier config, and is removed',
        ],
      ],
      ['the same again', { securityContext: 'restricted' }, { securityContext: 'restricted' }, []],
      [
        'a weaker pull policy',
        { imagePullPolicy: 'Always' },
        { imagePullPolicy: 'Never' },
        ['imagePullPolicy was "Always", set by an earlier config, and becomes "Never"'],
      ],
      [
        'no pull policy',
        { imagePullPolicy: 'Always' },
        {},
        ['imagePullPolicy was "Always", set by an earlier config, and is removed'],
      ],
      ['a pull policy that is no stricter', { imagePullPolicy: 'IfNotPresent' }, { imagePullPolicy: 'Never' }, []],
      [
        'fewer dropped',
        { securityContext: { capabilities: { drop: ['KILL', 'CHOWN'] } } },
        { securityContext: { capabilities: { drop: ['CHOWN'] } } },
        ['capabilities.drop was ["KILL","CHOWN"], set by an earlier config, and becomes ["CHOWN"]'],
      ],
      [
        'all dropped in place of some',
        { securityContext: { capabilities: { drop: ['KILL'] } } },
        { securityContext: { capabilities: { drop: ['ALL'] } } },
        [],
      ],
      [
        'a file system that may be written to',
        { securityContext: { readOnlyRootFilesystem: true } },
        { securityContext: { readOnlyRootFilesystem: false } },
        ['readOnlyRootFilesystem was true, set by an earlier config, and becomes false'],
      ],
      [
        'privileged',
        { securityContext: { privileged: false } },
        { securityContext: { privileged: true } },
        ['privileged was false, set by an earlier config, and becomes true'],
      ],
      [
        'more capabilities',
        { securityContext: { capabilities: { add: ['NET_ADMIN'] } } },
        { securityContext: { capabilities: { add: ['NET_ADMIN', 'SYS_PTRACE'] } } },
        ['capabilities.add was ["NET_ADMIN"], set by an earlier config, and becomes ["NET_ADMIN","SYS_PTRACE"]'],
      ],
      [
        'other capabilities',
        { securityContext: { capabilities: { add: ['NET_ADMIN'] } } },
        { securityContext: { capabilities: { add: ['SYS_PTRACE'] } } },
        ['capabilities.add was ["NET_ADMIN"], set by an earlier config, and becomes ["SYS_PTRACE"]'],
      ],
      [
        'fewer capabilities',
        { securityContext: { capabilities: { add: ['NET_ADMIN', 'SYS_PTRACE'] } } },
        { securityContext: { capabilities: { add: ['NET_ADMIN'] } } },
        [],
      ],
      ['no capabilities', { securityContext: { capabilities: { add: ['NET_ADMIN'] } } }, {}, []],
      [
        'some in place of all',
        { securityContext: { capabilities: { add: ['ALL'] } } },
        { securityContext: { capabilities: { add: ['NET_ADMIN'] } } },
        [],
      ],
      [
        'an unmasked /proc',
        { securityContext: { procMount: 'Default' } },
        { securityContext: { procMount: 'Unmasked' } },
        ['procMount was "Default", set by an earlier config, and becomes "Unmasked"'],
      ],
      ['a masked /proc', { securityContext: { procMount: 'Unmasked' } }, {}, []],
      ['not privileged', { securityContext: { privileged: true } }, { securityContext: { privileged: false } }, []],
      ['another user', { securityContext: { runAsUser: 1 } }, { securityContext: { runAsUser: 0 } }, []],
      [
        'a profile of one’s own in place of the runtime’s',
        { securityContext: { seccompProfile: { type: 'RuntimeDefault' } } },
        { securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'a' } } },
        [],
      ],
      ['no profile in place of none', { securityContext: { seccompProfile: { type: 'Unconfined' } } }, {}, []],
      [
        'no AppArmor',
        { securityContext: { appArmorProfile: { type: 'RuntimeDefault' } } },
        { securityContext: { appArmorProfile: { type: 'Unconfined' } } },
        ['appArmorProfile was {"type":"RuntimeDefault"}, set by an earlier config, and becomes {"type":"Unconfined"}'],
      ],
    ])('%s', (_what, first, second, expected) => {
      expect(weakened(first, second)).toEqual(expected)
    })

    test.each([
      ['a stricter AppArmor', { type: 'Unconfined' }, { type: 'RuntimeDefault' }],
      [
        'another AppArmor profile',
        { type: 'Localhost', localhostProfile: 'a' },
        { type: 'Localhost', localhostProfile: 'b' },
      ],
    ])('not of %s', (_what, before, now) => {
      expect(
        weakened({ securityContext: { appArmorProfile: before } }, { securityContext: { appArmorProfile: now } }),
      ).toEqual([])
    })

    test.each([
      ['others', { drop: ['CHOWN'] }, '["CHOWN","NET_RAW"]'],
      ['none', {}, '["NET_RAW"]'],
    ])(
      'of what was dropped and is not, where %s are to be and somebody drops one more',
      (_what, capabilities, told) => {
        const more = (container: Entry) => {
          container.securityContext = { capabilities: { drop: ['KILL', 'CHOWN', 'NET_RAW'] } }
        }
        const dropped = weakened(
          { securityContext: { capabilities: { drop: ['KILL', 'CHOWN'] } } },
          { securityContext: { capabilities } },
          more,
        )
        expect(dropped).toEqual([
          `capabilities.drop was ["KILL","CHOWN","NET_RAW"], set by an earlier config, and becomes ${told}`,
        ])
      },
    )

    test('not of what somebody else has set', () => {
      const strict = (container: Entry) => (container.securityContext = { ...restricted, readOnlyRootFilesystem: true })
      expect(weakened({}, { securityContext: { runAsNonRoot: false, readOnlyRootFilesystem: false } }, strict)).toEqual(
        [],
      )
    })

    test('says what to do', () => {
      const podSpec = injected(server(), { mode, imagePullPolicy: 'Always' })
      expect(warningsOf(podSpec, { mode }).map(({ message }) => message)).toContain(
        'was "Always", set by an earlier config, and is removed; if something else needs it as it is, set it in the config',
      )
    })
  })

  describe('privilege escalation that somebody forbids', () => {
    const path = mode === 'sidecar' ? 'containers[1]' : 'initContainers[0]'
    const forbidding = (): Spec => {
      const podSpec = injected(server(), { mode })
      sidecar(podSpec).securityContext = { allowPrivilegeEscalation: false }
      return podSpec
    }

    test.each<[string, object]>([
      ['privileged: true', { privileged: true }],
      ['the capability SYS_ADMIN', { capabilities: { add: ['CHOWN', 'SYS_ADMIN'] } }],
      ['the capability SYS_ADMIN', { capabilities: { add: ['CAP_SYS_ADMIN'] } }],
      ['privileged: true', { privileged: true, allowPrivilegeEscalation: true }],
    ])('beside %s of the config is a conflict', (what, securityContext) => {
      expectConflicts(forbidding(), { mode, securityContext }, [
        'PrivilegeEscalation',
        `spec.${path}.securityContext.allowPrivilegeEscalation`,
        `expected nothing that forbids ${what}`,
        `or drop ${what} from the config`,
      ])
    })

    test.each<[string, object]>([
      ['other capabilities', { capabilities: { add: ['CHOWN'] } }],
      ['no privileges', { privileged: false }],
      ['nothing', {}],
    ])('is none beside %s', (_what, securityContext) => {
      expect(() => injected(forbidding(), { mode, securityContext })).not.toThrow()
    })

    test('is none where an earlier config has forbidden it', () => {
      expect(() => after({ securityContext: 'restricted' }, { securityContext: { privileged: true } })).not.toThrow()
    })
  })
})

test('a container that goes takes its record along: another mode begins anew', () => {
  const made = chained(server(), { mode: 'sidecar', securityContext: 'restricted' }, { mode: 'native-sidecar' })
  expect(settings(sidecar(made))).toEqual(settings(sidecar(injected(server(), { mode: 'native-sidecar' }))))
})

describe('fetch records nothing', () => {
  const initializer = (spec: Spec): Entry => named(spec.initContainers, 'storage-initializer')
  const resources = { limits: { cpu: '2', memory: '4Gi' }, requests: { cpu: '1', memory: '1Gi' } }

  test('its amounts are written exactly', () => {
    const first = injected(server(), { mode: 'fetch', fetch: { resources } })
    const lower = { limits: { cpu: '1', memory: '2Gi' }, requests: { cpu: '500m', memory: '1Gi' } }
    expect(initializer(injected(first, { mode: 'fetch', fetch: { resources: lower } })).resources).toEqual(lower)
    expect(initializer(injected(first, { mode: 'fetch' })).resources).toEqual(resources)
  })

  test('its other settings count as somebody’s', () => {
    const first = injected(server(), { mode: 'fetch', securityContext: 'restricted', imagePullPolicy: 'Always' })
    expect(settings(initializer(injected(first, { mode: 'fetch', imagePullPolicy: 'Never' })))).toMatchObject({
      securityContext: restricted,
      imagePullPolicy: 'Always',
    })
  })

  test.each<[string, object, object]>([
    ['a pull secret that is gone', { fetch: { pullSecret: 's' } }, { mountPath: '/mnt' }],
    [
      'a CA bundle that has moved',
      { fetch: { caBundle: { configMap: 'c', mountPath: '/opt/models/ca' } } },
      { mountPath: '/opt/models', fetch: { caBundle: { configMap: 'c' } } },
    ],
    [
      'a CA bundle that was below the model',
      { fetch: { caBundle: { configMap: 'c', mountPath: '/mnt/models/ca' } } },
      { fetch: { caBundle: { configMap: 'c' } } },
    ],
    ['another pull secret', { fetch: { pullSecret: 's' } }, { fetch: { pullSecret: 't' } }],
  ])('%s stands in nobody’s way', (_what, first, second) => {
    const made = chained(server(), { mode: 'fetch', ...first }, { mode: 'fetch', ...second })
    const fresh = injected(server(), { mode: 'fetch', ...second })
    const mounts = (spec: Spec) =>
      new Set((initializer(spec).volumeMounts as Entry[]).map((mount) => JSON.stringify(Object.entries(mount).sort())))
    expect(mounts(made)).toEqual(mounts(fresh))
    expect(new Set(made.volumes?.map(({ name }) => name))).toEqual(new Set(fresh.volumes?.map(({ name }) => name)))
  })
})
