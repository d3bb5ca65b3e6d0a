import { describe, expect, test } from 'vitest'
import { includes, preferred } from '../../src/index.js'
import { faultsOf } from './faults-of.js'

// What an overlay says that no pod may have, whatever it is applied to. Each was asked of an API server of 1.37.

const own = (fields: object) => ({ spec: { containers: [{ name: 'own', image: 'own:1', ...fields }] } })
const target = (fields: object) => ({ targets: ['app'], target: fields })
const mount = (fields: object) => ({ volumeMounts: [{ name: 'v', mountPath: '/v', ...fields }] })
const port = (containerPort: number, hostPort: number) => ({ containerPort, hostPort })
const sleep = (seconds: number) => ({ lifecycle: { preStop: { sleep: { seconds } } } })
const nameservers = ['10.0.0.1', '10.0.0.2', '10.0.0.3', '10.0.0.4']
const sysctls = (...names: string[]) => ({
  securityContext: { sysctls: names.map((name) => ({ name, value: '1' })) },
})
const resizes = (...names: string[]) => ({
  resizePolicy: names.map((resourceName) => ({ resourceName, restartPolicy: 'NotRequired' })),
})
const spread = (fields: object) => ({
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway', ...fields }],
})
const affinityTerm = (fields: object) => ({
  affinity: {
    podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'zone', ...fields }] },
  },
})
const nodeTerm = (fields: object) => ({
  affinity: {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: [{ key: 'k', ...fields }] }],
      },
    },
  },
})
const [terms, nodeTerms] = [
  'spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution[0]',
  'spec.affinity.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0].matchExpressions[0]',
]
const volume = (fields: object) => ({ spec: { volumes: [{ name: 'v', ...fields }] } })
const hugePages = { 'hugepages-2Mi': '2Mi' }
const divided = (resource: string, divisor: string) => ({
  env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource, divisor } } }],
})

describe('two of its fields exclude each other', () => {
  test.each<[object, string, string]>([
    [{ spec: { hostUsers: false, hostNetwork: true } }, 'spec.hostNetwork', 'found hostUsers: false'],
    [{ spec: { hostnameOverride: 'a', hostNetwork: true } }, 'spec.hostnameOverride', 'found hostNetwork: true'],
    [{ spec: { nodeName: 'n', schedulingGates: [{ name: 'g' }] } }, 'spec.nodeName', 'found schedulingGates'],
    [{ spec: { dnsConfig: { nameservers } } }, 'spec.dnsConfig.nameservers', 'more than 3 in all'],
    [{ spec: { dnsConfig: { nameservers: includes(nameservers) } } }, 'spec.dnsConfig.nameservers', 'more than 3'],
    [{ spec: { dnsPolicy: 'None', dnsConfig: null } }, 'spec.dnsPolicy', 'no nameservers'],
    [{ spec: { dnsPolicy: 'None', dnsConfig: { nameservers: [] } } }, 'spec.dnsPolicy', 'no nameservers'],
    [
      { spec: { resourceClaims: null, ...own({ resources: { claims: [{ name: 'c' }] } }).spec } },
      'spec.containers[0].resources.claims',
      'no such one',
    ],
    [
      {
        spec: {
          volumes: null,
          ...own({ env: [{ name: 'A', valueFrom: { fileKeyRef: { volumeName: 'v', path: 'a', key: 'A' } } }] }).spec,
        },
      },
      'spec.containers[0].env',
      'no emptyDir named v',
    ],
    [{ spec: sysctls('net.a', 'net.a') }, 'spec.securityContext.sysctls', 'another of that name'],
    [{ spec: { hostIPC: true, ...sysctls('kernel.sem') } }, 'spec.securityContext.sysctls', 'hostIPC: true'],
    [{ spec: spread({ minDomains: 2 }) }, 'spec.topologySpreadConstraints', 'DoNotSchedule'],
    [
      { spec: spread({ labelSelector: { matchLabels: { app: 'a' } }, matchLabelKeys: ['app'] }) },
      'spec.topologySpreadConstraints',
      'a labelSelector that has one of the keys',
    ],
    [
      { spec: { initContainers: [{ name: 'own', image: 'own:1', ports: [port(80, 8080), port(81, 8080)] }] } },
      'spec.initContainers[0].ports',
      'the same host port a second time',
    ],
    [{ spec: { os: { name: 'windows' }, hostPID: true } }, 'spec.hostPID', 'os.name: windows'],
    [own(resizes('cpu', 'cpu')), 'spec.containers[0].resizePolicy', 'another of that resource'],
    [own({ ports: [port(80, 8080), port(81, 8080)] }), 'spec.containers[0].ports', 'the same host port a second time'],
    [
      own(mount({ readOnly: false, recursiveReadOnly: 'Enabled' })),
      'spec.containers[0].volumeMounts',
      'readOnly: true',
    ],
    [
      own({ ...mount({}), volumeDevices: [{ name: 'v', devicePath: '/dev/v' }] }),
      'spec.containers[0].volumeDevices',
      'another use of that volume',
    ],
    [
      { spec: { terminationGracePeriodSeconds: 5 }, ...target(sleep(6)) },
      'target.lifecycle.preStop.sleep.seconds',
      'of target, found a shorter terminationGracePeriodSeconds',
    ],
    [
      { spec: { hostUsers: true }, ...target({ securityContext: { procMount: 'Unmasked' } }) },
      'target.securityContext.procMount',
      'no hostUsers: false',
    ],
    [
      { spec: { hostUsers: false }, ...target({ volumeDevices: [{ name: 'v', devicePath: '/dev/v' }] }) },
      'target.volumeDevices',
      'hostUsers: false',
    ],
    [target(mount({ recursiveReadOnly: 'Enabled', readOnly: null })), 'target.volumeMounts', 'no readOnly: true'],
    [
      {
        spec: {
          initContainers: [{ name: 'own', restartPolicy: 'Never', livenessProbe: { exec: { command: ['x'] } } }],
        },
      },
      'spec.initContainers[0].livenessProbe',
      'no restartPolicy: Always',
    ],
  ])('%j at %s', (overlay, field, found) => {
    expect(faultsOf(overlay)).toEqual([['Exclusive', field, expect.stringContaining(found)]])
  })

  test.each([
    [1, 'InvalidType', 'expected a string, found 1; put it in quotes'],
    ['A_b', 'InvalidValue', 'expected a DNS subdomain, found "A_b"'],
  ])('nothing is told of a field of which something else is: %j', (nodeName, code, message) => {
    const gated = { nodeName, schedulingGates: [{ name: 'g' }] }
    expect(faultsOf({ spec: gated })).toEqual([[code, 'spec.nodeName', message]])
  })

  test('each is told, beside all other faults', () => {
    const overlay = {
      spec: { hostUsers: false, hostNetwork: true, hostPID: true, nodeNam: 'n' },
      ...target({ volumeDevices: [{ name: 'v', devicePath: '/dev/v' }] }),
    }
    expect(faultsOf(overlay).map(([code, field]) => [code, field])).toEqual([
      ['Unknown', 'spec.nodeNam'],
      ['Exclusive', 'spec.hostNetwork'],
      ['Exclusive', 'spec.hostPID'],
      ['Exclusive', 'target.volumeDevices'],
    ])
  })
})

describe('where the pod may still decide, nothing is said', () => {
  test.each<[object]>([
    [{ spec: { hostUsers: preferred(false), hostNetwork: true } }],
    [{ spec: { hostUsers: false, hostNetwork: null } }],
    [{ spec: { dnsPolicy: 'None' } }],
    [{ spec: { dnsPolicy: 'None', dnsConfig: preferred({ nameservers }) } }],
    [{ spec: { dnsConfig: { nameservers: preferred(nameservers) } } }],
    [own(mount({ recursiveReadOnly: 'Enabled' }))],
    [own(mount({ recursiveReadOnly: 'Enabled', readOnly: preferred(false) }))],
    [{ spec: { initContainers: [{ name: 'theirs', livenessProbe: { exec: { command: ['x'] } } }] } }],
    [{ spec: { terminationGracePeriodSeconds: preferred(5) }, ...target(sleep(31)) }],
    [target({ securityContext: { procMount: 'Unmasked' } })],
    [target({ restartPolicyRules: [{ action: 'Restart', exitCodes: { operator: 'In', values: [1] } }] })],
    [{ spec: { resources: { requests: hugePages } } }],
  ])('%j', (overlay) => {
    expect(faultsOf(overlay)).toEqual([])
  })
})

describe('a value that goes only with others of its object', () => {
  test.each<[object, string, string]>([
    [{ spec: { tolerations: [{ key: 'a', tolerationSeconds: 3 }] } }, 'spec.tolerations[0].effect', 'NoExecute'],
    [
      { spec: { tolerations: includes([{ key: 'a', effect: 'NoSchedule', tolerationSeconds: 3 }]) } },
      'spec.tolerations[0].effect',
      'found "NoSchedule"',
    ],
    [{ spec: { tolerations: [{ operator: 'Exists', value: 'v' }] } }, 'spec.tolerations[0].value', 'operator: Exists'],
    [
      { spec: { tolerations: [{ operator: 'Equal' }] } },
      'spec.tolerations[0].operator',
      'Exists where there is no key, found "Equal"',
    ],
    ...['seccompProfile', 'appArmorProfile'].flatMap((name): [object, string, string][] => [
      [
        target({ securityContext: { [name]: { type: 'Localhost' } } }),
        `target.securityContext.${name}.localhostProfile`,
        'a profile',
      ],
      [
        target({ securityContext: { [name]: preferred({ type: 'RuntimeDefault', localhostProfile: 'p' }) } }),
        `target.securityContext.${name}.localhostProfile`,
        'none but beside type: Localhost, found "p"',
      ],
    ]),
    [
      target({ securityContext: { privileged: true, allowPrivilegeEscalation: false } }),
      'target.securityContext.allowPrivilegeEscalation',
      'privileged: true',
    ],
    [
      own({ securityContext: { capabilities: { add: ['CAP_SYS_ADMIN'] }, allowPrivilegeEscalation: false } }),
      'spec.containers[0].securityContext.allowPrivilegeEscalation',
      'CAP_SYS_ADMIN',
    ],
    [{ spec: affinityTerm({ matchLabelKeys: ['app'] }) }, `${terms}.matchLabelKeys`, 'labelSelector'],
    [{ spec: affinityTerm({ mismatchLabelKeys: ['app'] }) }, `${terms}.mismatchLabelKeys`, 'labelSelector'],
    ...[{ matchLabels: { app: 'a' } }, { matchExpressions: [{ key: 'app', operator: 'Exists' }] }].map(
      (labelSelector): [object, string, string] => [
        { spec: affinityTerm({ labelSelector, matchLabelKeys: ['version', 'app'] }) },
        `${terms}.matchLabelKeys`,
        'keys that are neither in the labelSelector nor in mismatchLabelKeys',
      ],
    ),
    [
      { spec: affinityTerm({ labelSelector: {}, matchLabelKeys: ['app'], mismatchLabelKeys: ['b', 'app'] }) },
      `${terms}.matchLabelKeys`,
      'nor in mismatchLabelKeys',
    ],
    [
      volume({ downwardAPI: { items: [{ path: 'p', resourceFieldRef: { resource: 'limits.cpu' } }] } }),
      'spec.volumes[0].downwardAPI.items[0].resourceFieldRef',
      'one with a containerName',
    ],
    [
      volume({ projected: { sources: [{ clusterTrustBundle: { path: 'p', name: 'a', labelSelector: {} } }] } }),
      'spec.volumes[0].projected.sources[0].clusterTrustBundle.labelSelector',
      'none beside a name',
    ],
    [{ spec: nodeTerm({ operator: 'In' }) }, `${nodeTerms}.values`, 'values beside operator: In'],
    [{ spec: nodeTerm({ operator: 'NotIn', values: [] }) }, `${nodeTerms}.values`, 'values beside operator: NotIn'],
    [{ spec: nodeTerm({ operator: 'Exists', values: ['a'] }) }, `${nodeTerms}.values`, 'none beside'],
    [{ spec: nodeTerm({ operator: 'DoesNotExist', values: ['a'] }) }, `${nodeTerms}.values`, 'none beside'],
    [{ spec: nodeTerm({ operator: 'Gt', values: ['1', '2'] }) }, `${nodeTerms}.values`, 'one value beside'],
    [{ spec: nodeTerm({ operator: 'Lt' }) }, `${nodeTerms}.values`, 'one value beside'],
    [
      { spec: affinityTerm({ labelSelector: { matchExpressions: [{ key: 'k', operator: 'In' }] } }) },
      `${terms}.labelSelector.matchExpressions[0].values`,
      'values beside operator: In',
    ],
    [target(divided('limits.cpu', '2')), 'target.env[0].valueFrom.resourceFieldRef.divisor', 'one of 1, 1m'],
    [target(divided('requests.memory', '1m')), 'target.env[0].valueFrom.resourceFieldRef.divisor', 'one of 1, 1k'],
    [{ spec: { resources: { claims: [{ name: 'c' }] } } }, 'spec.resources.claims', 'spec.resourceClaims'],
    [
      { spec: { resources: { limits: { 'example.com/gpu': 1 } } } },
      'spec.resources.limits["example.com/gpu"]',
      'only containers',
    ],
    [
      { spec: { resources: preferred({ requests: { storage: '1Gi' } }) } },
      'spec.resources.requests.storage',
      'only containers',
    ],
  ])('%j at %s', (overlay, field, message) => {
    expect(faultsOf(overlay)).toEqual([['InvalidValue', field, expect.stringContaining(message)]])
  })

  test('of two sources of variables one is given', () => {
    const envFrom = [{ configMapRef: { name: 'a' }, secretRef: { name: 'a' } }]
    expect(faultsOf(target({ envFrom }))).toEqual([
      ['Exclusive', 'target.envFrom[0].secretRef', expect.stringContaining('configMapRef alone')],
    ])
  })

  test.each<[object]>([
    [{ spec: { tolerations: [{ key: 'a', effect: 'NoExecute', tolerationSeconds: 3 }] } }],
    [{ spec: { tolerations: [{ operator: 'Exists' }, { operator: 'Exists', key: 'a', value: '' }] } }],
    [target({ securityContext: { seccompProfile: { type: 'Localhost', localhostProfile: 'p' } } })],
    [target({ securityContext: { privileged: preferred(true), allowPrivilegeEscalation: false } })],
    [target({ securityContext: { capabilities: { add: ['SYS_ADMIN'] }, allowPrivilegeEscalation: false } })],
    [{ spec: affinityTerm({ labelSelector: {}, matchLabelKeys: ['app'], mismatchLabelKeys: [] }) }],
    [
      volume({
        projected: { sources: [{ clusterTrustBundle: { path: 'p', signerName: 'a.b/c', labelSelector: {} } }] },
      }),
    ],
    // A key that is selected may be one that differs.
    [{ spec: affinityTerm({ labelSelector: { matchLabels: { app: 'a' } }, mismatchLabelKeys: ['app'] }) }],
    [
      {
        spec: affinityTerm({
          labelSelector: { matchLabels: { a: '1' }, matchExpressions: [{ key: 'b', operator: 'Exists' }] },
          matchLabelKeys: ['c'],
          mismatchLabelKeys: ['d'],
        }),
      },
    ],
    [
      volume({
        downwardAPI: { items: [{ path: 'p', resourceFieldRef: { containerName: 'c', resource: 'limits.cpu' } }] },
      }),
    ],
    [{ spec: nodeTerm({ operator: 'Gt', values: ['1'] }) }],
    [{ spec: nodeTerm({ operator: 'Exists', values: [] }) }],
    [{ spec: affinityTerm({ matchLabelKeys: [] }) }],
    [{ spec: { resources: { claims: [] } } }],
    [target(divided('limits.cpu', '0'))],
    [target(divided('limits.cpu', '1000m'))],
    [target(divided('requests.memory', '1024'))],
    [target(divided('requests.memory', '0'))],
    [{ spec: { resources: { limits: { cpu: 1, memory: '1Gi', ...hugePages, storage: null } } } }],
  ])('%j is taken', (overlay) => {
    expect(faultsOf(overlay)).toEqual([])
  })
})
