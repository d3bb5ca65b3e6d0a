import { describe, expect, test } from 'vitest'
import { changes, runChanges, stepsText } from '../../src/testing/changes.js'
import type { PodSpec } from '../../src/testing/pod.js'

// Each change on a small pod, with all that it makes of it.

const app = { name: 'app', image: 'example/app:1' }
const log = { name: 'log', image: 'registry.example:5000/log@sha256:1' }
const init = { name: 'init', image: 'localhost/init' }
const sidecar = { name: 'sidecar', image: 'sidecar', restartPolicy: 'Always' }
const only = (more: object): PodSpec => ({ containers: [{ ...app, ...more }] })
const all = (ofApp: object, ofLog: object, ofInit: object): PodSpec => ({
  containers: [
    { ...app, ...ofApp },
    { ...log, ...ofLog },
  ],
  initContainers: [{ ...init, ...ofInit }],
})
const every = (more: object): PodSpec => all(more, more, more)

const token = {
  name: 'kube-api-access-x7k2p',
  readOnly: true,
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
}
const tokenVolume = {
  name: 'kube-api-access-x7k2p',
  projected: {
    sources: [
      { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
      { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
      {
        downwardAPI: {
          items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
        },
      },
    ],
    defaultMode: 0o644,
  },
}
const account = { serviceAccountName: 'default', serviceAccount: 'default' }
const podDefaults = {
  restartPolicy: 'Always',
  terminationGracePeriodSeconds: 30,
  dnsPolicy: 'ClusterFirst',
  securityContext: {},
  schedulerName: 'default-scheduler',
  enableServiceLinks: true,
}
const containerDefaults = {
  resources: {},
  imagePullPolicy: 'IfNotPresent',
  terminationMessagePath: '/dev/termination-log',
  terminationMessagePolicy: 'File',
}
const eviction = (state: string): object => ({
  key: `node.kubernetes.io/${state}`,
  operator: 'Exists',
  effect: 'NoExecute',
  tolerationSeconds: 300,
})

const mesh = {
  name: 'mesh-proxy',
  image: 'mesh/proxy:1',
  args: ['proxy', 'sidecar'],
  ports: [{ containerPort: 15090, protocol: 'TCP', name: 'mesh' }],
  resources: { requests: { cpu: '100m' } },
  volumeMounts: [{ name: 'mesh-data', mountPath: '/var/lib/mesh' }],
}
const meshInit = { name: 'mesh-init', image: 'mesh/proxy:1', args: ['iptables'] }
const meshVolume = { name: 'mesh-data', emptyDir: {} }
const data = { name: 'data', emptyDir: {} }
const images = (...references: unknown[]): object => ({
  volumes: [
    data,
    ...references.map((reference, at) => ({ name: `image-${at}`, image: { reference } })),
    { name: 'null', image: null },
  ],
})
const digest = `sha256:${'ab'.repeat(32)}`
const podName = { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }
const runsTrue = { exec: { command: ['true'] } }
const limits = (amounts: object): object => ({ resources: { limits: amounts } })
const context = (securityContext: object): object => ({ securityContext })
const touched = { terminationMessagePath: '/dev/elsewhere', terminationMessagePolicy: 'File', tty: true }
const lists = (empty: unknown): object => ({
  args: empty,
  env: empty,
  ports: empty,
  volumeMounts: empty,
  volumeDevices: empty,
  envFrom: empty,
})

test.each<[name: string, at: number, given: object, made: object]>([
  [
    'the API server stores it and sends it back',
    0,
    { ...only({ tty: false, unknown: 1 }), hostPID: false },
    { ...only(containerDefaults), ...podDefaults },
  ],
  [
    "the ServiceAccount's token is mounted",
    0,
    { ...only({ volumeMounts: [{ name: 'data', mountPath: '/data' }] }), volumes: [data] },
    {
      ...only({ volumeMounts: [{ name: 'data', mountPath: '/data' }, token] }),
      ...account,
      volumes: [data, tokenVolume],
    },
  ],
  [
    'all default admission plugins run',
    0,
    only({}),
    {
      ...only({ ...containerDefaults, volumeMounts: [token] }),
      ...podDefaults,
      ...account,
      volumes: [tokenVolume],
      tolerations: [eviction('not-ready'), eviction('unreachable')],
      priority: 0,
      preemptionPolicy: 'PreemptLowerPriority',
    },
  ],
  [
    'LimitRanger fills in resources',
    0,
    only(limits({ cpu: '2' })),
    only({ resources: { limits: { cpu: '2', memory: '256Gi' }, requests: { cpu: '1m', memory: '1Mi' } } }),
  ],
  [
    'AlwaysPullImages',
    0,
    { ...every({}), ...images('a') },
    {
      ...every({ imagePullPolicy: 'Always' }),
      volumes: [
        data,
        { name: 'image-0', image: { reference: 'a', pullPolicy: 'Always' } },
        { name: 'null', image: null },
      ],
    },
  ],
  [
    'images come from a mirror',
    0,
    every({}),
    all(
      { image: 'mirror.example/example/app:1' },
      { image: 'mirror.example/log@sha256:1' },
      { image: 'mirror.example/init' },
    ),
  ],
  ['one image comes from a mirror', 4, every({}), all({ image: 'mirror.example/example/app:1' }, {}, {})],
  ['one image comes from a mirror', 0, { containers: [] }, { containers: [] }],
  [
    'image volumes come from a mirror',
    0,
    { ...every({}), ...images('example.com/a:1', 1) },
    { ...every({}), ...images('mirror.example/a:1', 1) },
  ],
  [
    'image volumes are pinned to digests',
    0,
    { ...every({}), ...images('a:1', 1, 'b@sha256:2') },
    { ...every({}), ...images(`a:1@${digest}`, 1, 'b@sha256:2') },
  ],
  [
    'images are pinned to digests',
    0,
    every({}),
    all({ image: `example/app:1@${digest}` }, {}, { image: `localhost/init@${digest}` }),
  ],
  [
    'a mesh adds its sidecar',
    0,
    only({}),
    { containers: [app, mesh], initContainers: [meshInit], volumes: [meshVolume] },
  ],
  [
    'a mesh adds its sidecar',
    0,
    { containers: [app, mesh, log], initContainers: [init], volumes: [data] },
    { containers: [app, mesh, log], initContainers: [init, meshInit], volumes: [data, meshVolume] },
  ],
  [
    'a mesh puts its sidecar in front',
    0,
    { containers: [app, log], initContainers: [meshInit, init], volumes: [data] },
    { containers: [mesh, app, log], initContainers: [meshInit, init], volumes: [meshVolume, data] },
  ],
  [
    'env on every container',
    0,
    all({ env: [{ name: 'A', value: '1' }] }, {}, { env: [{ name: 'POD_NAME', value: 'own' }] }),
    all(
      { env: [podName, { name: 'A', value: '1' }] },
      { env: [podName] },
      { env: [{ name: 'POD_NAME', value: 'own' }] },
    ),
  ],
  [
    'a port on one container',
    3,
    all({}, { ports: [{ containerPort: 80 }] }, {}),
    all({}, { ports: [{ containerPort: 80 }, { containerPort: 7003 }] }, {}),
  ],
  ['a port on one container', 0, { containers: [] }, { containers: [] }],
  [
    'probes on every container',
    0,
    all({}, { livenessProbe: { grpc: { port: 1 } }, lifecycle: { preStop: { sleep: { seconds: 1 } } } }, {}),
    all(
      { livenessProbe: { ...runsTrue, periodSeconds: 30 }, lifecycle: { preStop: runsTrue } },
      { livenessProbe: { grpc: { port: 1 } }, lifecycle: { preStop: { sleep: { seconds: 1 } } } },
      {},
    ),
  ],
  [
    'pod-level security',
    0,
    { ...only({}), securityContext: { runAsUser: 1, fsGroup: 2 } },
    { ...only({}), securityContext: { runAsUser: 1, seccompProfile: { type: 'RuntimeDefault' }, fsGroup: 1000 } },
  ],
  [
    'mounts and volumes of somebody else on every container',
    0,
    { ...all({ volumeMounts: [{ name: 'data', mountPath: '/data' }] }, {}, {}), volumes: [data] },
    {
      ...all(
        {
          volumeMounts: [
            { name: 'certs', mountPath: '/etc/ssl/more', readOnly: true },
            { name: 'data', mountPath: '/data' },
          ],
        },
        { volumeMounts: [{ name: 'certs', mountPath: '/etc/ssl/more', readOnly: true }] },
        { volumeMounts: [{ name: 'certs', mountPath: '/etc/ssl/more', readOnly: true }] },
      ),
      volumes: [{ name: 'certs', configMap: { name: 'certs' } }, data],
    },
  ],
  [
    'mounts and volumes of somebody else on every container',
    0,
    { ...every({}), volumes: [data, { name: 'certs', emptyDir: {} }] },
    { ...every({}), volumes: [data, { name: 'certs', emptyDir: {} }] },
  ],
  [
    'pull secrets and scheduling',
    0,
    {
      ...only({}),
      imagePullSecrets: [{ name: 'own' }],
      nodeSelector: { a: 'b', pool: 'c' },
      tolerations: [{ key: 'a' }],
    },
    {
      ...only({}),
      imagePullSecrets: [{ name: 'cluster-wide' }, { name: 'own' }],
      nodeSelector: { a: 'b', pool: 'gpu' },
      tolerations: [{ key: 'a' }, { key: 'gpu', operator: 'Exists' }],
    },
  ],
  [
    'lists in another order',
    4,
    {
      containers: [
        app,
        log,
        { ...sidecar, volumeMounts: [1, 2, 3].map((at) => ({ name: `${at}`, mountPath: `/${at}` })) },
      ],
      initContainers: [init, sidecar],
      volumes: ['a', 'b', 'c'].map((name) => ({ name })),
      imagePullSecrets: ['a', 'b', 'c'].map((name) => ({ name })),
      tolerations: [{ key: 'only' }],
    },
    {
      containers: [
        log,
        { ...sidecar, volumeMounts: [2, 3, 1].map((at) => ({ name: `${at}`, mountPath: `/${at}` })) },
        app,
      ],
      initContainers: [init, sidecar],
      volumes: ['b', 'c', 'a'].map((name) => ({ name })),
      imagePullSecrets: ['b', 'c', 'a'].map((name) => ({ name })),
      tolerations: [{ key: 'only' }],
    },
  ],
  [
    'lists in another order',
    1,
    { ...only({ volumeMounts: null }), tolerations: [{ key: 'a' }, { key: 'b' }], volumes: null },
    { ...only({ volumeMounts: null }), tolerations: [{ key: 'b' }, { key: 'a' }], volumes: null },
  ],
  [
    'init containers in another order',
    4,
    { containers: [app, log], initContainers: [init, sidecar, log] },
    { containers: [app, log], initContainers: [sidecar, log, init] },
  ],
  ['init containers in another order', 1, { ...only({}), initContainers: [] }, { ...only({}), initContainers: [] }],
  ['init containers in another order', 1, only({}), only({})],
  ['init containers in another order', 1, { ...only({}), initContainers: null }, { ...only({}), initContainers: null }],
  [
    'absent lists become null',
    2,
    { ...only({ env: [] }), volumes: [data] },
    {
      ...only({ ...lists(null), env: [] }),
      volumes: [data],
      initContainers: null,
      imagePullSecrets: null,
      ephemeralContainers: null,
    },
  ],
  [
    'absent lists become null',
    1,
    { ...all({}, { args: ['a'] }, {}), volumes: [data] },
    {
      ...all(lists([]), { ...lists([]), args: ['a'] }, lists([])),
      volumes: [data],
      imagePullSecrets: null,
      ephemeralContainers: null,
    },
  ],
  [
    'zero values are written out',
    0,
    {
      ...all(
        { volumeMounts: [{ name: 'a' }, { name: 'b', readOnly: true, subPath: 's' }] },
        { stdin: true, tty: true, workingDir: '/w' },
        {},
      ),
      hostIPC: true,
    },
    {
      ...all(
        {
          stdin: false,
          tty: false,
          workingDir: '',
          volumeMounts: [
            { name: 'a', readOnly: false, subPath: '' },
            { name: 'b', readOnly: true, subPath: 's' },
          ],
        },
        { stdin: true, tty: true, workingDir: '/w' },
        { stdin: false, tty: false, workingDir: '' },
      ),
      hostPID: false,
      hostIPC: true,
      hostNetwork: false,
    },
  ],
  [
    'zero values are written out',
    0,
    { ...only({ stdin: true, tty: true, workingDir: '/' }), hostPID: true, hostNetwork: true },
    { ...only({ stdin: true, tty: true, workingDir: '/' }), hostPID: true, hostIPC: false, hostNetwork: true },
  ],
  ['a field that this API server does not know', 0, every({}), every({ notAField: { a: [1] } })],
  [
    'another webhook touches every container',
    0,
    { ...all({ readinessProbe: { grpc: { port: 1 } } }, {}, {}), ...{ initContainers: [init, sidecar] } },
    {
      ...all({ ...touched, readinessProbe: { grpc: { port: 1 } } }, { ...touched, readinessProbe: runsTrue }, {}),
      ...{
        initContainers: [
          { ...init, ...touched },
          { ...sidecar, ...touched, readinessProbe: runsTrue },
        ],
      },
    },
  ],
  ['another webhook touches every container', 2, only({}), only({ ...touched, readinessProbe: runsTrue })],
  [
    'another webhook touches every container',
    1,
    only({}),
    only({ ...touched, terminationMessagePolicy: 'FallbackToLogsOnError', readinessProbe: runsTrue }),
  ],
])('%s (%i): %j', (name, at, given, made) => {
  expect(changes[name]?.(given as PodSpec, at)).toStrictEqual(made)
})

test('every key of every object is where it was from the end', () => {
  const made = changes['keys in another order']?.(
    { containers: [{ name: 'a', env: [{ name: 'b', value: null }, 1] }], hostname: 'h' },
    0,
  )
  expect(JSON.stringify(made)).toBe('{"hostname":"h","containers":[{"env":[{"value":null,"name":"b"},1],"name":"a"}]}')
})

describe('an autoscaler', () => {
  const raised = (container: object, at = 0): unknown =>
    changes['an autoscaler raises resources']?.(only(container), at).containers[0]?.['resources']

  test('raises the limits that are lower, and leaves what it does not know', () => {
    const claims = [{ name: 'gpu' }]
    expect(
      raised({ resources: { claims, limits: { cpu: '1', memory: '400Gi', 'example.com/gpu': '1' } } }),
    ).toStrictEqual({
      claims,
      limits: { cpu: '100', memory: '400Gi', 'example.com/gpu': '1' },
    })
    expect(raised(limits({ cpu: '100000m', memory: '1Gi' }), 6)).toStrictEqual({
      limits: { cpu: '100000m', memory: '306Gi' },
    })
    expect(raised(limits({}))).toStrictEqual({ limits: {} })
    expect(raised({})).toStrictEqual({})
  })

  test('raises requests every other time, and only of what has no limit', () => {
    const resources = { limits: { cpu: '200' }, requests: { cpu: '1', memory: '1Gi' } }
    expect(raised({ resources }, 0)).toStrictEqual(resources)
    expect(raised({ resources }, 1)).toStrictEqual({ ...resources, requests: { cpu: '1', memory: '301Gi' } })
    expect(raised({ resources }, 2)).toStrictEqual(resources)
    expect(raised({ resources: { limits: { cpu: '200' } } }, 1)).toStrictEqual({ limits: { cpu: '200' } })
    expect(raised({ resources: { requests: { cpu: '1' } } }, 3)).toStrictEqual({ requests: { cpu: '100' } })
  })

  test('raises what runs as long as the pod, and no init container that ends', () => {
    const one = limits({ cpu: '1' })
    const spec = {
      containers: [{ ...app, ...one }],
      initContainers: [
        { ...init, ...one },
        { ...sidecar, ...one },
      ],
    }
    expect(changes['an autoscaler raises resources']?.(spec, 0)).toStrictEqual({
      containers: [{ ...app, ...limits({ cpu: '100' }) }],
      initContainers: [
        { ...init, ...one },
        { ...sidecar, ...limits({ cpu: '100' }) },
      ],
    })
  })

  test('stays within the budget of a pod that has one', () => {
    const given = (resources: object): PodSpec => ({ ...only(limits({ cpu: '1' })), resources })
    const made = (resources: object): PodSpec => ({ ...only(limits({ cpu: '100' })), resources })
    expect(changes['an autoscaler raises resources']?.(given(limits({})), 0)).toStrictEqual(given(limits({})))
    expect(changes['an autoscaler raises resources']?.(given({}), 0)).toStrictEqual(made({}))
  })
})

describe('stricter security on every container', () => {
  const stricter = (spec: PodSpec, at: number): unknown => changes['stricter security on every container']?.(spec, at)

  test.each<[at: number, given: object, made: object]>([
    [0, { runAsUser: 1 }, { runAsUser: 1, readOnlyRootFilesystem: true }],
    [1, { privileged: true }, { privileged: false, allowPrivilegeEscalation: false }],
    [2, { runAsUser: 1, runAsNonRoot: false }, { runAsUser: 1, runAsNonRoot: true }],
    [2, {}, { runAsNonRoot: true }],
    [2, { runAsUser: 0 }, { runAsUser: 0 }],
    [3, { capabilities: { add: ['A'], drop: ['B'] } }, { capabilities: { add: ['A'], drop: ['B', 'ALL'] } }],
    [7, {}, { capabilities: { drop: ['ALL'] } }],
    [4, {}, { readOnlyRootFilesystem: true }],
  ])('%i: %j', (at, given, made) => {
    expect(stricter(every(context(given)), at)).toStrictEqual(every(context(made)))
  })

  test('root of the pod is root of a container that does not say who it runs as', () => {
    const root = { securityContext: { runAsUser: 0 } }
    expect(stricter({ ...all({}, context({ runAsUser: 5 }), {}), ...root }, 2)).toStrictEqual({
      ...all(context({ runAsUser: 0 }), context({ runAsUser: 5, runAsNonRoot: true }), context({ runAsUser: 0 })),
      ...root,
    })
  })
})

describe('steps', () => {
  const steps = [
    { name: 'AlwaysPullImages', at: 0 },
    { name: 'no such change', at: 1 },
    { name: 'a port on one container', at: 2 },
  ]

  test('are made one after the other; a name that is no change makes none', () => {
    expect(runChanges(steps)(only({}))).toEqual(only({ imagePullPolicy: 'Always', ports: [{ containerPort: 7002 }] }))
  })

  test('are told by their names', () => {
    const text = 'AlwaysPullImages (0), then no such change (1), then a port on one container (2)'
    expect(stepsText(steps)).toBe(text)
    expect(String(runChanges(steps))).toBe(text)
    expect(stepsText([])).toBe('')
  })
})
