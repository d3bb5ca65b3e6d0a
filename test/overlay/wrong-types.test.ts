import { describe, expect, test } from 'vitest'
import { compileOverlay, type Overlay, type PodSpecLike } from '../../src/index.js'
import { expectCauses, refusalOf, type ExpectedCause } from '../kit/causes.js'

// What is malformed is told by field, where the overlay has to look into it, and all of it at once.

const overlay = {
  spec: {
    volumes: [{ name: 'v', emptyDir: {} }],
    containers: [{ name: 'new', image: 'a' }],
    securityContext: { runAsUser: 1 },
    nodeSelector: { a: 'b' },
    imagePullSecrets: [{ name: 's' }],
  },
  targets: ['server'],
  target: {
    env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'x' } } }],
    volumeMounts: [{ name: 'v', mountPath: '/v' }],
    resources: { limits: { cpu: '1' } },
    securityContext: { runAsUser: 1, capabilities: { drop: ['ALL'] } },
  },
}

function expectFaults(podSpec: unknown, ...expected: readonly ExpectedCause[]): void {
  const injector = compileOverlay(overlay)
  for (const call of [injector.inject.bind(injector), injector.plan.bind(injector)]) {
    const { name, code, causes } = refusalOf(() => call(podSpec as PodSpecLike))
    expect([name, code]).toEqual(['ModelcarPodSpecError', 'InvalidPodSpec'])
    const byField = (one: { field: string }, other: { field: string }): number => (one.field < other.field ? -1 : 1)
    expectCauses(
      [...causes].sort(byField),
      [...expected].sort(([, one], [, other]) => byField({ field: one }, { field: other })),
    )
  }
}

describe('a pod spec that is none', () => {
  test.each([
    [null, 'null'],
    [undefined, 'nothing'],
    ['pod', '"pod"'],
    [1, '1'],
    [[], 'a list'],
    [true, 'true'],
  ])('%j', (podSpec, found) => {
    expectFaults(podSpec, ['InvalidType', 'spec', `expected an object, found ${found}`])
  })

  test.each([
    [undefined, 'nothing'],
    [null, 'null'],
  ])('without containers: %s', (containers, found) => {
    const { name, causes } = refusalOf(() => compileOverlay({}).plan({ containers } as unknown as PodSpecLike))
    expect(name).toBe('ModelcarPodSpecError')
    expectCauses(causes, [['Required', 'spec.containers', `expected a list of containers, found ${found}`]])
  })
})

const values = [
  ['x', '"x"'],
  [1, '1'],
  [true, 'true'],
] as const

describe('a list that is none', () => {
  test.each(['containers', 'initContainers', 'ephemeralContainers', 'volumes', 'imagePullSecrets'])('%s', (list) => {
    for (const [value, found] of [...values, [{}, 'an object'], ['', '""'], [false, 'false'], [0, '0']] as const) {
      const code = value === '' ? 'Required' : 'InvalidType'
      expectFaults({ containers: [{ name: 'server' }], [list]: value }, [
        code,
        `spec.${list}`,
        `expected a list, found ${found}`,
      ])
    }
  })

  test.each(['env', 'volumeMounts', 'volumeDevices'])('%s of a container', (list) => {
    for (const [value, found] of [...values, [{}, 'an object']] as const) {
      expectFaults({ containers: [{ name: 'a' }, { name: 'server', [list]: value }] }, [
        'InvalidType',
        `spec.containers[1].${list}`,
        `expected a list, found ${found}`,
      ])
    }
  })
})

describe('an entry that is none', () => {
  test.each([
    ['containers', { containers: [{ name: 'server' }, 'x'] }, 'spec.containers[1]'],
    [
      'initContainers',
      { containers: [{ name: 'server' }], initContainers: [{ name: 'a' }, 'x'] },
      'spec.initContainers[1]',
    ],
    [
      'ephemeralContainers',
      { containers: [{ name: 'server' }], ephemeralContainers: ['x'] },
      'spec.ephemeralContainers[0]',
    ],
    ['volumes', { containers: [{ name: 'server' }], volumes: ['x'] }, 'spec.volumes[0]'],
    ['imagePullSecrets', { containers: [{ name: 'server' }], imagePullSecrets: ['x'] }, 'spec.imagePullSecrets[0]'],
    ['env', { containers: [{ name: 'server', env: [{ name: 'B' }, 'x'] }] }, 'spec.containers[0].env[1]'],
    ['volumeMounts', { containers: [{ name: 'server', volumeMounts: ['x'] }] }, 'spec.containers[0].volumeMounts[0]'],
    [
      'volumeDevices',
      { containers: [{ name: 'server', volumeDevices: ['x'] }] },
      'spec.containers[0].volumeDevices[0]',
    ],
  ])('of %s', (_what, podSpec, field) => {
    expectFaults(podSpec, ['InvalidType', field, 'expected an object, found "x"'])
  })

  test('null is an entry without a name', () => {
    expectFaults({ containers: [null, { name: 'server' }] }, [
      'Required',
      'spec.containers[0]',
      'an object, found null',
    ])
  })

  test('a list is no object', () => {
    expectFaults({ containers: [{ name: 'server' }], volumes: [[]] }, [
      'InvalidType',
      'spec.volumes[0]',
      'found a list',
    ])
  })
})

describe('a name that is none', () => {
  test.each([
    [undefined, 'Required', 'nothing'],
    [null, 'Required', 'null'],
    ['', 'Required', '""'],
    [1, 'InvalidType', '1'],
    [{}, 'InvalidType', 'an object'],
  ])('%j', (name, code, found) => {
    for (const list of ['containers', 'initContainers', 'ephemeralContainers', 'volumes'])
      expectFaults(
        { containers: [], [list]: [{ name }], ...(list === 'containers' ? {} : { containers: [{ name: 'server' }] }) },
        [code, `spec.${list}[0].name`, `expected a name, found ${found}`],
      )
  })
})

describe('an object that is none', () => {
  test.each([...values, [['x'], 'a list'], ['', '""'], [false, 'false'], [0, '0']] as const)('%j', (value, found) => {
    const code = value === '' ? 'Required' : 'InvalidType'
    const message = `expected an object, found ${found}`
    expectFaults({ containers: [{ name: 'server' }], securityContext: value }, [code, 'spec.securityContext', message])
    expectFaults({ containers: [{ name: 'server' }], nodeSelector: value }, [code, 'spec.nodeSelector', message])
    expectFaults({ containers: [{ name: 'server', securityContext: value }] }, [
      code,
      'spec.containers[0].securityContext',
      message,
    ])
    expectFaults({ containers: [{ name: 'server', securityContext: { capabilities: value } }] }, [
      code,
      'spec.containers[0].securityContext.capabilities',
      message,
    ])
    expectFaults({ containers: [{ name: 'server', env: [{ name: 'A', valueFrom: value }] }] }, [
      code,
      'spec.containers[0].env[0].valueFrom',
      message,
    ])
    expectFaults({ containers: [{ name: 'server' }], volumes: [{ name: 'v', emptyDir: value }] }, [
      code,
      'spec.volumes[0].emptyDir',
      message,
    ])
  })
})

describe('resources that are none', () => {
  test.each([
    ['x', '"x"'],
    [['x'], 'a list'],
    [{ limits: 'x' }, 'an object'],
    [{ requests: ['x'] }, 'an object'],
    [{ limits: {}, requests: 1 }, 'an object'],
  ])('%j', (resources, found) => {
    expectFaults({ containers: [{ name: 'server', resources }] }, [
      'InvalidType',
      'spec.containers[0].resources',
      `expected an object with maps of limits and requests, found ${found}`,
    ])
  })
})

test('all faults at once, each once', () => {
  expectFaults(
    {
      containers: [{ name: 'server', env: 1, volumeMounts: ['x', null], securityContext: 1, resources: 1 }, {}, 'x'],
      initContainers: {},
      volumes: [{ name: 'v', emptyDir: 'x' }, { name: 7 }],
      securityContext: [],
      imagePullSecrets: [1],
      nodeSelector: 1,
    },
    ['InvalidType', 'spec.containers[0].env'],
    ['InvalidType', 'spec.containers[0].volumeMounts[0]'],
    ['Required', 'spec.containers[0].volumeMounts[1]'],
    ['InvalidType', 'spec.containers[0].securityContext'],
    ['InvalidType', 'spec.containers[0].resources'],
    ['Required', 'spec.containers[1].name'],
    ['InvalidType', 'spec.containers[2]'],
    ['InvalidType', 'spec.initContainers'],
    ['InvalidType', 'spec.volumes[0].emptyDir'],
    ['InvalidType', 'spec.volumes[1].name'],
    ['InvalidType', 'spec.securityContext'],
    ['InvalidType', 'spec.imagePullSecrets[0]'],
    ['InvalidType', 'spec.nodeSelector'],
  )
})

test('a malformed pod is told as such, whatever else stands in the way', () => {
  expectFaults({ containers: [{ name: 'other' }], volumes: 1 }, ['InvalidType', 'spec.volumes'])
})

test('what is malformed elsewhere passes through', () => {
  const podSpec = {
    containers: [
      { name: 'server', ports: 1, livenessProbe: [], args: {} },
      { name: 'other', env: 1, volumeMounts: 'x' },
    ],
    affinity: 1,
    tolerations: 'x',
  }
  expect(() => compileOverlay(overlay as Overlay).inject(podSpec as unknown as PodSpecLike)).not.toThrow()
})
