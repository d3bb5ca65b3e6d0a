import { describe, expect, test } from 'vitest'
import { container, expectFaults, image, injected } from './configs.js'

const contextsOf = (securityContext: unknown): unknown[] => {
  const spec = injected({ image, securityContext })
  return ['modelcar', 'modelcar-init'].map((name) => container(spec, name).securityContext)
}
const restricted = {
  allowPrivilegeEscalation: false,
  runAsNonRoot: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
}

describe('the security context of our containers', () => {
  const everything = {
    allowPrivilegeEscalation: true,
    appArmorProfile: { type: 'Localhost', localhostProfile: 'models' },
    capabilities: { add: ['NET_BIND_SERVICE'], drop: ['ALL'] },
    privileged: false,
    procMount: 'Default',
    readOnlyRootFilesystem: true,
    runAsGroup: 0,
    runAsNonRoot: true,
    runAsUser: 1,
    seLinuxOptions: { level: 's0', role: 'r', type: 't', user: 'u' },
    seccompProfile: { type: 'Unconfined' },
  }

  test.each([
    ['none', undefined, undefined],
    ['null', null, undefined],
    ['every field', everything, everything],
    ['restricted', 'restricted', restricted],
    ['null fields', { runAsNonRoot: true, runAsUser: null, capabilities: null }, { runAsNonRoot: true }],
    [
      'null fields of fields',
      {
        capabilities: { add: null, drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault', localhostProfile: null },
      },
      { capabilities: { drop: ['ALL'] }, seccompProfile: { type: 'RuntimeDefault' } },
    ],
    ['nothing', {}, undefined],
    [
      'empty lists and objects',
      { runAsNonRoot: true, capabilities: { add: [], drop: [] }, seLinuxOptions: {} },
      { runAsNonRoot: true },
    ],
    [
      'an empty list beside one that is not',
      { capabilities: { add: [], drop: ['ALL'] } },
      { capabilities: { drop: ['ALL'] } },
    ],
    ['only null fields of fields', { capabilities: { add: null }, seLinuxOptions: { level: null } }, undefined],
    ['false', { allowPrivilegeEscalation: false }, { allowPrivilegeEscalation: false }],
    [
      'false beside capabilities',
      { allowPrivilegeEscalation: false, capabilities: { add: ['CHOWN'] } },
      { allowPrivilegeEscalation: false, capabilities: { add: ['CHOWN'] } },
    ],
    [
      'the greatest IDs',
      { runAsUser: 2147483647, runAsGroup: 2147483647 },
      { runAsUser: 2147483647, runAsGroup: 2147483647 },
    ],
    ['UID 0', { runAsUser: 0, runAsNonRoot: false }, { runAsUser: 0, runAsNonRoot: false }],
    [
      'privileged',
      { privileged: true, allowPrivilegeEscalation: true },
      { privileged: true, allowPrivilegeEscalation: true },
    ],
  ])('%s', (_what, given, expected) => {
    expect(contextsOf(given)).toEqual([expected, expected])
  })

  test.each([
    ['RuntimeDefault', undefined],
    ['Unconfined', undefined],
    ['Localhost', 'p'],
  ])('profile %s', (type, localhostProfile) => {
    const profile = { type, ...(localhostProfile && { localhostProfile }) }
    expect(contextsOf({ seccompProfile: profile, appArmorProfile: profile })[0]).toEqual({
      seccompProfile: profile,
      appArmorProfile: profile,
    })
  })

  test('is shared with nothing of the config', () => {
    const given = { capabilities: { drop: ['ALL'] } }
    const [sidecar, init] = contextsOf(given) as (typeof given)[]
    const lists = [given, sidecar, init].map((context) => context?.capabilities.drop)
    expect(new Set(lists).size).toBe(3)
  })
})

describe('beside allowPrivilegeEscalation: false', () => {
  const open = {
    containers: [
      { name: 'kserve-container', image: 'server:1' },
      {
        name: 'modelcar',
        securityContext: { privileged: true, capabilities: { add: ['SYS_ADMIN'], drop: ['CHOWN'] } },
      },
    ],
  }

  test.each([
    [
      'what others added goes',
      { allowPrivilegeEscalation: false },
      { allowPrivilegeEscalation: false, capabilities: { drop: ['CHOWN'] } },
    ],
    [
      'and is replaced by what the config adds',
      { allowPrivilegeEscalation: false, capabilities: { add: ['KILL'] } },
      { allowPrivilegeEscalation: false, capabilities: { add: ['KILL'], drop: ['CHOWN'] } },
    ],
    [
      'it stays otherwise',
      { readOnlyRootFilesystem: true },
      { ...open.containers[1]!.securityContext, readOnlyRootFilesystem: true },
    ],
  ])('%s', (_what, securityContext, expected) => {
    expect(container(injected({ image, securityContext }, open), 'modelcar').securityContext).toEqual(expected)
  })
})

describe('what it cannot hold', () => {
  test.each([
    ['Restricted', '"Restricted"'],
    ['baseline', '"baseline"'],
    ['', '""'],
  ])('the word %j', (securityContext, found) => {
    expectFaults({ image, securityContext }, [
      'InvalidValue',
      'securityContext',
      'expected "restricted" or an object',
      `found ${found}`,
    ])
  })

  test.each([
    [1, '1'],
    [true, 'true'],
    [[], 'a list'],
  ])('%j', (securityContext, found) => {
    expectFaults({ image, securityContext }, ['InvalidType', 'securityContext', 'expected an object', `found ${found}`])
  })

  test.each([
    ['runAsNonroot', 'did you mean runAsNonRoot?'],
    ['fsGroup', 'the fields are'],
    ['windowsOptions', 'the fields are'],
    ['capabilties', 'did you mean capabilities?'],
  ])('the field %s', (field, message) => {
    expectFaults({ image, securityContext: { [field]: 1 } }, ['Unknown', `securityContext.${field}`, message])
  })

  test('the message names every field', () => {
    const fields =
      'allowPrivilegeEscalation, privileged, readOnlyRootFilesystem, runAsNonRoot, appArmorProfile, capabilities, seLinuxOptions, seccompProfile, procMount, runAsGroup, runAsUser'
    expectFaults({ image, securityContext: { zzzzzzzzzz: 1 } }, ['Unknown', 'securityContext.zzzzzzzzzz', fields])
  })

  test.each([
    ['capabilities', 'drops', 'did you mean drop?'],
    ['seccompProfile', 'profile', 'the fields are type, localhostProfile'],
    ['appArmorProfile', 'kind', 'the fields are type, localhostProfile'],
    ['seLinuxOptions', 'levels', 'did you mean level?'],
    ['seLinuxOptions', 'zzzzzz', 'the fields are level, role, type, user'],
    ['capabilities', 'zzzzzz', 'the fields are add, drop'],
  ])('in %s the field %s', (part, field, message) => {
    const type = part.endsWith('Profile') ? { type: 'RuntimeDefault' } : {}
    expectFaults({ image, securityContext: { [part]: { ...type, [field]: 1 } } }, [
      'Unknown',
      `securityContext.${part}.${field}`,
      message,
    ])
  })

  test.each(['allowPrivilegeEscalation', 'privileged', 'readOnlyRootFilesystem', 'runAsNonRoot'])(
    '%s that is no boolean',
    (field) => {
      expectFaults({ image, securityContext: { [field]: 'true' } }, [
        'InvalidType',
        `securityContext.${field}`,
        'expected true or false, found "true"',
      ])
    },
  )

  test.each(['runAsUser', 'runAsGroup'])('%s that is no ID', (field) => {
    expectFaults({ image, securityContext: { [field]: '1' } }, ['InvalidType', `securityContext.${field}`])
    expectFaults({ image, securityContext: { [field]: -1 } }, ['InvalidValue', `securityContext.${field}`])
  })

  test.each([
    ['procMount', { procMount: 1 }],
    ['seLinuxOptions.level', { seLinuxOptions: { level: 1 } }],
    ['seLinuxOptions.role', { seLinuxOptions: { role: 1 } }],
    ['seLinuxOptions.type', { seLinuxOptions: { type: 1 } }],
    ['seLinuxOptions.user', { seLinuxOptions: { user: 1 } }],
    ['seccompProfile.localhostProfile', { seccompProfile: { type: 'Localhost', localhostProfile: 1 } }],
    ['appArmorProfile.localhostProfile', { appArmorProfile: { type: 'Localhost', localhostProfile: 1 } }],
  ])('%s that is no string', (field, securityContext) => {
    expectFaults({ image, securityContext }, ['InvalidType', `securityContext.${field}`, 'expected a string, found 1'])
  })

  test.each(['capabilities', 'seccompProfile', 'appArmorProfile', 'seLinuxOptions'])(
    '%s that is no object',
    (field) => {
      expectFaults({ image, securityContext: { [field]: ['ALL'] } }, [
        'InvalidType',
        `securityContext.${field}`,
        'expected an object, found a list',
      ])
    },
  )

  test.each(['add', 'drop'])('capabilities.%s that is no list of strings', (field) => {
    const hole: unknown[] = ['ALL']
    hole[2] = 'KILL'
    for (const [value, where, message] of [
      ['ALL', '', 'expected a list of strings, found "ALL"'],
      [{}, '', 'expected a list of strings, found an object'],
      [['ALL', 1], '[1]', 'expected a string, found 1'],
      [[null], '[0]', 'expected a string, found null'],
      [hole, '[1]', 'expected a string, found nothing'],
    ] as const) {
      expectFaults({ image, securityContext: { capabilities: { [field]: value } } }, [
        'InvalidType',
        `securityContext.capabilities.${field}${where}`,
        message,
      ])
    }
  })

  describe.each(['seccompProfile', 'appArmorProfile'])('%s', (field) => {
    test.each([undefined, null, 'Default', 1, 'runtimeDefault'])('of type %j', (type) => {
      expectFaults({ image, securityContext: { [field]: { type } } }, [
        'InvalidValue',
        `securityContext.${field}.type`,
        'expected one of Localhost, RuntimeDefault, Unconfined, found ',
      ])
    })

    test.each([
      ['Localhost', undefined, 'nothing'],
      ['Localhost', null, 'null'],
      ['RuntimeDefault', 'p', '"p"'],
      ['Unconfined', 'p', '"p"'],
    ])('of type %s with profile %j', (type, localhostProfile, found) => {
      expectFaults({ image, securityContext: { [field]: { type, localhostProfile } } }, [
        'InvalidValue',
        `securityContext.${field}.localhostProfile`,
        'exactly where type is Localhost',
        `found ${found}`,
      ])
    })
  })
})

describe('what contradicts itself', () => {
  test.each([
    [{ privileged: true }, 'privileged', 'found true'],
    [{ capabilities: { add: ['SYS_ADMIN'] } }, 'capabilities.add', 'found SYS_ADMIN'],
    [{ capabilities: { add: ['KILL', 'CAP_SYS_ADMIN'] } }, 'capabilities.add', 'found SYS_ADMIN'],
  ])('allowPrivilegeEscalation: false with %j', (context, field, found) => {
    expectFaults({ image, securityContext: { allowPrivilegeEscalation: false, ...context } }, [
      'Exclusive',
      `securityContext.${field}`,
      'nothing that needs privilege escalation beside allowPrivilegeEscalation: false',
      found,
    ])
  })

  test('runAsNonRoot with UID 0', () => {
    expectFaults({ image, securityContext: { runAsNonRoot: true, runAsUser: 0 } }, [
      'Exclusive',
      'securityContext.runAsUser',
      'expected a UID other than 0 beside runAsNonRoot: true, found 0',
    ])
  })

  test.each(['restricted', { runAsNonRoot: true }])('%j with the config’s UID 0', (securityContext) => {
    expectFaults({ image, runAsUser: 0, securityContext }, [
      'Exclusive',
      'runAsUser',
      'expected a UID other than 0',
      'runAsNonRoot: true, found 0',
    ])
  })

  test('another UID or GID than the config’s', () => {
    expectFaults(
      { image, runAsUser: 1, runAsGroup: 2, securityContext: { runAsUser: 3, runAsGroup: 4 } },
      ['Exclusive', 'securityContext.runAsUser', 'expected the same UID as runAsUser', 'found 3'],
      ['Exclusive', 'securityContext.runAsGroup', 'expected the same GID as runAsGroup', 'found 4'],
    )
  })

  test.each([
    { runAsUser: 1, securityContext: { runAsUser: 1, runAsGroup: 2 } },
    { runAsGroup: 1, securityContext: { runAsUser: 2, runAsGroup: 1 } },
    { runAsUser: 0, securityContext: { runAsNonRoot: false } },
    { runAsUser: 1, securityContext: 'restricted' },
    { securityContext: { runAsNonRoot: true, runAsUser: 1 } },
    { securityContext: { runAsNonRoot: true, runAsGroup: 0 } },
    { securityContext: { allowPrivilegeEscalation: true, capabilities: { add: ['SYS_ADMIN'] } } },
  ])('not so %j', (config) => {
    expect(() => injected({ image, ...config })).not.toThrow()
  })

  test('all faults at once', () => {
    expectFaults(
      {
        image,
        securityContext: {
          allowPrivilegeEscalation: false,
          privileged: true,
          runAsNonRoot: true,
          runAsUser: 0,
          procMount: 1,
          other: 1,
        },
      },
      ['Unknown', 'securityContext.other'],
      ['InvalidType', 'securityContext.procMount'],
      ['Exclusive', 'securityContext.privileged'],
      ['Exclusive', 'securityContext.runAsUser'],
    )
  })
})

// What the API server (1.37) or, where it looks no closer, the kubelet says of each.
describe('what a container would be refused for later', () => {
  const profiles = (type: string, localhostProfile: unknown) => ({
    securityContext: { [type]: { type: 'Localhost', localhostProfile } },
  })
  const fault = (type: string, profile: string, message: string): void =>
    expectFaults({ image, ...profiles(type, profile) }, [
      'InvalidValue',
      `securityContext.${type}.localhostProfile`,
      message,
    ])

  test.each([
    ['', 'a path relative to the kubelet\'s seccomp folder, found ""'],
    ['/abs', 'a path relative to'],
    ['..', 'a path without ".."'],
    ['a/../b', 'a path without ".."'],
    ['a\0b', 'a path without NUL'],
    ['x'.repeat(256), 'components have at most 255 bytes'],
    ['é'.repeat(128), 'components have at most 255 bytes'],
    ['x/'.repeat(2048), 'a path of at most 4095 bytes'],
  ])('a seccomp profile at %j', (profile, message) => fault('seccompProfile', profile, message))

  test.each([
    ['', 'a name without white space around it'],
    [' ', 'a name without white space around it'],
    [' a', 'a name without white space around it'],
    ['a\u00a0', 'a name without white space around it'],
    ['a\u0085', 'a name without white space around it'],
    ['\ta', 'a name without white space around it'],
    ['x'.repeat(4096), 'a name of at most 4095 bytes'],
    ['é'.repeat(2048), 'a name of at most 4095 bytes'],
  ])('an AppArmor profile called %j', (profile, message) => fault('appArmorProfile', profile, message))

  test.each([
    ['seccompProfile', './a'],
    ['seccompProfile', 'a/..b/c..'],
    ['seccompProfile', 'é'.repeat(127)],
    ['appArmorProfile', '/usr/bin/a'],
    ['appArmorProfile', 'a/../b'],
    ['appArmorProfile', 'a b'],
    ['appArmorProfile', '\ufeffa'],
    ['appArmorProfile', `${'é'.repeat(2047)}x`],
  ])('%s may be %j', (type, profile) => {
    expect(contextsOf(profiles(type, profile).securityContext)[0]).toEqual({
      [type]: { type: 'Localhost', localhostProfile: profile },
    })
  })

  test.each(['', 'unmasked', 'Masked', 'None'])('procMount %j', (procMount) => {
    expectFaults({ image, securityContext: { procMount } }, [
      'InvalidValue',
      'securityContext.procMount',
      'expected one of Default, Unmasked',
      `found ${JSON.stringify(procMount)}`,
    ])
  })

  test.each(['SYS_ADMIN', 'CAP_SYS_ADMIN'])('%s beside allowPrivilegeEscalation: false', (capability) => {
    expectFaults(
      { image, securityContext: { allowPrivilegeEscalation: false, capabilities: { add: ['A', capability] } } },
      ['Exclusive', 'securityContext.capabilities.add', 'needs privilege escalation'],
    )
  })

  test.each([
    ['seLinuxOptions.level', { seLinuxOptions: { level: 's0\ud800' } }],
    ['seccompProfile.localhostProfile', { seccompProfile: { type: 'Localhost', localhostProfile: '\udc00' } }],
    ['appArmorProfile.localhostProfile', { appArmorProfile: { type: 'Localhost', localhostProfile: '\udc00a' } }],
    ['capabilities.add[1]', { capabilities: { add: ['A', '\ud800'] } }],
    ['capabilities.drop[0]', { capabilities: { drop: ['\ud800'] } }],
  ])('half a character in %s', (field, securityContext) => {
    expectFaults({ image, securityContext }, [
      'InvalidValue',
      `securityContext.${field}`,
      'expected a string of whole characters',
    ])
  })
})
