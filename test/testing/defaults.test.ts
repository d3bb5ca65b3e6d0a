import { describe, expect, test } from 'vitest'
import { roundTrip } from '../../src/testing/api-server/round-trip.js'
import { stored } from '../../src/testing/api-server/stored.js'
import type { PodSpec } from '../../src/testing/pod.js'

// What an API server makes of what it reads: what it leaves out, what it fills in, and what of that it does only when it stores the pod.

const trip = (spec: object): PodSpec => roundTrip(spec as PodSpec)
const app = (more: object = {}): object => ({ name: 'app', image: 'app:1', ...more })
const filled = {
  image: 'app:1',
  resources: {},
  imagePullPolicy: 'IfNotPresent',
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
}
const ofPod = {
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  securityContext: {},
  schedulerName: 'default-scheduler',
  enableServiceLinks: true,
}

describe('a pod', () => {
  test.each<[given: object, made: object]>([
    [{}, ofPod],
    [
      { restartPolicy: 'Never', dnsPolicy: 'Default' },
      { ...ofPod, restartPolicy: 'Never', dnsPolicy: 'Default' },
    ],
    [{ restartPolicy: '', dnsPolicy: null }, ofPod],
    [
      { terminationGracePeriodSeconds: 0, enableServiceLinks: false },
      { ...ofPod, terminationGracePeriodSeconds: 0, enableServiceLinks: false },
    ],
    [{ terminationGracePeriodSeconds: -1 }, { ...ofPod, terminationGracePeriodSeconds: 1 }],
    [{ serviceAccountName: 'a' }, { ...ofPod, serviceAccountName: 'a', serviceAccount: 'a' }],
    [{ serviceAccount: 'b' }, { ...ofPod, serviceAccountName: 'b', serviceAccount: 'b' }],
    [
      { serviceAccountName: 'a', serviceAccount: 'b' },
      { ...ofPod, serviceAccountName: 'a', serviceAccount: 'a' },
    ],
    [{ serviceAccountName: '' }, ofPod],
    // A pointer keeps its zero, a plain field does not, and a list or a map that is empty is none.
    [
      { hostPID: false, shareProcessNamespace: false },
      { ...ofPod, shareProcessNamespace: false },
    ],
    [{ nodeSelector: {}, tolerations: [], hostAliases: null }, ofPod],
    [{ nodeSelector: { a: null, b: '' } }, { ...ofPod, nodeSelector: { a: '', b: '' } }],
    [{ nodeSelector: { a: undefined, b: 'c' } }, { ...ofPod, nodeSelector: { b: 'c' } }],
    [
      { runtimeClassName: '', priority: 0 },
      { ...ofPod, runtimeClassName: '', priority: 0 },
    ],
    [{ overhead: { cpu: '1000m', memory: '0.0001' } }, { ...ofPod, overhead: { cpu: '1', memory: '1m' } }],
    [{ hostAliases: [{}, null] }, { ...ofPod, hostAliases: [{ ip: '' }, { ip: '' }] }],
    [{ imagePullSecrets: [{ name: '' }] }, { ...ofPod, imagePullSecrets: [{}] }],
    [
      { notAField: 1, nodeSelector: { __proto__: null, constructor: 'a' } },
      { ...ofPod, nodeSelector: { constructor: 'a' } },
    ],
    [
      { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: {} } } },
      {
        ...ofPod,
        affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: null } } },
      },
    ],
    [
      { topologySpreadConstraints: [{ maxSkew: 1 }] },
      { ...ofPod, topologySpreadConstraints: [{ maxSkew: 1, topologyKey: '', whenUnsatisfiable: '' }] },
    ],
  ])('%j', (given, made) => {
    expect(trip({ containers: [app()], ...given })).toStrictEqual({ containers: [{ name: 'app', ...filled }], ...made })
  })

  test('without containers has null', () => {
    expect(trip({})).toStrictEqual({ containers: null, ...ofPod })
  })

  test('of the host’s network has each port there too', () => {
    const ports = [{ containerPort: 80 }, { containerPort: 81, hostPort: 8081 }]
    const spec = { containers: [app({ ports })], initContainers: [app({ name: 'init', ports })] }
    const made = (hostPort: object) => [
      { containerPort: 80, protocol: 'TCP', ...hostPort },
      { containerPort: 81, hostPort: 8081, protocol: 'TCP' },
    ]
    for (const list of ['containers', 'initContainers']) {
      expect(trip({ ...spec, hostNetwork: true })[list]).toMatchObject([{ ports: made({ hostPort: 80 }) }])
      expect(trip(spec)[list]).toMatchObject([{ ports: made({}) }])
      expect(JSON.stringify(trip(spec)[list])).not.toContain('"hostPort":80,')
    }
  })
})

describe('a container', () => {
  test.each<[given: object, made: object]>([
    [{ image: 'app' }, { image: 'app', imagePullPolicy: 'Always' }],
    [{ image: 'oci://app' }, { image: 'oci://app' }],
    [
      { imagePullPolicy: 'Never', terminationMessagePath: '/x' },
      { imagePullPolicy: 'Never', terminationMessagePath: '/x' },
    ],
    [{ tty: false, stdin: true, workingDir: '', command: [] }, { stdin: true }],
    [{ resources: { limits: { cpu: '1000m' } } }, { resources: { limits: { cpu: '1' }, requests: { cpu: '1' } } }],
    [
      { resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '0.0001' } } },
      { resources: { limits: { cpu: '1', memory: '1Gi' }, requests: { cpu: '1m', memory: '1Gi' } } },
    ],
    [{ resources: { requests: { cpu: 1.5 } } }, { resources: { requests: { cpu: '1500m' } } }],
    [{ resources: { limits: {}, requests: { cpu: null } } }, { resources: { requests: { cpu: '0' } } }],
    [{ env: [{ name: 'A', value: '' }, {}, null] }, { env: [{ name: 'A' }, { name: '' }, { name: '' }] }],
    [
      { env: [{ name: 'A', valueFrom: { fieldRef: { fieldPath: 'p' } } }] },
      { env: [{ name: 'A', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'p' } } }] },
    ],
    [
      { env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } }] },
      { env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '0' } } }] },
    ],
    [
      { env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '0.0001' } } }] },
      { env: [{ name: 'A', valueFrom: { resourceFieldRef: { resource: 'limits.cpu', divisor: '100u' } } }] },
    ],
    [
      { env: [{ name: 'A', valueFrom: { fileKeyRef: { volumeName: 'v', path: 'p', key: 'k' } } }] },
      { env: [{ name: 'A', valueFrom: { fileKeyRef: { volumeName: 'v', path: 'p', key: 'k', optional: false } } }] },
    ],
    [
      { livenessProbe: {} },
      { livenessProbe: { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3 } },
    ],
    [
      { livenessProbe: { httpGet: {}, timeoutSeconds: 5, terminationGracePeriodSeconds: 0 } },
      {
        livenessProbe: {
          httpGet: { path: '/', port: 0, scheme: 'HTTP' },
          timeoutSeconds: 5,
          periodSeconds: 10,
          successThreshold: 1,
          failureThreshold: 3,
          terminationGracePeriodSeconds: 0,
        },
      },
    ],
    [
      { lifecycle: { preStop: { httpGet: { path: '/x', port: 'p', scheme: 'HTTPS' } } } },
      { lifecycle: { preStop: { httpGet: { path: '/x', port: 'p', scheme: 'HTTPS' } } } },
    ],
    [
      { livenessProbe: { grpc: { port: 1 }, periodSeconds: 1 } },
      {
        livenessProbe: {
          grpc: { port: 1, service: '' },
          timeoutSeconds: 1,
          periodSeconds: 1,
          successThreshold: 1,
          failureThreshold: 3,
        },
      },
    ],
    [
      { ports: [{ containerPort: 1 }, { protocol: 'UDP', hostPort: 0 }] },
      {
        ports: [
          { containerPort: 1, protocol: 'TCP' },
          { containerPort: 0, protocol: 'UDP' },
        ],
      },
    ],
    [
      { securityContext: { runAsUser: 0, privileged: false, capabilities: { add: [] } } },
      { securityContext: { runAsUser: 0, privileged: false, capabilities: {} } },
    ],
  ])('%j', (given, made) => {
    expect(trip({ containers: [app(given)] }).containers).toStrictEqual([{ name: 'app', ...filled, ...made }])
  })
})

describe('a volume', () => {
  const mode = { defaultMode: 0o644 }

  test.each<[given: object, made: object]>([
    [{}, { emptyDir: {} }],
    [{ emptyDir: null, unknown: {} }, { emptyDir: {} }],
    [{ emptyDir: { sizeLimit: '1024Mi' } }, { emptyDir: { sizeLimit: '1Gi' } }],
    [{ emptyDir: { sizeLimit: '0.0001' } }, { emptyDir: { sizeLimit: '100u' } }],
    [{ hostPath: { path: '/x' } }, { hostPath: { path: '/x', type: '' } }],
    [{ image: { reference: 'a' } }, { image: { reference: 'a', pullPolicy: 'Always' } }],
    [{ image: { reference: 'a:1' } }, { image: { reference: 'a:1', pullPolicy: 'IfNotPresent' } }],
    [{ image: { reference: 'a', pullPolicy: 'Never' } }, { image: { reference: 'a', pullPolicy: 'Never' } }],
    [{ configMap: { name: 'a' } }, { configMap: { name: 'a', ...mode } }],
    [{ configMap: { name: 'a', defaultMode: 0 } }, { configMap: { name: 'a', defaultMode: 0 } }],
    [{ secret: { secretName: 'a' } }, { secret: { secretName: 'a', ...mode } }],
    [{ downwardAPI: {} }, { downwardAPI: mode }],
    [
      { projected: { sources: [{ serviceAccountToken: { path: 'p' } }] } },
      { projected: { sources: [{ serviceAccountToken: { path: 'p', expirationSeconds: 3600 } }], ...mode } },
    ],
    [{ projected: {} }, { projected: { sources: null, ...mode } }],
    [
      { ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['a'] } } } },
      {
        ephemeral: {
          volumeClaimTemplate: { metadata: {}, spec: { accessModes: ['a'], resources: {}, volumeMode: 'Filesystem' } },
        },
      },
    ],
    [
      { ephemeral: { volumeClaimTemplate: { metadata: { creationTimestamp: null, labels: { a: 'b' } }, spec: {} } } },
      {
        ephemeral: {
          volumeClaimTemplate: { metadata: { labels: { a: 'b' } }, spec: { resources: {}, volumeMode: 'Filesystem' } },
        },
      },
    ],
    [
      {
        ephemeral: {
          volumeClaimTemplate: {
            metadata: {
              creationTimestamp: '2026-01-01T00:00:00Z',
              managedFields: [{ manager: 'm', fieldsV1: { 'f:spec': {} } }],
            },
            spec: { volumeMode: 'Block' },
          },
        },
      },
      {
        ephemeral: {
          volumeClaimTemplate: {
            metadata: {
              creationTimestamp: '2026-01-01T00:00:00Z',
              managedFields: [{ manager: 'm', fieldsV1: { 'f:spec': {} } }],
            },
            spec: { resources: {}, volumeMode: 'Block' },
          },
        },
      },
    ],
    [
      { iscsi: { targetPortal: 't', iqn: 'i', lun: 0 } },
      { iscsi: { targetPortal: 't', iqn: 'i', lun: 0, iscsiInterface: 'default' } },
    ],
    [
      { rbd: { monitors: ['m'], image: 'i' } },
      { rbd: { monitors: ['m'], image: 'i', pool: 'rbd', user: 'admin', keyring: '/etc/ceph/keyring' } },
    ],
    [
      { scaleIO: { gateway: 'g', system: 's', secretRef: { name: 'r' } } },
      {
        scaleIO: { gateway: 'g', system: 's', secretRef: { name: 'r' }, storageMode: 'ThinProvisioned', fsType: 'xfs' },
      },
    ],
    [
      { azureDisk: { diskName: 'n', diskURI: 'u' } },
      {
        azureDisk: {
          diskName: 'n',
          diskURI: 'u',
          cachingMode: 'ReadWrite',
          fsType: 'ext4',
          readOnly: false,
          kind: 'Shared',
        },
      },
    ],
    [{ csi: { driver: 'd', volumeAttributes: {} } }, { csi: { driver: 'd' } }],
  ])('%j', (given, made) => {
    expect(trip({ containers: [app()], volumes: [{ name: 'v', ...given }] })['volumes']).toStrictEqual([
      { name: 'v', ...made },
    ])
  })
})

describe('when it is stored, a pod’s own resources', () => {
  const amounts = (limits?: object, requests?: object): object => ({
    resources: { ...(limits && { limits }), ...(requests && { requests }) },
  })
  const resourcesOf = (own: object, ...containers: object[]): unknown =>
    stored({ ...own, containers: containers.map((more, at) => app({ name: `c${at}`, ...more })) } as PodSpec)[
      'resources'
    ]

  test.each<[what: string, own: object, containers: object[], made: unknown]>([
    ['are absent where they were', {}, [amounts({ cpu: '1' })], undefined],
    ['stay as they are where they say nothing', { resources: {} }, [amounts({ cpu: '1' })], {}],
    [
      'ask for the limit where the containers ask for nothing',
      amounts({ cpu: '1000m' }),
      [{}],
      { limits: { cpu: '1' }, requests: { cpu: '1' } },
    ],
    [
      'ask for what the containers ask for together',
      amounts({ cpu: '4' }),
      [amounts({ cpu: '1' }), amounts({ cpu: '2' }, { cpu: '1500m' })],
      { limits: { cpu: '4' }, requests: { cpu: '2500m' } },
    ],
    [
      'keep what they ask for',
      amounts({ cpu: '4' }, { cpu: '3' }),
      [amounts({ cpu: '1' })],
      { limits: { cpu: '4' }, requests: { cpu: '3' } },
    ],
    [
      'get the limit of the containers together, where each has one',
      amounts(undefined, { cpu: '1' }),
      [amounts({ cpu: '1' }), amounts({ cpu: '2' })],
      { limits: { cpu: '3' }, requests: { cpu: '1' } },
    ],
    [
      'get none where one of the containers has none',
      amounts(undefined, { cpu: '1' }),
      [amounts({ cpu: '1' }), amounts({ memory: '1Gi' })],
      { requests: { cpu: '1', memory: '1Gi' } },
    ],
    [
      'get the request for a limit, where that is more',
      amounts(undefined, { cpu: '5' }),
      [amounts({ cpu: '1' })],
      { limits: { cpu: '5' }, requests: { cpu: '5' } },
    ],
    [
      'have the huge pages of the containers, as limits and so as requests',
      amounts({ cpu: '1' }),
      [amounts({ cpu: '1', 'hugepages-2Mi': '2Mi' }), amounts({ cpu: '1', 'hugepages-2Mi': '4Mi' })],
      { limits: { cpu: '1', 'hugepages-2Mi': '6Mi' }, requests: { cpu: '2', 'hugepages-2Mi': '6Mi' } },
    ],
    [
      'keep their own huge pages',
      amounts({ cpu: '1', 'hugepages-2Mi': '8Mi' }, { 'hugepages-2Mi': '8Mi' }),
      [amounts({ cpu: '1', 'hugepages-2Mi': '2Mi' })],
      { limits: { cpu: '1', 'hugepages-2Mi': '8Mi' }, requests: { cpu: '1', 'hugepages-2Mi': '8Mi' } },
    ],
    [
      'have nothing that only containers have',
      amounts({ cpu: '1' }),
      [amounts({ cpu: '1', 'example.com/gpu': '1', 'ephemeral-storage': '1Gi' })],
      { limits: { cpu: '1' }, requests: { cpu: '1' } },
    ],
    [
      'get no limit of what only containers have',
      amounts(undefined, { cpu: '1', 'example.com/gpu': '1' }),
      [amounts({ cpu: '1', 'example.com/gpu': '1' })],
      { limits: { cpu: '1' }, requests: { cpu: '1', 'example.com/gpu': '1' } },
    ],
    [
      'have at least the huge pages that they ask for, as a limit',
      amounts({ cpu: '1' }, { 'hugepages-2Mi': '4Mi' }),
      [amounts({ cpu: '1', 'hugepages-2Mi': '2Mi' })],
      { limits: { cpu: '1', 'hugepages-2Mi': '4Mi' }, requests: { cpu: '1', 'hugepages-2Mi': '4Mi' } },
    ],
    [
      'ask for nothing where they limit what only containers have',
      amounts({ 'example.com/gpu': '1' }),
      [{}],
      { limits: { 'example.com/gpu': '1' } },
    ],
    ['get no limit where there are no containers', amounts(undefined, { cpu: '1' }), [], { requests: { cpu: '1' } }],
    [
      'keep what else they hold',
      { resources: { claims: [{ name: 'a' }], limits: { cpu: '1' } } },
      [{}],
      { claims: [{ name: 'a' }], limits: { cpu: '1' }, requests: { cpu: '1' } },
    ],
  ])('%s', (_what, own, containers, made) => {
    expect(resourcesOf(own, ...containers)).toEqual(made)
    const spec = { ...own, containers: containers.map((more) => app(more)) } as PodSpec
    expect('resources' in stored(spec)).toBe(made !== undefined)
  })

  test('are not given to a pod that a webhook sees', () => {
    expect(trip({ containers: [app()], ...amounts({ cpu: '1' }) })['resources']).toEqual({ limits: { cpu: '1' } })
  })

  test('count what init containers need beside the native sidecars before them', () => {
    const init = (name: string, cpu: string, more: object = {}) =>
      app({ name, ...amounts(undefined, { cpu }), ...more })
    const always = { restartPolicy: 'Always' }
    const asked = (initContainers: object[]): unknown =>
      stored({
        containers: [app(amounts(undefined, { cpu: '3' }))],
        initContainers,
        ...amounts({ cpu: '100' }),
      } as unknown as PodSpec)['resources']
    const cpu = (request: string): object => ({ limits: { cpu: '100' }, requests: { cpu: request } })
    expect(asked([init('a', '2')])).toEqual(cpu('3'))
    expect(asked([init('a', '4')])).toEqual(cpu('4'))
    expect(asked([init('a', '4'), init('b', '5')])).toEqual(cpu('5'))
    expect(asked([init('a', '2', always)])).toEqual(cpu('5'))
    expect(asked([init('a', '2', always), init('b', '2')])).toEqual(cpu('5'))
    expect(asked([init('a', '2', always), init('b', '4')])).toEqual(cpu('6'))
    expect(asked([init('b', '4'), init('a', '2', always)])).toEqual(cpu('5'))
    expect(asked([init('a', '2', always), app({ name: 'b' })])).toEqual(cpu('5'))
    expect(asked([init('a', '4', always), init('b', '1', always), init('c', '4')])).toEqual(cpu('9'))
  })

  test('count the limits of init and debug containers, where each has to have one', () => {
    const spec = (init: object, debug: object): PodSpec =>
      ({
        containers: [app(amounts({ cpu: '1' }))],
        initContainers: [app({ name: 'init', ...init })],
        ephemeralContainers: [app({ name: 'debug', ...debug })],
        ...amounts(undefined, { cpu: '1' }),
      }) as unknown as PodSpec
    const limit = amounts({ cpu: '2' })
    expect(stored(spec(limit, limit))['resources']).toEqual({ limits: { cpu: '2' }, requests: { cpu: '1' } })
    expect(stored(spec({}, limit))['resources']).toEqual({ requests: { cpu: '1' } })
    expect(stored(spec(limit, {}))['resources']).toEqual({ requests: { cpu: '1' } })
  })
})
