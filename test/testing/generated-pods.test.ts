import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { validatePodSpec } from '../../src/testing/api-server/validation/pod-spec.js'
import { podSpecs, type PodSpecsOptions } from '../../src/testing/arbitraries/pod-specs.js'
import { resources } from '../../src/testing/arbitraries/quantities.js'
import { type Fields, fieldsOf } from '../../src/testing/json.js'
import {
  allContainersOf,
  cleanPath,
  containersOf,
  envOf,
  initContainersOf,
  mountsOf,
  namesOf,
  type PodSpec,
  volumesOf,
} from '../../src/testing/pod.js'

// What generated pods can be, and can not be: drawn anew by each test, from one seed.

const sample = (numRuns: number, options?: PodSpecsOptions): PodSpec[] =>
  fc.sample(podSpecs(options), { numRuns, seed: 1 })
const textsOf = (values: readonly unknown[]): string[] =>
  [...new Set(values.map((value) => JSON.stringify(value)))].sort()
const everyContainer = (made: readonly PodSpec[]): Fields[] => made.flatMap(allContainersOf)
const valuesOf = (field: string, entries: readonly Fields[]): unknown[] =>
  entries.filter((entry) => field in entry).map((entry) => entry[field])

const probes = [
  { httpGet: { path: '/healthz', port: 8080 } },
  {
    httpGet: { port: 'http', scheme: 'HTTPS', httpHeaders: [{ name: 'K-Network-Probe', value: 'queue' }] },
    periodSeconds: 5,
  },
  { tcpSocket: { port: 8080 }, periodSeconds: 0 },
  { exec: { command: ['cat', '/ready'] }, failureThreshold: 1 },
  { grpc: { port: 9000 } },
]

describe('a field of a container', () => {
  const values = new Map<string, unknown[]>([
    [
      'image',
      [
        'example/server:1',
        'registry.example:5000/team/server',
        'server:latest',
        `server@sha256:${'0'.repeat(64)}`,
        'istio/proxyv2:1.24.2',
      ],
    ],
    ['command', [['server'], ['/bin/sh', '-c', 'exec server $$PORT'], null, []]],
    ['args', [['--model_dir=/mnt/models', '--port=$(PORT)'], ['proxy', 'sidecar'], [], null]],
    ['envFrom', [[{ configMapRef: { name: 'm' } }], null]],
    [
      'securityContext',
      [
        {},
        { runAsUser: 1000 },
        { runAsUser: 1337, runAsGroup: 1337, runAsNonRoot: true },
        { runAsUser: 0 },
        {
          allowPrivilegeEscalation: false,
          capabilities: { drop: ['ALL'] },
          runAsNonRoot: true,
          seccompProfile: { type: 'RuntimeDefault' },
        },
        { privileged: false, readOnlyRootFilesystem: true },
        { capabilities: { add: [], drop: [] } },
        { seLinuxOptions: { level: 's0:c123,c456' } },
      ],
    ],
    ['imagePullPolicy', ['Always', 'IfNotPresent', '']],
    ['terminationMessagePath', ['/dev/termination-log', '']],
    ['terminationMessagePolicy', ['File', 'FallbackToLogsOnError']],
    ['stdin', [true, false]],
    ['workingDir', ['/', '']],
    ['notAField', [{ a: 1 }, 1, null, []]],
    [
      'ports',
      [
        [{ containerPort: 8080 }],
        [
          { containerPort: 8080, protocol: 'TCP', name: 'http' },
          { containerPort: 9000, name: 'grpc' },
        ],
        [{ containerPort: 53 }, { containerPort: 53, protocol: 'UDP' }],
      ],
    ],
    ['livenessProbe', probes],
    ['readinessProbe', probes],
    ['startupProbe', probes],
    [
      'lifecycle',
      [
        { preStop: { httpGet: { path: '/wait-for-drain', port: 8022 } } },
        { preStop: { exec: { command: ['sleep', '5'] } } },
      ],
    ],
    ['restartPolicy', ['Always']],
  ])

  test('has one of the values that it may have, any of them, or is absent', () => {
    const containers = everyContainer(sample(1000))
    for (const [field, expected] of values) {
      const found = valuesOf(field, containers)
      expect([field, textsOf(found)]).toEqual([field, textsOf(expected)])
      if (field !== 'image') expect(found.length).toBeLessThan(containers.length)
    }
  })

  test('env is null, or variables', () => {
    const containers = everyContainer(sample(600))
    const found = valuesOf('env', containers)
    expect(found.filter((env) => !Array.isArray(env) && env !== null)).toEqual([])
    expect(found.some((env) => env === null)).toBe(true)
    expect(found.some((env) => Array.isArray(env) && env.length === 0)).toBe(true)
    expect(textsOf(containers.flatMap(envOf))).toEqual(
      textsOf([
        { name: 'A', value: '1' },
        { name: 'A', value: 'again' },
        { name: 'PORT', value: '8080' },
        { name: 'URL', value: 'http://$(POD_IP):$(PORT)' },
        { name: 'EMPTY', value: '' },
        { name: 'NONE' },
        { name: 'with.dots', value: 'x' },
        { name: 'POD_IP', valueFrom: { fieldRef: { fieldPath: 'status.podIP' } } },
        { name: 'CPU', valueFrom: { resourceFieldRef: { resource: 'limits.cpu' } } },
        { name: 'KEY', valueFrom: { secretKeyRef: { name: 's', key: 'k', optional: true } } },
        { name: 'MAP', valueFrom: { configMapKeyRef: { name: 'm', key: 'k' } } },
        { name: 'MODEL_INIT_MODE', value: 'sync' },
        { name: 'MODEL_INIT_MODE', value: 'async' },
        { name: 'MODEL_INIT_MODE' },
        { name: 'MODEL_INIT_MODE', valueFrom: { configMapKeyRef: { name: 'm', key: 'k' } } },
      ]),
    )
  })

  test('of a mount says what a mount may say', () => {
    const mounts = everyContainer(sample(400)).flatMap(mountsOf)
    expect(textsOf(valuesOf('readOnly', mounts))).toEqual(['false', 'true'])
    expect(textsOf(valuesOf('subPath', mounts))).toEqual(['""', '"a/b"', '"models"'])
    expect(textsOf(valuesOf('mountPropagation', mounts))).toEqual(['"HostToContainer"'])
    expect(textsOf(mounts.flatMap(Object.keys))).toEqual(
      textsOf(['name', 'mountPath', 'readOnly', 'subPath', 'mountPropagation']),
    )
  })

  test('is a port, a probe or a lifecycle only where the container runs as long as the pod', () => {
    const made = sample(600)
    const inits = made.flatMap(initContainersOf)
    const sidecars = inits.filter(({ restartPolicy }) => restartPolicy === 'Always')
    const ending = inits.filter(({ restartPolicy }) => restartPolicy === undefined)
    for (const field of ['ports', 'livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle']) {
      expect(valuesOf(field, ending)).toEqual([])
      expect(valuesOf(field, sidecars).length).toBeGreaterThan(0)
      expect(valuesOf(field, made.flatMap(containersOf)).length).toBeGreaterThan(0)
    }
    expect(valuesOf('restartPolicy', made.flatMap(containersOf))).toEqual([])
    expect(sidecars.length / inits.length).toBeCloseTo(0.25, 1)
  })
})

describe('resources', () => {
  const factors: Readonly<Record<string, number>> = {
    '': 1,
    m: 1e-3,
    u: 1e-6,
    Ki: 2 ** 10,
    Mi: 2 ** 20,
    Gi: 2 ** 30,
  }
  const suffixOf = (amount: unknown): string => String(amount).replace(/^[\d.]+/, '')
  const amountOf = (amount: unknown): number => parseFloat(String(amount)) * (factors[suffixOf(amount)] ?? NaN)
  const drawn = (): { limits: Fields | undefined; requests: Fields | undefined }[] =>
    fc
      .sample(resources, { numRuns: 800, seed: 1 })
      .map(({ limits, requests }) => ({ limits: limits as Fields, requests: requests as Fields }))

  test('are limits, requests, or both; of CPU, of memory, or of both; and sometimes of a GPU', () => {
    const shapes = drawn().map(({ limits, requests }) =>
      [limits, requests].map((side) => (side === undefined ? 'none' : Object.keys(side).sort().join('+'))).join(' '),
    )
    const sets = ['cpu', 'memory', 'cpu+memory'].flatMap((set) => [set, `${set}+nvidia.com/gpu`])
    expect(textsOf(shapes)).toEqual(
      textsOf([
        ...sets.map((set) => `${set} ${set}`),
        'cpu+memory none',
        'cpu+memory+nvidia.com/gpu none',
        'none cpu+memory',
      ]),
    )
    const share = (words: RegExp): number => shapes.filter((shape) => words.test(shape)).length / shapes.length
    expect(share(/none$/)).toBeCloseTo(0.2, 1)
    expect(share(/^none/)).toBeCloseTo(0.2, 1)
    expect(share(/gpu/)).toBeLessThan(0.1)
  })

  test('say the same amounts in many ways', () => {
    const limits = drawn().flatMap(({ limits: own }) => (own === undefined ? [] : [own]))
    const ways = (name: string): string[] =>
      textsOf(valuesOf(name, limits).map((amount) => [typeof amount, suffixOf(amount)].join(' ')))
    const amounts = (name: string): number[] =>
      [...new Set(valuesOf(name, limits).map((amount) => Math.round(amountOf(amount) * 1e6)))].sort((a, b) => a - b)
    expect(ways('cpu')).toEqual(textsOf(['string m', 'string ', 'number ', 'string u']))
    expect(amounts('cpu')).toEqual([5, 10, 50, 100, 250, 500, 1000, 1500, 2000].map((milli) => milli * 1e3))
    expect(ways('memory')).toEqual(textsOf(['string Mi', 'string Ki', 'string ', 'number ', 'string Gi']))
    const mebibytes = [10, 15, 64, 128, 256, 512, 1024, 1536, 4096]
    expect(amounts('memory')).toEqual(mebibytes.map((mebi) => mebi * 2 ** 20 * 1e6))
  })

  test('have requests of the whole limit, a half or a tenth, rounded up, and of every GPU', () => {
    const unit = { cpu: 1e-3, memory: 2 ** 20, 'nvidia.com/gpu': 1 }
    const seen = new Set<number>()
    for (const { limits, requests } of drawn()) {
      if (limits === undefined || requests === undefined) continue
      for (const [name, one] of Object.entries(unit)) {
        if (!(name in limits)) continue
        const [most, asked] = [limits, requests].map((side) => Math.round(amountOf(side[name]) / one))
        const share = [1, 0.5, 0.1].find((part) => Math.ceil(Number(most) * part) === asked)
        expect([name, most, asked, share !== undefined]).toEqual([name, most, asked, true])
        if (most === 1000) seen.add(Number(asked))
      }
    }
    expect(seen).toEqual(new Set([1000, 500, 100]))
  })
})

describe('a pod', () => {
  test('is taken by the API server', () => {
    expect(sample(400).flatMap((pod) => validatePodSpec(pod))).toEqual([])
  })

  test('has the objects that JSON.parse makes, and nothing that is undefined', () => {
    for (const pod of sample(100)) {
      expect(JSON.parse(JSON.stringify(pod))).toStrictEqual(pod)
      expect(Object.getPrototypeOf(pod)).toBe(Object.prototype)
    }
  })

  test('has each name once, each mount path once in a container, and mounts only its own volumes', () => {
    for (const pod of sample(400)) {
      const volumes = namesOf(volumesOf(pod))
      expect(doubled(namesOf(allContainersOf(pod)))).toEqual([])
      expect(doubled(volumes)).toEqual([])
      for (const container of allContainersOf(pod)) {
        const mounts = mountsOf(container)
        expect(doubled(mounts.map(({ mountPath }) => cleanPath(mountPath)))).toEqual([])
        expect(namesOf(mounts).filter((name) => !volumes.includes(name))).toEqual([])
        if (volumes.length === 0) expect('volumeMounts' in container).toBe(false)
        else expect(container['volumeMounts']).not.toEqual([])
      }
    }
  })

  test('has its server at any place among its containers, and mounts at any of its volumes', () => {
    const made = sample(600)
    const places = (most: number): string[] =>
      textsOf(
        Array.from({ length: most }, (_, index) => index + 1).flatMap((of) => range(of).map((at) => `${at} of ${of}`)),
      )
    const ofServer = made.map((pod) => `${namesOf(containersOf(pod)).indexOf('app')} of ${containersOf(pod).length}`)
    expect(textsOf(ofServer)).toEqual(places(4))
    const ofVolumes = made.flatMap((pod) => {
      const volumes = namesOf(volumesOf(pod))
      const mounted = namesOf(allContainersOf(pod).flatMap(mountsOf))
      return mounted.map((name) => `${volumes.indexOf(name)} of ${volumes.length}`)
    })
    expect(textsOf(ofVolumes)).toEqual(places(3))
  })

  test('has init containers and volumes, empty lists of them, null, or none', () => {
    const made = sample(600)
    for (const list of ['initContainers', 'volumes']) {
      const kinds = made.map((pod) => (Array.isArray(pod[list]) ? pod[list].length : pod[list]))
      expect(new Set(kinds)).toEqual(new Set([undefined, null, 0, 1, 2, 3]))
    }
  })

  test('shrinks to one container with a name and an image', () => {
    const { counterexample } = fc.check(
      fc.property(podSpecs(), () => false),
      { seed: 1 },
    )
    expect(counterexample).toEqual([{ containers: [{ name: 'app', image: 'example/server:1' }] }])
  })
})

describe('a field of a pod', () => {
  const affinity = {
    podAntiAffinity: {
      preferredDuringSchedulingIgnoredDuringExecution: [
        {
          weight: 1,
          podAffinityTerm: { labelSelector: { matchLabels: { app: 'a' } }, topologyKey: 'kubernetes.io/hostname' },
        },
      ],
    },
  }
  const large = { cpu: '64', memory: '256Gi' }
  const values: Readonly<Record<string, unknown[]>> = {
    serviceAccountName: ['default', 'sa'],
    automountServiceAccountToken: [true, false],
    terminationGracePeriodSeconds: [0, 30, 300],
    dnsPolicy: ['ClusterFirst', ''],
    schedulerName: ['default-scheduler'],
    nodeSelector: [
      { 'kubernetes.io/os': 'linux' },
      { 'kubernetes.io/os': 'windows' },
      { valueOf: 'a', toString: 'b' },
      { constructor: 'b', hasOwnProperty: 'c' },
      { gpu: 'true' },
    ],
    tolerations: [
      [{ operator: 'Exists' }],
      [{ key: 'gpu', operator: 'Equal', value: 'true', effect: 'NoSchedule' }],
      null,
      [],
    ],
    affinity: [affinity],
    topologySpreadConstraints: [
      [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: {} }],
    ],
    hostAliases: [[{ ip: '10.0.0.1', hostnames: ['a'] }]],
    imagePullSecrets: [[{ name: 'pull' }], [{ name: 'a' }, { name: 'b' }], [{}], null, []],
    enableServiceLinks: [true, false],
    hostNetwork: [false],
    hostPID: [true, false],
    hostIPC: [true, false],
    os: [{ name: 'linux' }, { name: 'windows' }],
    priorityClassName: [''],
    schedulingGates: [[{ name: 'a/b' }]],
    notAField: [1, { a: [] }, null],
    ephemeralContainers: [null, []],
    shareProcessNamespace: [true, false],
    restartPolicy: ['Always', '', 'Never', 'OnFailure'],
    securityContext: [
      {},
      null,
      { runAsUser: 1000, fsGroup: 1000 },
      { seccompProfile: { type: 'RuntimeDefault' } },
      { runAsNonRoot: true },
    ],
    resources: [{ limits: large, requests: large }, {}, null],
  }

  test('has one of the values that it may have, any of them, or is absent', () => {
    const made = sample(1000, { size: 0 })
    const lists = ['containers', 'initContainers', 'volumes']
    expect(textsOf(made.flatMap(Object.keys))).toEqual(textsOf([...lists, ...Object.keys(values)]))
    for (const [field, expected] of Object.entries(values)) {
      const found = valuesOf(field, made)
      expect([field, textsOf(found)]).toEqual([field, textsOf(expected)])
      expect(found.length).toBeLessThan(500)
    }
  })

  test('stands in the way of an injector in few pods, of which none has what else concerns one', () => {
    const made = sample(600, { size: 0 })
    const isObstacle = ({ hostPID, restartPolicy }: PodSpec): boolean =>
      hostPID === true || restartPolicy === 'Never' || restartPolicy === 'OnFailure'
    expect(made.filter(isObstacle).length / made.length).toBeGreaterThan(0.02)
    expect(made.filter(isObstacle).length / made.length).toBeLessThan(0.15)
    const concerned = ['shareProcessNamespace', 'securityContext', 'resources']
    expect(concerned.flatMap((field) => valuesOf(field, made.filter(isObstacle)))).toEqual([])
  })
})

describe('by its options, a pod', () => {
  test('has the containers that are asked for, in their order, each once', () => {
    for (const pod of sample(100, { containers: ['b', 'a', 'b'] })) {
      expect(namesOf(containersOf(pod)).filter((name) => ['a', 'b'].includes(name))).toEqual(['b', 'a'])
    }
  })

  test('has so much beside them, and no more', () => {
    for (const size of [0, 1, 5]) {
      const made = sample(200, { size })
      const most = (list: (pod: PodSpec) => unknown[]): number => Math.max(...made.map((pod) => list(pod).length))
      expect([most(containersOf), most(initContainersOf), most(volumesOf)]).toEqual([size + 1, size, size])
    }
  })

  test('has no volumes', () => {
    const made = sample(100, { volumes: false })
    expect(made.flatMap(volumesOf)).toEqual([])
    expect(made.flatMap(allContainersOf).flatMap(mountsOf)).toEqual([])
  })

  test('has names and mount paths that collide with those of a mutator, beside others', () => {
    const [plain, colliding] = [{}, { names: ['logs', 'tools'], paths: ['/logs', '/tools'] }].map((options) =>
      sample(400, options),
    )
    const lists: Readonly<Record<string, (pod: PodSpec) => unknown[]>> = {
      containers: (pod) => namesOf(containersOf(pod)).filter((name) => name !== 'app'),
      'init containers': (pod) => namesOf(initContainersOf(pod)),
      volumes: (pod) => namesOf(volumesOf(pod)),
      'mounts of containers': (pod) =>
        containersOf(pod)
          .flatMap(mountsOf)
          .map(({ mountPath }) => String(mountPath).slice(1)),
      'mounts of init containers': (pod) =>
        initContainersOf(pod)
          .flatMap(mountsOf)
          .map(({ mountPath }) => String(mountPath).slice(1)),
    }
    for (const [what, list] of Object.entries(lists)) {
      const found = (colliding ?? []).flatMap(list)
      const hits = found.filter((name) => name === 'logs' || name === 'tools')
      expect([what, new Set(hits)]).toEqual([what, new Set(['logs', 'tools'])])
      // A third is drawn so, and what is there twice falls away.
      expect(hits.length / found.length).toBeGreaterThan(0.2)
      expect(hits.length / found.length).toBeLessThan(0.4)
      expect((plain ?? []).flatMap(list)).not.toContain('logs')
    }
  })

  test('says nowhere as whom it runs', () => {
    const [usual, without] = [true, false].map((users) => sample(400, { users }))
    const contexts = (pods: readonly PodSpec[] = []): unknown[] =>
      valuesOf('securityContext', [...pods, ...everyContainer(pods)])
    expect(contexts(without)).toEqual([])
    expect(contexts(usual).length).toBeGreaterThan(200)
    const kinds = (without ?? []).map((pod) =>
      Array.isArray(pod['initContainers']) ? pod['initContainers'].length : pod['initContainers'],
    )
    expect(new Set(kinds)).toEqual(new Set([undefined, null, 0, 1, 2, 3]))
  })

  test('says nowhere as whom it runs where it is for Windows', () => {
    const windows = sample(1200).filter(({ os }) => fieldsOf(os)['name'] === 'windows')
    expect(windows.length).toBeGreaterThan(15)
    const linuxOnly = ['hostPID', 'hostIPC', 'securityContext', 'shareProcessNamespace']
    expect(linuxOnly.flatMap((field) => valuesOf(field, [...windows, ...windows.flatMap(allContainersOf)]))).toEqual([])
    const kinds = windows.map(({ initContainers }) => (Array.isArray(initContainers) ? 'some' : initContainers))
    expect(new Set(kinds)).toEqual(new Set([undefined, null, 'some']))
  })
})

test('the names and paths of what stands beside the server are other people’s', () => {
  const made = sample(600)
  const named = (list: (pod: PodSpec) => Fields[]): Set<string> => new Set(made.flatMap((pod) => namesOf(list(pod))))
  expect(named(containersOf)).toEqual(
    new Set(
      [
        'app',
        'queue-proxy',
        'istio-proxy',
        'agent',
        'metrics',
        'logger',
        'vault-agent',
        'linkerd-proxy',
        'modelcars',
      ].concat(['modelcar-x', '1']),
    ),
  )
  expect(named(initContainersOf)).toEqual(
    new Set([
      'istio-init',
      'storage-initializer',
      'linkerd-proxy',
      'migrate',
      'istio-validation',
      'wait',
      'vault-agent-init',
    ]),
  )
  expect(named(volumesOf)).toEqual(
    new Set(
      ['data', 'cache', 'config', 'keys', 'istio-envoy', 'workload-socket', 'kube-api-access-x7k2p', 'store'].concat([
        'shm',
        'mnt-data',
        '0',
        'token',
      ]),
    ),
  )
  const paths = new Set(
    everyContainer(made)
      .flatMap(mountsOf)
      .map(({ mountPath }) => cleanPath(mountPath)),
  )
  expect(paths).toEqual(
    new Set(
      ['/data', '/var/run/secrets/tokens', '/etc/config', '/dev/shm', '/tmp', '/mnt/cache', '/mnt/store'].concat([
        '/home/user/.cache',
        '/etc/istio/proxy',
        '/work space',
        '/mntx',
        '/models',
      ]),
    ),
  )
})

describe('what a mutator left behind', () => {
  const logs = { name: 'logs', image: 'logs:1' }
  const level = { name: 'LEVEL', value: 'x' }
  const mutate = (pod: PodSpec): PodSpec => ({
    ...pod,
    containers: [{ ...logs, env: [level] }, ...pod.containers],
    initContainers: [logs],
    volumes: [{ name: 'tools', emptyDir: {} }],
  })
  const drawn = (): PodSpec[] => sample(800, { size: 0, volumes: false, users: false, debris: mutate })
  const shapeOf = (pod: PodSpec): string =>
    [
      containersOf(pod),
      initContainersOf(pod),
      volumesOf(pod),
      envOf(fieldsOf(containersOf(pod).find(({ name }) => name === 'logs'))),
    ]
      .map((entries) => namesOf(entries).join('+'))
      .join(' ')

  test('is in one half of the pods, whole in some of them', () => {
    const shapes = drawn().map(shapeOf)
    expect(shapes.filter((shape) => shape === 'app   ').length / shapes.length).toBeCloseTo(0.5, 1)
    expect(shapes.filter((shape) => shape === 'logs+app logs tools LEVEL').length / shapes.length).toBeGreaterThan(0.1)
  })

  test('is gone, there twice, or moved to the end in the others, at up to two places', () => {
    const shapes = drawn().map(shapeOf)
    expect(shapes).toEqual(
      expect.arrayContaining([
        'app logs tools ',
        'logs+app+logs logs tools LEVEL',
        'app+logs logs tools LEVEL',
        'logs+app  tools LEVEL',
        'logs+app logs+logs tools LEVEL',
        'logs+app logs  LEVEL',
        'logs+app logs tools+tools LEVEL',
        'logs+app logs tools ',
        'logs+app logs tools LEVEL+LEVEL',
        'app  tools ',
        'app+logs logs tools+tools LEVEL',
      ]),
    )
    expect(shapes.filter((shape) => !shape.includes('app'))).toEqual([])
  })

  test('is nothing of a mutator that adds nothing', () => {
    const same = (pod: PodSpec): PodSpec => pod
    expect(sample(50, { size: 0, debris: same }).map((pod) => namesOf(containersOf(pod)))).toEqual(
      Array(50).fill(['app']),
    )
  })

  test('goes first where a pod shrinks', () => {
    const { counterexample } = fc.check(
      fc.property(podSpecs({ debris: mutate }), () => false),
      { seed: 1 },
    )
    expect(counterexample).toEqual([{ containers: [{ name: 'app', image: 'example/server:1' }] }])
  })

  test('has its values; who was there is as it was', () => {
    const made = drawn()
    const env = made
      .flatMap(containersOf)
      .flatMap(envOf)
      .filter(({ name }) => name === 'LEVEL')
    expect(textsOf(env)).toEqual(textsOf([level]))
    const names = made.map((pod) => namesOf(containersOf(pod)).filter((name) => name !== 'logs'))
    expect(textsOf(names)).toEqual(textsOf([['app']]))
  })
})

test.each([0, 1, 3])('without a name every pod still has a container, as the API server wants it: size %i', (size) => {
  const made = sample(200, { containers: [], size })
  expect(made.filter((pod) => validatePodSpec(pod).length > 0)).toEqual([])
})

const range = (length: number): number[] => Array.from({ length }, (_, index) => index)
const doubled = (names: readonly string[]): string[] => names.filter((name, at) => names.indexOf(name) !== at)
