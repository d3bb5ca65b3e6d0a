import { describe, expect, test } from 'vitest'
import { includes } from '../../src/index.js'
import { refusalOf } from '../kit/causes.js'
import { overlaid } from './overlaid.js'

// What an overlay brings together in lists without keys, and the API server refuses. Each was asked of an API server of 1.37.

const app = { name: 'app', image: 'app:1' }
const pod = (fields: object = {}, container: object = {}) => ({ containers: [{ ...app, ...container }], ...fields })
const target = (fields: object) => ({ targets: ['app'], target: fields })
const init = (fields: object) => ({ initContainers: [{ name: 'wait', image: 'wait:1', ...fields }] })
const amended = (fields: object) => ({ spec: { initContainers: [{ name: 'wait', ...fields }] } })

const resize = (restartPolicy: string, resourceName = 'cpu') => ({ resizePolicy: [{ resourceName, restartPolicy }] })
const restarting = resize('RestartContainer')
const sysctls = (...names: string[]) => ({
  securityContext: { sysctls: names.map((name) => ({ name, value: '1' })) },
})
const sysctl = (name: string) => ({ spec: { securityContext: { sysctls: includes([{ name, value: '2' }]) } } })
const host = (name: string) => ({ spec: { [name]: true } })
const addresses = (count: number) => Array.from({ length: count }, (_, index) => `10.0.0.${String(index)}`)
const spread = (fields: object, whenUnsatisfiable = 'DoNotSchedule') => ({
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable, ...fields }],
})
const rules = { restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [1] } }] }

describe('what excludes each other', () => {
  test.each<[object, object, string, string, string]>([
    [pod({ restartPolicy: 'Never' }), target(restarting), 'containers[0]', 'with', 'restartPolicy: Never'],
    [pod(init({})), amended(restarting), 'initContainers[0]', 'with', 'no restartPolicy: Always'],
    [
      pod(init({ restartPolicy: 'Always', ...restarting })),
      amended({ restartPolicy: null }),
      'initContainers[0].resizePolicy',
      'with',
      'no restartPolicy: Always',
    ],
    [
      pod({}, resize('NotRequired')),
      target({ resizePolicy: includes(restarting.resizePolicy) }),
      'containers[0].resizePolicy',
      'a resizePolicy',
      'another of that resource',
    ],
    [pod(), target(rules), 'containers[0]', 'restartPolicyRules', 'no restartPolicy'],
    [pod(sysctls('net.a')), sysctl('net.a'), 'securityContext.sysctls', 'net.a', 'another of that name'],
    [pod(sysctls('net.a')), host('hostNetwork'), 'securityContext.sysctls', 'net.a', 'hostNetwork: true'],
    [pod(sysctls('net/a')), host('hostNetwork'), 'securityContext.sysctls', 'net/a', 'hostNetwork: true'],
    ...['kernel.sem', 'kernel.shmmax', 'kernel.msgmax', 'fs.mqueue.msg_max'].map(
      (name): [object, object, string, string, string] => [
        pod({ hostIPC: true }),
        sysctl(name),
        'hostIPC',
        name,
        'hostIPC: true',
      ],
    ),
    [
      pod({ dnsConfig: { nameservers: addresses(3) } }),
      { spec: { dnsConfig: { nameservers: includes(['10.1.0.1']) } } },
      'dnsConfig.nameservers',
      'nameservers',
      'more than 3 in all',
    ],
    [
      pod({ dnsConfig: { searches: addresses(32) } }),
      { spec: { dnsConfig: { searches: includes(['a.example']) } } },
      'dnsConfig.searches',
      'searches',
      'more than 32 in all',
    ],
    [
      pod(spread({})),
      { spec: spread({ matchLabelKeys: ['app'] }) },
      'topologySpreadConstraints',
      'matchLabelKeys by zone',
      'no labelSelector',
    ],
    [
      pod(spread({ labelSelector: { matchLabels: { app: 'a' } } })),
      { spec: spread({ matchLabelKeys: ['version', 'app'] }) },
      'topologySpreadConstraints',
      'matchLabelKeys by zone',
      'a labelSelector that has one of the keys',
    ],
  ])('%j and %j', (podSpec, overlay, field, found, beside) => {
    const { causes } = refusalOf(() => overlaid(podSpec, overlay))
    expect(causes).toEqual([
      {
        code: 'Contradiction',
        field: `spec.${field}`,
        message: expect.stringContaining(`, found ${beside};`) as string,
      },
    ])
    expect(causes[0]?.message).toContain(found)
  })
})

describe('and what does not', () => {
  test.each<[object, object]>([
    [pod(), { spec: { restartPolicy: 'OnFailure' }, ...target(restarting) }],
    [pod(), { spec: { restartPolicy: 'Never' }, ...target(resize('NotRequired')) }],
    [pod(init({ restartPolicy: 'Always' })), amended(restarting)],
    [pod({}, resize('NotRequired')), target({ resizePolicy: includes(resize('NotRequired', 'memory').resizePolicy) })],
    [pod(), target({ ...rules, restartPolicy: 'Never' })],
    [pod(sysctls('net.a')), sysctl('net.b')],
    [pod(sysctls('net.a')), host('hostIPC')],
    [pod(sysctls('kernel.shmmax')), host('hostNetwork')],
    [pod(sysctls('kernel.semaphores')), host('hostIPC')],
    [
      pod({ dnsConfig: { nameservers: addresses(2) } }),
      { spec: { dnsConfig: { nameservers: includes(['10.1.0.1']) } } },
    ],
    [pod(spread({ labelSelector: {} })), { spec: spread({ matchLabelKeys: ['app'], minDomains: 2 }) }],
    [pod(spread({})), { spec: spread({ matchLabelKeys: [] }) }],
    [
      pod(spread({ labelSelector: { matchExpressions: [{ key: 'app', operator: 'Exists' }] } })),
      { spec: spread({ matchLabelKeys: ['version'] }) },
    ],
  ])('%j and %j', (podSpec, overlay) => {
    expect(() => overlaid(podSpec, overlay)).not.toThrow()
  })

  test('what was so before is not the overlay’s', () => {
    const podSpec = pod({ ...sysctls('net.a', 'net.a'), restartPolicy: 'Never' }, restarting)
    expect(() => overlaid(podSpec, { spec: { restartPolicy: 'Never', hostIPC: true } })).not.toThrow()
  })
})
