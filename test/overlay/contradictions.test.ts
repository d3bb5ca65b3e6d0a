import { describe, expect, test } from 'vitest'
import { preferred } from '../../src/index.js'
import { validatePodSpec } from '../../src/testing/index.js'
import { refusalOf } from '../kit/causes.js'
import { overlaid } from './overlaid.js'

// What an overlay brings together in a pod: what is found, beside what, and where.

const app = { name: 'app', image: 'app:1' }
const pod = (fields: object = {}, container: object = {}) => ({ containers: [{ ...app, ...container }], ...fields })
const target = (fields: object) => ({ targets: ['app'], target: fields })
const spec = (fields: object) => ({ spec: fields })
const exec = { exec: { command: ['true'] } }
const init = (fields: object) => ({ initContainers: [{ name: 'wait', image: 'wait:1', ...fields }] })
const volumes = [{ name: 'v' }]
const mount = (fields: object) => ({ volumeMounts: [{ name: 'v', mountPath: '/v', ...fields }] })
const device = { volumeDevices: [{ name: 'b', devicePath: '/dev/b' }] }
const block = { volumes: [{ name: 'b', persistentVolumeClaim: { claimName: 'b' } }] }
const sleep = (hook: string, seconds: number) => ({
  lifecycle: { [hook]: { sleep: { seconds } } },
})
const file = (volumeName: string) => ({
  env: [{ name: 'A', valueFrom: { fileKeyRef: { volumeName, path: 'a', key: 'A' } } }],
})

const restartPolicyRules = [{ action: 'Restart', exitCodes: { operator: 'In', values: [1] } }]
const resizes = (...policies: string[]) => ({
  resizePolicy: policies.map((restartPolicy, index) => ({ resourceName: ['cpu', 'memory'][index], restartPolicy })),
})
const spread = { maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway' }

describe('is told', () => {
  test.each<[object, object, string, string, string]>([
    [
      pod(init({})),
      spec({ initContainers: [{ name: 'wait', readinessProbe: exec }] }),
      'initContainers[0].readinessProbe',
      'readinessProbe of wait',
      'no restartPolicy: Always',
    ],
    [
      pod(),
      target(sleep('preStop', 31)),
      'containers[0].lifecycle.preStop.sleep.seconds',
      'a sleep of 31 seconds of app',
      'a shorter terminationGracePeriodSeconds',
    ],
    [
      pod({ terminationGracePeriodSeconds: 5 }, { lifecycle: {} }),
      target(sleep('postStart', 6)),
      'containers[0].lifecycle',
      'a sleep of 6 seconds of app',
      'a shorter terminationGracePeriodSeconds',
    ],
    [
      pod({ volumes }, mount({ readOnly: true, recursiveReadOnly: 'Enabled' })),
      target(mount({ readOnly: false })),
      'containers[0].volumeMounts',
      'recursiveReadOnly at /v of app',
      'no readOnly: true',
    ],
    [
      pod({ volumes }, mount({ readOnly: true, recursiveReadOnly: 'Enabled' })),
      target(mount({ mountPropagation: 'HostToContainer' })),
      'containers[0].volumeMounts',
      'recursiveReadOnly at /v of app',
      'mountPropagation',
    ],
    [
      pod({ volumes }, mount({})),
      target(mount({ mountPropagation: 'Bidirectional' })),
      'containers[0].volumeMounts',
      'mountPropagation: Bidirectional at /v of app',
      'no privileged: true',
    ],
    [pod(), spec({ dnsPolicy: 'None' }), 'dnsPolicy', 'dnsPolicy: None', 'no nameservers in dnsConfig'],
    [
      pod({ dnsConfig: { nameservers: [] } }),
      spec({ dnsPolicy: 'None' }),
      'dnsPolicy',
      'dnsPolicy: None',
      'no nameservers in dnsConfig',
    ],
    [
      pod({ hostnameOverride: 'a' }),
      spec({ hostNetwork: true }),
      'hostnameOverride',
      'hostnameOverride',
      'hostNetwork: true',
    ],
    [
      pod({ setHostnameAsFQDN: true }),
      spec({ hostnameOverride: 'a' }),
      'setHostnameAsFQDN',
      'hostnameOverride',
      'setHostnameAsFQDN: true',
    ],
    [
      pod({ schedulingGates: [{ name: 'a' }] }),
      spec({ nodeName: 'n' }),
      'schedulingGates',
      'nodeName',
      'schedulingGates',
    ],
    [pod({ nodeName: 'n' }), spec({ schedulingGates: [{ name: 'a' }] }), 'nodeName', 'nodeName', 'schedulingGates'],
    [
      pod({ resourceClaims: [{ name: 'other', resourceClaimName: 'o' }] }),
      target({ resources: { claims: [{ name: 'gpu' }] } }),
      'containers[0].resources.claims',
      'the claim gpu of app',
      "no such one in the pod's resourceClaims",
    ],
    [
      pod({}, { resources: { limits: { cpu: '1' } } }),
      target({ resources: { claims: [{ name: 'gpu' }] } }),
      'containers[0].resources',
      'the claim gpu of app',
      "no such one in the pod's resourceClaims",
    ],
    [
      pod({ restartPolicy: 'Never' }, { restartPolicy: 'Never' }),
      target(resizes('NotRequired', 'RestartContainer')),
      'containers[0].restartPolicy',
      'a resize with RestartContainer of app',
      'restartPolicy: Never',
    ],
    [
      pod({}, { restartPolicy: 'Never', restartPolicyRules }),
      target({ restartPolicy: null }),
      'containers[0].restartPolicyRules',
      'restartPolicyRules of app',
      'no restartPolicy',
    ],
    [
      pod({ volumes: [{ name: 'v', secret: { secretName: 's' } }] }),
      target(file('v')),
      'containers[0].env',
      'a fileKeyRef of app',
      'no emptyDir named v',
    ],
    ...['hostNetwork', 'hostPID', 'hostIPC'].map((name): [object, object, string, string, string] => [
      pod({ [name]: true }),
      spec({ hostUsers: false }),
      name,
      `${name}: true`,
      'hostUsers: false',
    ]),
    [
      pod({ hostUsers: false, ...block }),
      target(device),
      'containers[0].volumeDevices',
      'volumeDevices of app',
      'hostUsers: false',
    ],
    [
      pod({ hostUsers: false }, { securityContext: { procMount: 'Unmasked' } }),
      spec({ hostUsers: null }),
      'containers[0].securityContext.procMount',
      'procMount: Unmasked of app',
      'no hostUsers: false',
    ],
  ])('%j and %j at %s', (podSpec, overlay, field, found, beside) => {
    expect(validatePodSpec(podSpec)).toEqual([])
    const { causes } = refusalOf(() => overlaid(podSpec, overlay))
    expect(causes.map((cause) => `${cause.field}: ${cause.message}`)).toEqual([
      `spec.${field}: expected nothing that excludes ${found}, found ${beside}; the API server does not take them together: change one of the two, in the overlay or the pod`,
    ])
  })

  test('of a container that the pod has not, at the list of containers', () => {
    const container = { name: 'new', image: 'n:1', resources: { claims: [{ name: 'gpu' }] } }
    const { causes } = refusalOf(() => overlaid(pod(), spec({ containers: [container] })))
    expect(causes.map(({ code, field }) => [code, field])).toEqual([['Contradiction', 'spec.containers']])
  })

  test('of each container that it concerns, and not of what the pod had before', () => {
    const other = { name: 'other', image: 'o:1', ...sleep('preStop', 20) }
    const podSpec = { containers: [{ ...app, ...sleep('preStop', 9) }, other] }
    const { causes } = refusalOf(() => overlaid(podSpec, spec({ terminationGracePeriodSeconds: 10 })))
    expect(causes.map(({ field }) => field)).toEqual(['spec.containers[1].lifecycle.preStop.sleep.seconds'])
    const broken = { ...podSpec, terminationGracePeriodSeconds: 10 }
    expect(() => overlaid(broken, spec({ terminationGracePeriodSeconds: 9 }))).not.toThrow()
  })

  test('of another container, or another field, than what the pod had before', () => {
    const fieldsOf = (podSpec: object, overlay: object) =>
      refusalOf(() => overlaid(podSpec, overlay)).causes.map(({ field }) => field)
    const windows = { os: { name: 'windows' }, hostPID: true }
    expect(fieldsOf(pod(windows), spec({ hostIPC: true }))).toEqual(['spec.os.name'])
    const late = sleep('preStop', 31)
    const two = { containers: [{ name: 'other', image: 'o:1', ...late }, app] }
    expect(fieldsOf(two, target(late))).toEqual(['spec.containers[1].lifecycle.preStop.sleep.seconds'])
  })
})

describe('is not told', () => {
  test.each<[object, object]>([
    [pod({}, sleep('preStop', 30)), spec({ terminationGracePeriodSeconds: 30 })],
    [pod(), target(sleep('preStop', 30))],
    [pod({ volumes }, mount({ readOnly: true })), target(mount({ recursiveReadOnly: 'Enabled' }))],
    [
      pod({ volumes }, mount({})),
      target(mount({ recursiveReadOnly: 'Disabled', mountPropagation: 'HostToContainer' })),
    ],
    [
      pod({ volumes }, mount({ readOnly: true, mountPropagation: 'None' })),
      target(mount({ recursiveReadOnly: 'IfPossible' })),
    ],
    [
      pod({ volumes }, { ...mount({}), securityContext: { privileged: true } }),
      target(mount({ mountPropagation: 'Bidirectional' })),
    ],
    [pod({ dnsConfig: { nameservers: ['1.1.1.1'] } }), spec({ dnsPolicy: 'None' })],
    [pod({ hostnameOverride: 'a' }), spec({ setHostnameAsFQDN: false })],
    [pod({ schedulingGates: [] }), spec({ nodeName: 'n' })],
    [pod({ nodeName: '' }), spec({ schedulingGates: [{ name: 'a' }] })],
    [
      pod({ resourceClaims: [{ name: 'gpu', resourceClaimName: 'o' }] }),
      target({ resources: { claims: [{ name: 'gpu' }] } }),
    ],
    [pod({ volumes: [{ name: 'v', emptyDir: {} }] }), target(file('v'))],
    [pod({ volumes: [{ name: 'v' }] }), target(file('v'))],
    [pod(), spec({ topologySpreadConstraints: [{ ...spread, matchLabelKeys: [] }] })],
    [pod({ restartPolicy: 'Never' }), target(resizes('NotRequired'))],
    [
      pod({}, { livenessProbe: { periodSeconds: 5 }, startupProbe: exec }),
      target({ livenessProbe: exec, startupProbe: { periodSeconds: 5 } }),
    ],
    [pod({ hostUsers: true, ...block }), target(device)],
    [pod({ hostUsers: false, hostPID: false }), spec({ hostNetwork: false })],
  ])('%j and %j', (podSpec, overlay) => {
    expect(() => overlaid(podSpec, overlay)).not.toThrow()
  })
})

test('a part that is amended and not there is told with what it lacks', () => {
  const toldOf = (podSpec: object, overlay: object) =>
    refusalOf(() => overlaid(podSpec, overlay)).causes.map(({ field, message }) => `${field}: ${message}`)
  const rest = 'give that in the overlay too, or leave the rest out'
  expect(toldOf(pod(), target({ livenessProbe: { periodSeconds: 5 } }))).toEqual([
    `spec.containers[0].livenessProbe: expected the Probe that the overlay amends, found none with one of exec, httpGet, tcpSocket, grpc; ${rest}`,
  ])
  expect(
    toldOf(pod({ volumes: [{ name: 'v' }] }), spec({ volumes: [{ name: 'v', hostPath: { type: 'File' } }] })),
  ).toEqual([
    expect.stringContaining('expected the HostPathVolumeSource that the overlay amends, found none with path; '),
  ])
})

test('a request that an overlay leaves above its limit is told with both', () => {
  const there = { resources: { limits: { cpu: '1' }, requests: { cpu: '1' } } }
  const mixed = { resources: { limits: { cpu: preferred('3') }, requests: { cpu: '3' } } }
  const { causes } = refusalOf(() => overlaid(pod({}, there), target(mixed)))
  expect(causes).toEqual([
    {
      code: 'RequestExceedsLimit',
      field: 'spec.containers[0].resources.requests[cpu]',
      message: 'expected a request of cpu that fits its limit, found 3 beside 1 on app; enforce both in the overlay',
    },
  ])
  expect(() => overlaid(pod({}, { resources: { limits: { cpu: '4' } } }), target(mixed))).not.toThrow()
})
