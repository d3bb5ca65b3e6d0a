import { describe, expect, test } from 'vitest'
import { preferred } from '../../src/index.js'
import { validatePodSpec } from '../../src/testing/index.js'
import { roundTrip } from '../../src/testing/api-server/round-trip.js'
import type { PodSpec } from '../../src/testing/pod.js'
import { expectCauses, refusalOf } from '../kit/causes.js'
import { overlaid } from './overlaid.js'

const app = { name: 'app', image: 'app:1' }
const pod = (fields: object = {}, container: object = {}) => ({ containers: [{ ...app, ...container }], ...fields })
const target = (fields: object) => ({ targets: ['app'], target: fields })
const init = (fields: object = {}) => ({ initContainers: [{ name: 'wait', image: 'wait:1', ...fields }] })
const amended = (fields: object) => ({ spec: { initContainers: [{ name: 'wait', ...fields }] } })
const exec = { exec: { command: ['true'] } }
const claim = { volumes: [{ name: 'v', persistentVolumeClaim: { claimName: 'v' } }] }
const device = { volumeDevices: [{ name: 'v', devicePath: '/dev/v' }] }
const mount = (fields: object) => ({ volumeMounts: [{ name: 'v', mountPath: '/v', ...fields }] })
const ports = (...numbers: number[]) => ({ ports: numbers.map((containerPort) => ({ containerPort })) })

describe('what an overlay and an accepted pod together make, and no API server takes, is a conflict', () => {
  test.each<[object, unknown, string, string]>([
    [pod(), target({ livenessProbe: { periodSeconds: 5 } }), 'NothingToAmend', 'spec.containers[0].livenessProbe'],
    [pod(), target({ lifecycle: { preStop: {} } }), 'NothingToAmend', 'spec.containers[0].lifecycle'],
    [pod(), { spec: { volumes: [{ name: 'v', configMap: { optional: true } }] } }, 'NothingToAmend', 'spec.volumes'],
    [pod(init()), amended({ livenessProbe: exec }), 'Contradiction', 'spec.initContainers[0].livenessProbe'],
    [pod(init()), amended({ lifecycle: {} }), 'Contradiction', 'spec.initContainers[0].lifecycle'],
    [
      pod(init({ restartPolicy: 'Always', startupProbe: exec })),
      amended({ restartPolicy: null }),
      'Contradiction',
      'spec.initContainers[0].startupProbe',
    ],
    [
      pod(),
      target({ securityContext: { procMount: 'Unmasked' } }),
      'HostUsers',
      'spec.containers[0].securityContext.procMount',
    ],
    [pod({ hostUsers: false }), { spec: { hostNetwork: true } }, 'Contradiction', 'spec.hostUsers'],
    [
      pod({}, { ports: [{ containerPort: 80, hostPort: 81 }] }),
      { spec: { hostNetwork: true } },
      'HostPortTaken',
      'spec.containers[0].ports',
    ],
    [
      {
        containers: [
          { ...app, ...ports(80) },
          { name: 'b', image: 'b', ...ports(80) },
        ],
      },
      { spec: { hostNetwork: true } },
      'HostPortTaken',
      'spec.containers[1].ports',
    ],
    [pod(claim, device), target(mount({})), 'VolumeIsDevice', 'spec.containers[0].volumeDevices'],
    [pod({ volumes: [{ name: 'v' }] }), target(device), 'VolumeIsDevice', 'spec.containers[0].volumeDevices'],
    [
      pod({ volumes: [{ name: 'v' }] }, mount({ readOnly: true, recursiveReadOnly: 'Enabled' })),
      target(mount({ readOnly: false })),
      'Contradiction',
      'spec.containers[0].volumeMounts',
    ],
    [pod({ os: { name: 'windows' } }), { spec: { hostUsers: false } }, 'Windows', 'spec.os.name'],
    [
      pod({ hostNetwork: true, securityContext: { windowsOptions: { hostProcess: true } } }),
      { spec: { hostNetwork: false } },
      'Windows',
      'spec.hostNetwork',
    ],
    [
      pod({ os: { name: 'windows' } }),
      target({ securityContext: { runAsUser: 1 } }),
      'Windows',
      'spec.containers[0].securityContext.runAsUser',
    ],
    [pod(), { spec: { dnsPolicy: 'None' } }, 'Contradiction', 'spec.dnsPolicy'],
    [
      pod({}, { lifecycle: { preStop: { sleep: { seconds: 9 } } } }),
      { spec: { terminationGracePeriodSeconds: 5 } },
      'Contradiction',
      'spec.containers[0].lifecycle.preStop.sleep.seconds',
    ],
  ])('%j and %j: %s %s', (podSpec, overlay, code, field) => {
    expect(validatePodSpec(podSpec)).toEqual([])
    expectCauses(refusalOf(() => overlaid(podSpec, overlay)).causes, [[code, field]])
  })
})

describe('and nothing else is', () => {
  test.each<[object, unknown]>([
    [pod({}, { livenessProbe: exec }), target({ livenessProbe: { periodSeconds: 5 } })],
    [pod(init({ restartPolicy: 'Always' })), amended({ livenessProbe: exec })],
    [pod(init()), amended({ restartPolicy: 'Always', livenessProbe: exec })],
    [pod({ hostUsers: false }), target({ securityContext: { procMount: 'Unmasked' } })],
    [pod({}, ports(80)), { spec: { hostNetwork: true } }],
    [pod(claim), target(device)],
    [pod({ os: { name: 'linux' } }), target({ securityContext: { runAsUser: 1 } })],
    [
      pod({ securityContext: { runAsNonRoot: true } }, { securityContext: { runAsNonRoot: true } }),
      {
        spec: { securityContext: { runAsNonRoot: null } },
        ...target({ securityContext: { runAsNonRoot: null, runAsUser: 0 } }),
      },
    ],
    [
      pod({ securityContext: { runAsUser: 0 } }, { securityContext: { runAsNonRoot: true, runAsUser: 1 } }),
      { spec: { containers: [{ name: 'app', securityContext: { runAsNonRoot: null } }] } },
    ],
  ])('%j and %j', (podSpec, overlay) => {
    expect(validatePodSpec(podSpec)).toEqual([])
    expect(validatePodSpec(overlaid(podSpec, overlay))).toEqual([])
  })
})

test('a block device of an overlay’s own volume is there in the second call', () => {
  const overlay = { spec: claim, ...target(device) }
  const made = overlaid(pod(), overlay)
  expect(made).toEqual(pod(claim, device))
  expect(overlaid(made, overlay)).toBe(made)
})

describe('an overlay that takes all volumes away', () => {
  const without = { spec: { volumes: null } }
  test.each<[object, object, string]>([
    [pod(claim, mount({})), {}, 'spec.containers[0].volumeMounts[0]'],
    [pod(claim, device), {}, 'spec.containers[0].volumeDevices[0]'],
    [pod(claim), { targets: '*', target: mount({}) }, 'spec.containers[0]'],
    [pod({ ...claim, ...init(mount({})) }), {}, 'spec.initContainers[0].volumeMounts[0]'],
    [
      pod(claim),
      { spec: { volumes: null, containers: [{ name: 'new', image: 'new:1', ...mount({}) }] } },
      'spec.containers',
    ],
  ])('leaves no use of one: %j', (podSpec, more, field) => {
    expectCauses(refusalOf(() => overlaid(podSpec, { ...without, ...more })).causes, [
      [
        'VolumeNotFound',
        field,
        'expected no container that uses a volume, since the overlay removes all volumes, found',
      ],
    ])
  })

  test('may take the uses away too', () => {
    const overlay = { ...without, targets: '*', target: { volumeMounts: null } }
    const made = overlaid(pod(claim, mount({})), overlay)
    expect(made).toEqual(pod())
    expect(overlaid(made, overlay)).toBe(made)
    expect(overlaid(pod(claim), without)).toEqual(pod())
  })
})

describe('what the API server fills in again counts as absent', () => {
  test.each<[object, unknown]>([
    [pod({}, { resources: { limits: { cpu: '1' } } }), target({ resources: { requests: { cpu: null } } })],
    [pod({}, { resources: { limits: { cpu: '1' } } }), target({ resources: { requests: null } })],
    [
      pod({}, { resources: { limits: { cpu: '1' } } }),
      target({ resources: { limits: { cpu: '2' }, requests: { cpu: null } } }),
    ],
    [pod(), target({ resources: { limits: { cpu: preferred('2') }, requests: { cpu: null } } })],
    [pod(), { spec: { serviceAccountName: null, preemptionPolicy: null } }],
    ...[null, 0].flatMap((hostPort): readonly [object, unknown][] => [
      [pod({ hostNetwork: true }, ports(80)), target({ ports: [{ containerPort: 80, hostPort }] })],
      [pod({ hostNetwork: true }), target({ ports: [{ containerPort: 80, hostPort }] })],
      [pod({}, ports(80)), { spec: { hostNetwork: true }, ...target({ ports: [{ containerPort: 80, hostPort }] }) }],
      [
        pod({ hostNetwork: true }, { ports: [{ containerPort: 80, hostPort: 80 }] }),
        { spec: { hostNetwork: false }, ...target({ ports: [{ containerPort: 80, hostPort }] }) },
      ],
    ]),
  ])('%j and %j', (podSpec, overlay) => {
    const made = roundTrip(overlaid(podSpec, overlay) as PodSpec)
    expect(overlaid(made, overlay)).toBe(made)
  })

  test.each([null, 0])('but no port of the host where the pod is not in its network: %j', (hostPort) => {
    const wanted = target({ ports: [{ containerPort: 80, hostPort }] })
    for (const [fields, overlay] of [
      [{}, wanted],
      [{ hostNetwork: true }, { spec: { hostNetwork: false }, ...wanted }],
      [{ hostNetwork: true }, { spec: { hostNetwork: null }, ...wanted }],
    ] as const) {
      const made = overlaid(pod(fields, { ports: [{ containerPort: 80, hostPort: 80 }] }), overlay)
      expect(made['containers']).toEqual([{ ...app, ports: [{ containerPort: 80 }] }])
    }
  })

  test('but no request that differs from the limit as it will be', () => {
    const wanted = target({ resources: { limits: { cpu: '2' }, requests: { cpu: null } } })
    const made = overlaid(pod({}, { resources: { limits: { cpu: '1' }, requests: { cpu: '1' } } }), wanted)
    expect(made['containers']).toEqual([{ ...app, resources: { limits: { cpu: '2' }, requests: {} } }])
  })
})

test('an entry of a list without keys is one, even where it says nothing', () => {
  const made = overlaid(pod(), { spec: { newer: [{ a: null }] } })
  expect(made['newer']).toEqual([{}])
})

test.each<[string, object, object, string, string]>([
  ['what it lacks', {}, { livenessProbe: { periodSeconds: 5 } }, 'NothingToAmend', 'livenessProbe'],
  ['what the pod lacks', {}, { securityContext: { procMount: 'Unmasked' } }, 'HostUsers', 'securityContext.procMount'],
  [
    'what it forbids',
    { securityContext: { allowPrivilegeEscalation: false } },
    { securityContext: { privileged: true } },
    'PrivilegeEscalation',
    'securityContext.allowPrivilegeEscalation',
  ],
])('of a container that is there twice, the first is told: %s', (_what, there, wanted, code, field) => {
  const podSpec = { containers: [{ ...app, ...there }, { name: 'other', image: 'o:1' }, app] }
  const { causes } = refusalOf(() => overlaid(podSpec, target(wanted)))
  expect(causes.map((cause) => [cause.code, cause.field])).toContainEqual([code, `spec.containers[0].${field}`])
})
