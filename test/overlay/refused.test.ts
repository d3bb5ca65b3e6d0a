import { describe, expect, test } from 'vitest'
import { includes, preferred } from '../../src/index.js'
import { faultsOf } from './faults-of.js'

const target = (fields: object) => ({ targets: ['app'], target: fields })
const own = (fields: object, list = 'containers') => ({
  spec: { [list]: [{ name: 'own', image: 'own:1', ...fields }] },
})
const volume = (fields: object) => ({ spec: { volumes: [{ name: 'v', ...fields }] } })
const requests = (limits: unknown, amounts: unknown) => target({ resources: { limits, requests: amounts } })

const cycle: Record<string, unknown> = {}
cycle.self = cycle

const nested = (levels: number): unknown => {
  let value: unknown = {}
  for (let level = 0; level < levels; level++) value = { value }
  return value
}

const nestedLists = (levels: number): unknown => {
  let value: unknown = []
  for (let level = 0; level < levels; level++) value = [value]
  return value
}

describe('an overlay that no API server would take is refused', () => {
  test.each<[unknown, string, string, string]>([
    // Fields that can only be typing errors.
    [{ spec: { container: [] } }, 'Unknown', 'spec.container', 'did you mean containers?'],
    [own({ volumMounts: [] }), 'Unknown', 'spec.containers[0].volumMounts', 'did you mean volumeMounts?'],
    [own({ ENV: [] }), 'Unknown', 'spec.containers[0].ENV', 'did you mean env?'],
    [own({ evn: [] }), 'Unknown', 'spec.containers[0].evn', 'did you mean env?'],
    [
      own({ imagepullpolicy: 'Never' }),
      'Unknown',
      'spec.containers[0].imagepullpolicy',
      'did you mean imagePullPolicy?',
    ],
    [volume({ emptydir: {} }), 'Unknown', 'spec.volumes[0].emptydir', 'did you mean emptyDir?'],
    [
      volume({ emptyDir: preferred({ sizeLimt: '1Gi' }) }),
      'Unknown',
      'spec.volumes[0].emptyDir.sizeLimt',
      'sizeLimit?',
    ],
    [{ spec: { tolerations: includes([{ kye: 'a' }]) } }, 'Unknown', 'spec.tolerations[0].kye', 'did you mean key?'],
    [target({ securityContext: { runasUser: 1 } }), 'Unknown', 'target.securityContext.runasUser', 'runAsUser?'],
    [{ specs: {} }, 'Unknown', 'specs', 'did you mean spec?'],
    // What a container has one of.
    [target({ image: null }), 'InvalidValue', 'target.image', 'expected an image, found null; a container has one'],
    // A probe by what it is for.
    ...['livenessProbe', 'startupProbe'].flatMap((probe): readonly [unknown, string, string, string][] => [
      [
        target({ [probe]: { successThreshold: 2 } }),
        'InvalidValue',
        `target.${probe}.successThreshold`,
        'expected 1, found 2; only a readinessProbe may have to succeed more than once',
      ],
      [
        own({ [probe]: { exec: { command: ['x'] }, terminationGracePeriodSeconds: preferred(0) } }),
        'InvalidValue',
        `spec.containers[0].${probe}.terminationGracePeriodSeconds`,
        'expected a number of 1 or more, found 0',
      ],
      [
        target({ [probe]: preferred({ exec: { command: ['x'] }, successThreshold: 3 }) }),
        'InvalidValue',
        `target.${probe}.successThreshold`,
        'expected 1, found 3',
      ],
    ]),
    [
      target({ readinessProbe: { terminationGracePeriodSeconds: 1 } }),
      'InvalidValue',
      'target.readinessProbe.terminationGracePeriodSeconds',
      'expected none, found 1; a readinessProbe ends no container',
    ],
    [
      target({ livenessProbe: { successThreshold: '2' } }),
      'InvalidType',
      'target.livenessProbe.successThreshold',
      'expected a whole number, found "2"',
    ],
    ...['initialDelaySeconds', 'timeoutSeconds', 'periodSeconds', 'successThreshold', 'failureThreshold'].map(
      (field): [unknown, string, string, string] => [
        target({ readinessProbe: { [field]: -1 } }),
        'InvalidValue',
        `target.readinessProbe.${field}`,
        'expected a number from 0 to 2147483647, found -1',
      ],
    ),
    [{ spec: { activeDeadlineSeconds: 0 } }, 'InvalidValue', 'spec.activeDeadlineSeconds', 'from 1 to 2147483647'],
    [{ spec: { securityContext: { fsGroup: -1 } } }, 'InvalidValue', 'spec.securityContext.fsGroup', 'found -1'],
    // A claim asks for storage.
    [
      volume({ ephemeral: preferred({ volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'] } } }) }),
      'Required',
      'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests.storage',
      'expected a value, found nothing',
    ],
    [
      volume({ ephemeral: { volumeClaimTemplate: { spec: { resources: { requests: { storage: null } } } } } }),
      'InvalidValue',
      'spec.volumes[0].ephemeral.volumeClaimTemplate.spec.resources.requests.storage',
      'expected a value, found null; every PersistentVolumeClaimSpec has one',
    ],
    // One of several that exclude each other.
    [
      volume({ emptyDir: {}, configMap: { name: 'c' } }),
      'Exclusive',
      'spec.volumes[0].configMap',
      'a volume has one source',
    ],
    [volume({ emptyDir: preferred({}), image: {} }), 'Exclusive', 'spec.volumes[0].image', 'emptyDir alone'],
    [volume({ emptyDir: {}, newerSource: {} }), 'Exclusive', 'spec.volumes[0].newerSource', 'one source'],
    [
      target({ env: [{ name: 'A', value: '1', valueFrom: {} }] }),
      'Exclusive',
      'target.env[0].valueFrom',
      'value alone',
    ],
    [
      target({ livenessProbe: { exec: {}, httpGet: { port: 1 } } }),
      'Exclusive',
      'target.livenessProbe.httpGet',
      'exec alone',
    ],
    [
      target({ volumeMounts: [{ name: 'v', mountPath: '/v', subPath: 'a', subPathExpr: preferred('b') }] }),
      'Exclusive',
      'target.volumeMounts[0].subPathExpr',
      'subPath alone',
    ],
    [volume({ fc: { targetWWNs: ['a'], wwids: ['b'] } }), 'Exclusive', 'spec.volumes[0].fc.wwids', 'targetWWNs alone'],
    [
      volume({ flocker: { datasetName: 'a', datasetUUID: 'b' } }),
      'Exclusive',
      'spec.volumes[0].flocker.datasetUUID',
      'datasetName alone',
    ],
    [
      volume({ projected: { sources: [{ configMap: { name: 'c' }, secret: { name: 's' } }] } }),
      'Exclusive',
      'spec.volumes[0].projected.sources[0].secret',
      'configMap alone',
    ],
    [
      volume({ projected: { sources: [{ clusterTrustBundle: { path: 'p', name: 'a', signerName: 'a.b/c' } }] } }),
      'Exclusive',
      'spec.volumes[0].projected.sources[0].clusterTrustBundle.signerName',
      'name alone',
    ],
    [
      volume({
        downwardAPI: {
          items: [
            {
              path: 'p',
              fieldRef: { fieldPath: 'metadata.name' },
              resourceFieldRef: { containerName: 'c', resource: 'limits.cpu' },
            },
          ],
        },
      }),
      'Exclusive',
      'spec.volumes[0].downwardAPI.items[0].resourceFieldRef',
      'fieldRef alone',
    ],
    // What a source has to have.
    ...Object.entries({
      scaleIO: [{ gateway: 'g', system: 's' }, 'volumeName'],
      storageos: [{}, 'volumeName'],
      projected: [{ sources: [{ clusterTrustBundle: { name: 'n' } }] }, 'sources[0].clusterTrustBundle.path'],
    } as const).map(([source, [fields, lacking]]): [unknown, string, string, string] => [
      volume({ [source]: preferred(fields) }),
      'Required',
      `spec.volumes[0].${source}.${lacking}`,
      'expected a value, found nothing',
    ]),
    [
      volume({ projected: { sources: [{ podCertificate: { signerName: 'a.example/b', keyType: 'ED25519' } }] } }),
      'Required',
      'spec.volumes[0].projected.sources[0].podCertificate.credentialBundlePath',
      'one of credentialBundlePath, keyPath, certificateChainPath',
    ],
    [{ spec: { hostPID: true, shareProcessNamespace: true } }, 'Exclusive', 'spec.shareProcessNamespace', 'hostPID'],
    // Amounts.
    [
      requests({ memory: '15MB' }, undefined),
      'InvalidValue',
      'target.resources.limits.memory',
      'found "15MB"; its unit is one of',
    ],
    [
      requests({ memory: true }, undefined),
      'InvalidType',
      'target.resources.limits.memory',
      'expected an amount, found true',
    ],
    [
      requests({ cpu: '-1' }, undefined),
      'InvalidValue',
      'target.resources.limits.cpu',
      'an amount of 0 or more, found "-1"',
    ],
    [
      requests({ cpu: '1' }, { cpu: '2' }),
      'InvalidValue',
      'target.resources.requests.cpu',
      'at most the limit of "1", found "2"',
    ],
    [
      requests({ cpu: preferred('1') }, { cpu: '1001m' }),
      'InvalidValue',
      'target.resources.requests.cpu',
      'found "1001m"',
    ],
    [
      target({ resources: preferred({ limits: { cpu: 1 }, requests: { cpu: 2 } }) }),
      'InvalidValue',
      'target.resources.requests.cpu',
      'found 2',
    ],
    [
      requests({ 'example.com/gpu': 2 }, { 'example.com/gpu': 1 }),
      'InvalidValue',
      'target.resources.requests["example.com/gpu"]',
      'cannot be shared',
    ],
    [volume({ emptyDir: { sizeLimit: '1GB' } }), 'InvalidValue', 'spec.volumes[0].emptyDir.sizeLimit', 'found "1GB"'],
    [requests({ memroy: '1Gi' }, undefined), 'Unknown', 'target.resources.limits.memroy', 'did you mean memory?'],
    [requests(undefined, { CPU: '1' }), 'Unknown', 'target.resources.requests.CPU', 'did you mean cpu?'],
    // JSON types.
    [
      target({ env: [{ name: 'A', value: 1 }] }),
      'InvalidType',
      'target.env[0].value',
      'expected a string, found 1; put it in quotes',
    ],
    [
      target({ env: [{ name: 'A', value: preferred(true) }] }),
      'InvalidType',
      'target.env[0].value',
      'found true; put it in quotes',
    ],
    [target({ args: ['a', 1] }), 'InvalidType', 'target.args[1]', 'expected a string, found 1'],
    [target({ args: includes([null]) }), 'InvalidType', 'target.args[0]', 'expected a string, found null'],
    [target({ args: 'a b' }), 'InvalidType', 'target.args', 'expected a list of strings, found "a b"'],
    [target({ tty: 'true' }), 'InvalidType', 'target.tty', 'expected true or false, found "true"'],
    [
      target({ securityContext: { runAsUser: '1000' } }),
      'InvalidType',
      'target.securityContext.runAsUser',
      'leave out the quotes',
    ],
    [
      target({ securityContext: { runAsUser: 1.5 } }),
      'InvalidType',
      'target.securityContext.runAsUser',
      'a whole number, found 1.5',
    ],
    [
      target({ securityContext: { runAsUser: -1 } }),
      'InvalidValue',
      'target.securityContext.runAsUser',
      'from 0 to 2147483647, found -1',
    ],
    [
      target({ securityContext: [] }),
      'InvalidType',
      'target.securityContext',
      'expected an object (SecurityContext), found a list',
    ],
    [
      target({ livenessProbe: { httpGet: { port: true } } }),
      'InvalidType',
      'target.livenessProbe.httpGet.port',
      'found true',
    ],
    [{ spec: { nodeSelector: { a: 1 } } }, 'InvalidType', 'spec.nodeSelector.a', 'expected a string, found 1'],
    [{ spec: { nodeSelector: 'a' } }, 'InvalidType', 'spec.nodeSelector', 'expected an object, found "a"'],
    [
      { spec: { tolerations: ['a'] } },
      'InvalidType',
      'spec.tolerations[0]',
      'expected an object (Toleration), found "a"',
    ],
    [{ spec: { hostname: () => 'a' } }, 'InvalidType', 'spec.hostname', 'expected JSON, found a function'],
    [{ spec: { priority: 1n } }, 'InvalidType', 'spec.priority', 'expected JSON, found a bigint'],
    [{ spec: { newer: NaN } }, 'InvalidType', 'spec.newer', 'expected JSON, found NaN'],
    [{ spec: { newer: { list: [Symbol('a')] } } }, 'InvalidType', 'spec.newer.list[0]', 'found a symbol'],
    [{ spec: preferred({}) }, 'InvalidType', 'spec', 'expected an object, found a preference'],
    [{ ...target({}), target: includes([]) }, 'InvalidType', 'target', 'found entries to include'],
    // Names and texts.
    [own({ name: 'My_Container' }), 'InvalidValue', 'spec.containers[0].name', 'expected a DNS label'],
    [own({ name: 'a'.repeat(64) }), 'InvalidValue', 'spec.containers[0].name', 'at most 63'],
    [volume({ name: 'a.b' }), 'InvalidValue', 'spec.volumes[0].name', 'expected a DNS label'],
    [target({ env: [{ name: 'A=B' }] }), 'InvalidValue', 'target.env[0].name', 'without "="'],
    [
      target({ ports: [{ name: 'much-too-long-for-a-port', containerPort: 1 }] }),
      'InvalidValue',
      'target.ports[0].name',
      'at most 15',
    ],
    [target({ ports: [{ containerPort: 65536 }] }), 'InvalidValue', 'target.ports[0].containerPort', 'from 1 to 65535'],
    [own({ image: ' own:1' }), 'InvalidValue', 'spec.containers[0].image', 'without blanks around it'],
    [own({ imagePullPolicy: 'always' }), 'InvalidValue', 'spec.containers[0].imagePullPolicy', 'did you mean Always?'],
    [{ spec: { restartPolicy: 'OnFailiure' } }, 'InvalidValue', 'spec.restartPolicy', 'did you mean OnFailure?'],
    // Containers.
    [own({ image: null }), 'InvalidValue', 'spec.containers[0].image', 'expected an image, found null'],
    [own({ image: preferred(null) }), 'Required', 'spec.containers[0].image', 'expected a value to prefer'],
    [
      { spec: { containers: [{ name: 'a' }], initContainers: [{ name: 'b' }, { name: 'a' }] } },
      'Duplicate',
      'spec.initContainers[1].name',
      'which is in containers too',
    ],
    [{ ...own({}), targets: ['app', 'own'] }, 'Exclusive', 'targets[1]', 'name it in containers only'],
    [target({ name: 'app' }), 'Exclusive', 'target.name', 'targets have names already'],
    [
      own({ livenessProbe: { exec: { command: ['a'] } } }, 'initContainers'),
      'Exclusive',
      'spec.initContainers[0].livenessProbe',
      "restartPolicy: 'Always'",
    ],
    // Entries of keyed lists.
    [{ spec: { containers: [{ name: preferred('a') }] } }, 'Required', 'spec.containers[0].name', 'found a preference'],
    [
      target({ volumeMounts: [{ mountPath: '/v' }] }),
      'Required',
      'target.volumeMounts[0].name',
      'the name of a volume',
    ],
    [
      target({ volumeMounts: [{ mountPath: '/v', name: preferred('v') }] }),
      'Required',
      'target.volumeMounts[0].name',
      'found a preference',
    ],
    [
      target({ volumeMounts: ['/v', '/v/.'].map((mountPath) => ({ name: 'v', mountPath })) }),
      'Duplicate',
      'target.volumeMounts[1].mountPath',
      'every mountPath once',
    ],
    [
      target({ ports: [{ name: 'a', containerPort: 1 }, { containerPort: 1 }] }),
      'Duplicate',
      'target.ports[1].containerPort',
      'once',
    ],
    [
      target({ ports: [{ containerPort: 1 }, { name: 'a', containerPort: 1 }] }),
      'Duplicate',
      'target.ports[1].containerPort',
      'once',
    ],
    [
      target({ ports: [1, 2].map((containerPort) => ({ name: 'a', containerPort })) }),
      'Duplicate',
      'target.ports[1].name',
      'every name once',
    ],
    [
      target({ ports: [{ name: preferred('a'), containerPort: 1 }] }),
      'Required',
      'target.ports[0].name',
      'expected a plain text, by which the port is found, found a preference',
    ],
    [{ spec: { containers: null } }, 'InvalidValue', 'spec.containers', 'a pod has one or more'],
    [
      { targets: '*', initTargets: 'all', target: { livenessProbe: preferred({ exec: { command: ['x'] } }) } },
      'Exclusive',
      'target.livenessProbe',
      "initTargets: 'sidecars' leaves these out",
    ],
    // Marks where they do not fit.
    [target({ env: includes([{ name: 'A' }]) }), 'InvalidType', 'target.env', 'list them without includes'],
    [target({ tty: includes([true]) }), 'InvalidType', 'target.tty', 'it is no list'],
    [target({ args: includes('a' as never) }), 'InvalidType', 'target.args', 'expected a list to include, found "a"'],
    [
      target({ args: preferred(includes(['a'])) }),
      'InvalidType',
      'target.args',
      'expected a list of strings, found entries to include',
    ],
    [
      target({ args: [includes(['a'])] }),
      'InvalidType',
      'target.args[0]',
      'expected an entry, found entries to include',
    ],
    [
      target({ envFrom: includes([{ prefix: preferred('a'), secretRef: { name: 's' } }]) }),
      'InvalidType',
      'target.envFrom[0].prefix',
      'an entry is there as a whole, or it is not',
    ],
    [
      target({ livenessProbe: preferred({ exec: { command: ['a'] }, periodSeconds: preferred(1) }) }),
      'InvalidType',
      'target.livenessProbe.periodSeconds',
      'a preference is filled in as a whole',
    ],
    [
      target({ securityContext: { seccompProfile: { type: preferred('RuntimeDefault') } } }),
      'InvalidType',
      'target.securityContext.seccompProfile.type',
      'a profile is written as a whole',
    ],
    // What is added as a whole lacks something, and what others need is taken away.
    [volume({ fc: preferred({}) }), 'Required', 'spec.volumes[0].fc.targetWWNs', 'one of targetWWNs, wwids'],
    [volume({ flocker: preferred({}) }), 'Required', 'spec.volumes[0].flocker.datasetName', 'one of datasetName,'],
    [own({ livenessProbe: { periodSeconds: 5 } }), 'Required', 'spec.containers[0].livenessProbe.exec', 'one of exec,'],
    [
      target({ livenessProbe: preferred({ periodSeconds: 5 }) }),
      'Required',
      'target.livenessProbe.exec',
      'one of exec,',
    ],
    [target({ envFrom: includes([{ prefix: 'A_' }]) }), 'Required', 'target.envFrom[0].configMapRef', 'one of'],
    [volume({ configMap: { name: null } }), 'InvalidValue', 'spec.volumes[0].configMap.name', 'found null'],
    [volume({ emptyDir: null }), 'InvalidValue', 'spec.volumes[0].emptyDir', 'expected another source beside it'],
    [{ spec: { tolerations: includes([{ key: 'a' }, { key: 'a' }]) } }, 'Duplicate', 'spec.tolerations[1]', 'once'],
    [
      { spec: { ephemeralContainers: [{ name: 'e' }] } },
      'InvalidValue',
      'spec.ephemeralContainers',
      'expected no ephemeralContainers, found some',
    ],
    [{ spec: { serviceAccount: 'a' } }, 'InvalidValue', 'spec.serviceAccount', 'expected serviceAccountName'],
    [
      { spec: { serviceAccount: null } },
      'InvalidValue',
      'spec.serviceAccount',
      'found null; the API server overwrites',
    ],
    // Targets.
    [{ targets: '*', initTargets: 'some' }, 'InvalidValue', 'initTargets', 'sidecars, all, found "some"'],
    [{ targets: ['a'], initTargets: 'all' }, 'Exclusive', 'initTargets', "targets: '*' beside it"],
    [{ formerly: 'a' }, 'InvalidType', 'formerly', 'expected a list of image repositories'],
    [{ formerly: ['a b'] }, 'InvalidValue', 'formerly[0]', 'expected an image repository'],
    [{ formerly: [1] }, 'InvalidType', 'formerly[0]', 'expected an image repository'],
    ...['hostPID', 'hostIPC'].map((name): [object, string, string, string] => [
      { spec: { hostUsers: false, [name]: true } },
      'Exclusive',
      `spec.${name}`,
      'found hostUsers: false',
    ]),
    [
      volume({ emptyDir: { sizeLimit: '-1Gi' } }),
      'InvalidValue',
      'spec.volumes[0].emptyDir.sizeLimit',
      'an amount of 0 or more',
    ],
    // Marks that mark nothing, or stand in others.
    [target({ tty: preferred(undefined as never) }), 'Required', 'target.tty', 'a value to prefer, found nothing'],
    [
      target({ securityContext: preferred({ capabilities: { drop: includes(['ALL']) } }) }),
      'InvalidType',
      'target.securityContext.capabilities.drop',
      'expected a plain value, found entries to include',
    ],
    // No overlay at all.
    [null, 'InvalidType', 'overlay', 'expected an object, found null'],
    [[], 'InvalidType', 'overlay', 'expected an object, found a list'],
    // Entries that nothing tells from others: they are no duplicates of each other.
    [target({ volumeMounts: [{ name: 'v', mountPath: '' }] }), 'Required', 'target.volumeMounts[0].mountPath', '""'],
    [target({ volumeDevices: [{ devicePath: '/dev/a' }] }), 'Required', 'target.volumeDevices[0].name', 'a volume'],
    [
      target({ ports: ['', ''].map((name) => ({ name, containerPort: 80 })) }),
      'Duplicate',
      'target.ports[1].containerPort',
      'found 80 again',
    ],
    // What is no text has no form that could be wrong.
    [
      target({ env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 1, divisor: '7' } } }] }),
      'InvalidType',
      'target.env[0].valueFrom.resourceFieldRef.resource',
      'a string, found 1',
    ],
    [target({ ports: [{ containerPort: 80, protocol: true }] }), 'Required', 'target.ports[0].protocol', 'found true'],
    // A preference of nothing is nothing.
    [
      own({ env: [{ name: 'A', valueFrom: { configMapKeyRef: { name: preferred(''), key: 'k' } } }] }),
      'Required',
      'spec.containers[0].env[0].valueFrom.configMapKeyRef.name',
      'expected a value, found a preference',
    ],
    // Of two reasons the outer one is told.
    [
      target({ securityContext: preferred({ seccompProfile: { type: preferred('RuntimeDefault') } }) }),
      'InvalidType',
      'target.securityContext.seccompProfile.type',
      'found a preference; a preference is filled in as a whole',
    ],
    // JSON without end.
    [{ spec: { newer: nestedLists(100_000) } }, 'InvalidValue', `spec.newer${'[0]'.repeat(63)}`, 'at most 64 levels'],
    [{ spec: { newer: cycle } }, 'InvalidValue', 'spec.newer.self', 'holds itself'],
    ...[100, 100_000].map((levels): [unknown, string, string, string] => [
      { spec: { newer: nested(levels) } },
      'InvalidValue',
      `spec.newer${'.value'.repeat(63)}`,
      'at most 64 levels',
    ]),
  ])('%#', (overlay, code, field, message) => {
    expect(faultsOf(overlay)).toEqual([[code, field, expect.stringContaining(message)]])
  })

  test('entries without keys are no duplicates', () => {
    const entries = [{ value: 'a' }, { value: 'b' }]
    expect(faultsOf(target({ env: entries })).map(([code, field]) => [code, field])).toEqual([
      ['Required', 'target.env[0].name'],
      ['Required', 'target.env[1].name'],
    ])
  })

  test('with all faults at once', () => {
    const overlay = {
      spec: { container: [], containers: [{ name: 'A', image: null, env: [{ name: 'B', value: 1 }] }], volumes: 1 },
      targets: ['A'],
      target: { tty: 1 },
      formerly: 1,
    }
    expect(faultsOf(overlay).map(([code, field]) => [code, field])).toEqual([
      ['InvalidValue', 'targets[0]'],
      ['InvalidType', 'formerly'],
      ['Unknown', 'spec.container'],
      ['InvalidValue', 'spec.containers[0].name'],
      ['InvalidType', 'spec.containers[0].env[0].value'],
      ['InvalidType', 'spec.volumes'],
      ['InvalidType', 'target.tty'],
      ['InvalidValue', 'spec.containers[0].image'],
      ['Exclusive', 'targets[0]'],
    ])
  })
})

describe('an overlay that an API server may take is compiled', () => {
  test.each<[unknown]>([
    // Fields of a newer Kubernetes.
    [{ spec: { resourcePolicy: 'x', newerList: [{ a: 1 }], newerMap: { a: null } } }],
    [own({ imageVerification: { keys: ['a'] }, newer: preferred(1), list: includes([1, { a: 1 }]) })],
    [volume({ newerSource: { any: 'thing' } })],
    [
      {
        spec: {
          newer: { limits: { cpu: 1 }, requests: { cpu: 2 }, livenessProbe: { successThreshold: 2 } },
        },
      },
    ],
    [own({ imagePullPolicy: 'Lazily' })],
    [own({ restartPolicy: 'RestartAllContainers' })],
    // What amends a container needs not be whole.
    [{ spec: { containers: [{ name: 'app', livenessProbe: { httpGet: { path: '/ready' } } }] } }],
    // Nothing, spelt in several ways.
    [own({ env: null, args: undefined, livenessProbe: null })],
    [target({ env: [{ name: 'A', value: '', valueFrom: {} }] })],
    [target({ livenessProbe: { exec: null, httpGet: { port: 'http' } } })],
    [volume({ emptyDir: preferred({}), configMap: null })],
    // Ports of one number with names of their own.
    [target({ ports: ['a', 'b'].map((name) => ({ name, containerPort: 80 })) })],
    [target({ ports: [{ containerPort: 80 }, { containerPort: 80, protocol: 'UDP' }] })],
    [target({ ports: [{ name: '', containerPort: 80, protocol: '' }] })],
    [{ spec: { serviceAccount: null, serviceAccountName: null } }],
    [own({ imagePullPolicy: '' })],
    [own({ readinessProbe: { httpGet: { port: 80 } }, livenessProbe: { tcpSocket: { port: 'web' } } })],
    [target({ readinessProbe: { successThreshold: 2 }, startupProbe: { successThreshold: 1 } })],
    [target({ livenessProbe: { terminationGracePeriodSeconds: 1 } })],
    // What is as large, or as long, as may be, or as small.
    [{ spec: { securityContext: { runAsUser: 2147483647, fsGroup: 0 } } }],
    [own({ ports: [{ containerPort: 65535 }, { containerPort: 1, hostPort: 65535 }] })],
    [{ spec: { containers: [{ name: 'n'.repeat(63), image: 'own:1' }] } }],
    [requests({ cpu: 0 }, { cpu: '0', memory: '0Mi' })],
    // An object that the API server does not look into.
    [
      volume({
        ephemeral: {
          volumeClaimTemplate: {
            metadata: { managedFields: [{ fieldsV1: { 'f:spec': { 'f:a': {} } } }] },
            spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
          },
        },
      }),
    ],
    // Amounts that fit.
    [requests({ cpu: '1' }, { cpu: '1000m', memory: 1 })],
    [requests({ 'example.com/gpu': 1 }, { 'example.com/gpu': '1' })],
    [requests({ cpu: null }, { cpu: '2' })],
    [requests({ 'x/memory': 1 }, undefined)],
    [requests({ 'example.com/gpu': null }, { 'example.com/gpu': 1 })],
    [requests({ 'example.com/gpu': 1 }, { 'example.com/gpu': null })],
    [requests({}, { 'example.com/gpu': preferred(1) })],
    [target({ resources: { limits: preferred({ cpu: '2' }), requests: { cpu: '2' } } })],
    // Marks in every place that they fit.
    [own({ restartPolicy: 'Always', startupProbe: { exec: { command: ['a'] } } }, 'initContainers')],
    [{ spec: { initContainers: [{ name: 'amended', livenessProbe: null, lifecycle: {} }] } }],
    [{ spec: { tolerations: [{ key: 'a', operator: preferred('Exists'), effect: null }] } }],
    [target({ securityContext: { seccompProfile: preferred({ type: 'RuntimeDefault' }) } })],
    [{ targets: '*', target: { tty: null } }],
    [{ targets: '*', initTargets: 'all', target: {} }],
    [{ ...own({}), formerly: ['registry.example/shipper', 'shipper'] }],
    [{ spec: { newer: nested(60) } }],
    [{ spec: { imagePullSecrets: [{ name: 'Any_Name' }] } }],
    [requests({ 'example.com/gpu': 1, 'hugepages-2Mi': '2Mi', newer: 1 }, undefined)],
    // A field of this name is none.
    [JSON.parse('{"spec": {"nodeSelector": {"__proto__": {"a": 1}, "toString": "x"}}}')],
    [JSON.parse('{"spec": {"hostUsers": false, "__proto__": {"hostNetwork": true}}}')],
  ])('%#', (overlay) => {
    expect(faultsOf(overlay)).toEqual([])
  })

  test('a part that stands in two places is no cycle', () => {
    const resources = { limits: { cpu: '1' } }
    expect(faultsOf({ spec: { containers: ['a', 'b'].map((name) => ({ name, resources })) } })).toEqual([])
  })
})
