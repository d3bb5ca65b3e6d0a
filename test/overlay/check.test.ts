import { describe, expect, test } from 'vitest'
import { applyOverlay, compileOverlay, planOverlay, preferred, type Overlay } from '../../src/index.js'
import { expectCauses, refusalOf, type ExpectedCause } from '../kit/causes.js'

function expectFaults(overlay: unknown, ...expected: readonly ExpectedCause[]): void {
  const podSpec = { containers: [{ name: 'server' }] }
  for (const call of [
    () => compileOverlay(overlay as Overlay),
    () => applyOverlay(podSpec, overlay as Overlay),
    () => planOverlay(podSpec, overlay as Overlay),
  ]) {
    const { name, code, causes } = refusalOf(call)
    expect([name, code]).toEqual(['ModelcarConfigError', 'InvalidConfig'])
    expectCauses(causes, expected)
  }
}

describe('an overlay that is none', () => {
  test.each([
    [undefined, 'nothing'],
    [null, 'null'],
    ['x', '"x"'],
    [[], 'a list'],
  ])('%j', (overlay, found) => {
    expectFaults(overlay, ['InvalidType', 'overlay', `expected an object, found ${found}`])
  })

  test.each(['spec', 'target'])('%s', (part) => {
    for (const [value, found] of [
      ['x', '"x"'],
      [[], 'a list'],
      [null, 'null'],
      [1, '1'],
    ] as const)
      expectFaults({ targets: ['server'], [part]: value }, ['InvalidType', part, `expected an object, found ${found}`])
  })
})

test('unknown fields', () => {
  expectFaults({ specs: {} }, ['Unknown', 'specs', 'did you mean spec?'])
  expectFaults({ things: [] }, ['Unknown', 'things', 'the fields are spec, targets, target'])
  expectFaults({ containers: [] }, ['Unknown', 'containers', 'found a field of the pod spec; put it into spec'])
})

describe('targets', () => {
  test.each([
    ['server', 'InvalidType', 'targets', 'expected a list of names, found "server"; write ["server"]'],
    [['server', 'server'], 'Duplicate', 'targets[1]', 'every name once'],
    [['Server'], 'InvalidValue', 'targets[0]', 'a DNS name'],
    [['*'], 'InvalidValue', 'targets', "expected targets: '*' for every container"],
    [[1], 'InvalidType', 'targets[0]', 'a name, found 1'],
  ])('%j', (targets, code, field, message) => {
    expectFaults({ targets }, [code, field, message])
  })

  test('what a target has to look like needs targets', () => {
    expectFaults({ target: {} }, [
      'Required',
      'targets',
      'expected the names of the containers that target is for, found nothing',
    ])
  })
})

describe('entries of keyed lists', () => {
  test.each([
    ['spec.containers', 'Container', { spec: { containers: 'x' } }],
    ['spec.volumes', 'Volume', { spec: { volumes: 'x' } }],
    ['spec.imagePullSecrets', 'LocalObjectReference', { spec: { imagePullSecrets: 'x' } }],
    ['spec.containers[0].env', 'EnvVar', { spec: { containers: [{ name: 'a', env: 'x' }] } }],
    ['spec.initContainers[0].ports', 'ContainerPort', { spec: { initContainers: [{ name: 'a', ports: 'x' }] } }],
    ['target.volumeMounts', 'VolumeMount', { targets: ['server'], target: { volumeMounts: 'x' } }],
    ['target.resources.claims', 'ResourceClaim', { targets: ['server'], target: { resources: { claims: 'x' } } }],
  ])('%s is no list of %s', (field, type, overlay) => {
    expectFaults(overlay, ['InvalidType', field, `expected a list of ${type}, found "x"`])
  })

  test('a preference is no list', () => {
    expectFaults({ spec: { containers: preferred([{ name: 'a' }]) } }, [
      'InvalidType',
      'spec.containers',
      'expected a list, found a preference',
    ])
  })

  test('an entry is no object', () => {
    for (const [entry, found] of [
      ['x', '"x"'],
      [null, 'null'],
      [[], 'a list'],
    ] as const)
      expectFaults({ spec: { containers: [{ name: 'a' }, entry] } }, [
        'InvalidType',
        'spec.containers[1]',
        `expected an object (Container), found ${found}`,
      ])
  })

  test.each([
    ['spec.volumes[0].name', { spec: { volumes: [{ emptyDir: {} }] } }, 'name'],
    [
      'spec.containers[0].ports[0].containerPort',
      { spec: { containers: [{ name: 'a', ports: [{ protocol: 'TCP' }] }] } },
      'containerPort',
    ],
    ['target.volumeMounts[0].mountPath', { targets: ['a'], target: { volumeMounts: [{ name: 'v' }] } }, 'mountPath'],
    [
      'target.volumeDevices[0].devicePath',
      { targets: ['a'], target: { volumeDevices: [{ name: 'v' }] } },
      'devicePath',
    ],
    ['spec.hostAliases[0].ip', { spec: { hostAliases: [{}] } }, 'ip'],
    [
      'spec.topologySpreadConstraints[0].whenUnsatisfiable',
      { spec: { topologySpreadConstraints: [{ topologyKey: 'zone' }] } },
      'whenUnsatisfiable',
    ],
  ])('%s is missing', (field, overlay, key) => {
    expectFaults(overlay, [
      'Required',
      field,
      `expected the list map key ${key}, which says what entry this is, found nothing`,
    ])
  })

  test.each([
    [null, 'null'],
    [{}, 'an object'],
    [true, 'true'],
  ])('a key that is %j', (name, found) => {
    expectFaults({ spec: { containers: [{ name }] } }, ['Required', 'spec.containers[0].name', `found ${found}`])
  })

  test.each([
    [
      'spec.containers[2].name',
      { spec: { containers: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] } },
      'every name once, found "a" again',
    ],
    ['target.env[1].name', { targets: ['a'], target: { env: [{ name: 'A' }, { name: 'A' }] } }, 'every name once'],
    [
      'target.volumeMounts[1].mountPath',
      {
        targets: ['a'],
        target: {
          volumeMounts: [
            { name: 'v', mountPath: '/v' },
            { name: 'w', mountPath: '/v/' },
          ],
        },
      },
      'every mountPath once, found "/v/" again',
    ],
    [
      'target.ports[1].containerPort',
      { targets: ['a'], target: { ports: [{ containerPort: 1 }, { containerPort: 1, protocol: 'TCP' }] } },
      'found 1 again',
    ],
  ])('%s is there twice', (field, overlay, message) => {
    expectFaults(overlay, ['Duplicate', field, message, 'put both into one entry'])
  })

  test('every repetition is told', () => {
    expectFaults(
      { spec: { volumes: [{ name: 'v' }, { name: 'v' }, 'x', { name: 'v' }] } },
      ['Duplicate', 'spec.volumes[1].name'],
      ['InvalidType', 'spec.volumes[2]'],
      ['Duplicate', 'spec.volumes[3].name'],
    )
  })

  test('all faults at once', () => {
    expectFaults(
      { spec: { containers: [{ env: [{}] }], volumes: 1 }, target: { env: 1 }, other: 1 },
      ['Unknown', 'other'],
      ['Required', 'spec.containers[0].name'],
      ['Required', 'spec.containers[0].env[0].name'],
      ['InvalidType', 'spec.volumes'],
      ['InvalidType', 'target.env'],
      ['Required', 'targets'],
    )
  })
})

test.each<unknown>([
  {},
  { spec: undefined, targets: undefined, target: undefined },
  { spec: {} },
  { spec: { containers: [], volumes: null, initContainers: undefined } },
  { targets: ['server'] },
  { targets: ['server'], target: {} },
  { targets: [] },
  { targets: null, initTargets: null, formerly: null },
  { spec: { hostAliases: [{ ip: '::1' }, { ip: '::2' }] } },
  {
    targets: ['server'],
    target: { ports: [{ containerPort: 1 }, { containerPort: 1, protocol: 'UDP' }, { containerPort: 2 }] },
  },
  { spec: { tolerations: [{ key: 'a' }, { operator: 'Exists' }], future: [{}, 'x'], toString: 1 } },
])('nothing is wrong with %j', (overlay) => {
  expect(() => compileOverlay(overlay as Overlay)).not.toThrow()
})
