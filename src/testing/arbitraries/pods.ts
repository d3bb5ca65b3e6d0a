import fc from 'fast-check'
import { clone, entriesOf, type Fields, fieldsOf, omit, setField } from '../json.js'
import { asPodSpec } from '../cast.js'
import type { PodSpec } from '../pod.js'
import { container, initContainer, initName, type LooseContainer, neighbourName, settle } from './containers.js'
import { anyPath, harmlessPath } from './paths.js'
import { distinct, list, maybe, object, oneOf, withoutUndefined } from './values.js'
import { volume } from './volumes.js'

const oddity = (text: string): Fields => fieldsOf(JSON.parse(text))

const nodeSelector: fc.Arbitrary<Fields> = fc
  .constantFrom(
    '{"kubernetes.io/os":"linux"}',
    '{"valueOf":"a","toString":"b"}',
    '{"constructor":"b","hasOwnProperty":"c"}',
    '{"gpu":"true"}',
  )
  .map(oddity)

/** Fields of a pod that have nothing to do with a model. */
export const bystanders = {
  serviceAccountName: maybe(15, oneOf('default', 'sa')),
  automountServiceAccountToken: maybe(8, fc.boolean()),
  terminationGracePeriodSeconds: maybe(15, oneOf(30, 0, 300)),
  dnsPolicy: maybe(10, oneOf('ClusterFirst', '')),
  schedulerName: maybe(5, oneOf('default-scheduler')),
  nodeSelector: maybe(15, nodeSelector),
  tolerations: maybe(
    10,
    oneOf<unknown>(
      [{ operator: 'Exists' }],
      [{ key: 'gpu', operator: 'Equal', value: 'true', effect: 'NoSchedule' }],
      null,
      [],
    ),
  ),
  affinity: maybe(
    6,
    oneOf<unknown>({
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: [
          {
            weight: 1,
            podAffinityTerm: { labelSelector: { matchLabels: { app: 'a' } }, topologyKey: 'kubernetes.io/hostname' },
          },
        ],
      },
    }),
  ),
  topologySpreadConstraints: maybe(
    3,
    oneOf<unknown>([{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: {} }]),
  ),
  hostAliases: maybe(3, oneOf<unknown>([{ ip: '10.0.0.1', hostnames: ['a'] }])),
  imagePullSecrets: maybe(15, oneOf<unknown>([{ name: 'pull' }], [{ name: 'a' }, { name: 'b' }], [{}], null, [])),
  enableServiceLinks: maybe(10, fc.boolean()),
  hostNetwork: maybe(3, fc.constant(false)),
  hostPID: maybe(5, fc.constant(false)),
  hostIPC: maybe(3, fc.boolean()),
  os: maybe(4, oneOf({ name: 'linux' })),
  priorityClassName: maybe(3, oneOf('')),
  schedulingGates: maybe(3, oneOf<unknown>([{ name: 'a/b' }])),
  notAField: maybe(3, oneOf<unknown>(1, { a: [] }, null)),
  ephemeralContainers: maybe(2, oneOf<unknown>(null, [])),
}

/** Fields of a pod that matter to an injector, and stand in nobody's way. */
export const concerned = {
  shareProcessNamespace: maybe(15, fc.boolean()),
  restartPolicy: maybe(25, oneOf('Always', '')),
  securityContext: maybe(
    25,
    oneOf<unknown>(
      {},
      null,
      { runAsUser: 1000, fsGroup: 1000 },
      { seccompProfile: { type: 'RuntimeDefault' } },
      { runAsNonRoot: true },
    ),
  ),
  resources: maybe(
    4,
    oneOf<unknown>({ limits: { cpu: '64', memory: '256Gi' }, requests: { cpu: '64', memory: '256Gi' } }, {}, null),
  ),
}

/** Fields that an injector has to refuse a pod for; the API server takes them. */
export const obstacles = {
  hostPID: maybe(25, fc.constant(true)),
  restartPolicy: maybe(25, oneOf('Never', 'OnFailure')),
  nodeSelector: maybe(15, oneOf({ 'kubernetes.io/os': 'windows' })),
  os: maybe(15, oneOf({ name: 'windows' })),
}

/** The server's containers: one that KServe would find, its transformer, a worker; or a pod without any. */
const servers: fc.Arbitrary<string[]> = fc.oneof<fc.WeightedArbitrary<string[]>[]>(
  { weight: 12, arbitrary: fc.constant(['kserve-container']) },
  { weight: 3, arbitrary: fc.constant(['kserve-container', 'transformer-container']) },
  { weight: 2, arbitrary: fc.constant(['worker-container']) },
  { weight: 1, arbitrary: fc.constant(['worker-container', 'kserve-container']) },
  { weight: 1, arbitrary: fc.constant(['transformer-container', 'worker-container']) },
)

interface Draft {
  spec: Fields
  volumes: Fields[]
  servers: string[]
  bodies: LooseContainer[]
  neighbours: LooseContainer[]
  inits: LooseContainer[]
  front: number
  empty: unknown
}

/** What the parts of a pod are drawn from. */
export interface Parts {
  readonly path: fc.Arbitrary<string>
  readonly spec: fc.Arbitrary<Fields>
  readonly servers: fc.Arbitrary<string[]>
  readonly neighbours: fc.Arbitrary<LooseContainer[]>
  readonly inits: fc.Arbitrary<LooseContainer[]>
  readonly volumes: fc.Arbitrary<Fields[]>
}

/** Draws the parts of a pod, and puts them together. */
export const podOf = (parts: Parts): fc.Arbitrary<PodSpec> => draft(parts).map(assemble)

const kservePod = (path: fc.Arbitrary<string>, spec: fc.Arbitrary<Fields>): fc.Arbitrary<PodSpec> =>
  podOf({
    path,
    spec,
    servers,
    neighbours: list(container(neighbourName, path)),
    inits: list(initContainer(initName, path), 2),
    volumes: list(volume, 5),
  })

const draft = ({ path, spec, volumes, servers, neighbours, inits }: Parts): fc.Arbitrary<Draft> =>
  fc.record(
    {
      spec,
      volumes,
      servers,
      bodies: fc.array(container(fc.constant('server'), path), { minLength: 2, maxLength: 2 }),
      neighbours,
      inits,
      front: fc.nat(3),
      empty: oneOf<unknown>(undefined, undefined, undefined, null, []),
    },
    { noNullPrototype: true },
  )

/** Puts a pod together: names and mount paths become unique, mounts get volumes that are there. */
function assemble({ spec, volumes, servers, bodies, neighbours, inits, front, empty }: Draft): PodSpec {
  const settledVolumes = distinct(volumes, ({ name }) => String(name))
  const served = servers.map((name, index) => ({
    ...bodies[index % bodies.length],
    mounts: bodies[index % bodies.length]?.mounts ?? [],
    name,
  }))
  const regular = distinct([...neighbours.slice(0, front), ...served, ...neighbours], ({ name }) => name)
  const taken = new Set(regular.map(({ name }) => name))
  const initial = distinct(inits, ({ name }) => name).filter(({ name }) => !taken.has(name))
  const pod: Fields = { ...spec, containers: regular.map((entry) => settle(entry, settledVolumes)) }
  const lists: readonly (readonly [string, unknown[]])[] = [
    ['initContainers', initial.map((entry) => settle(entry, settledVolumes))],
    ['volumes', settledVolumes],
  ]
  for (const [key, entries] of lists) {
    if (entries.length > 0) pod[key] = entries
    else if (empty !== undefined) pod[key] = clone(empty)
  }
  return asPodSpec(pod)
}

/** Pods that the API server takes, and in which nothing stands in an injector's way: the ordinary case. */
export const ordinaryPod: fc.Arbitrary<PodSpec> = kservePod(harmlessPath, object({ ...bystanders, ...concerned }))

/** Pods that the API server takes; in some of them something stands in an injector's way. */
export const admissiblePod: fc.Arbitrary<PodSpec> = fc.oneof(
  { weight: 5, arbitrary: ordinaryPod },
  { weight: 1, arbitrary: kservePod(anyPath, object({ ...bystanders, ...concerned })) },
  {
    weight: 1,
    arbitrary: kservePod(anyPath, object({ ...bystanders, ...obstacles })).map(withoutWindowsFaults),
  },
)

/** Fields that no API server takes in a new pod, but that JSON and other people's code bring along. */
const oddities = fc.constantFrom(
  '{"nodeSelector":{"__proto__":"a","valueOf":"b"}}',
  '{"__proto__":{"polluted":true}}',
  '{"ephemeralContainers":[{"name":"debugger","image":"busybox:1","targetContainerName":"kserve-container"}]}',
  '{"resources":{"limits":{"toString":"1"}}}',
  '{"unknown":[[{"__proto__":{"containers":[]}}],null]}',
)

/** Any pod that is well-formed: those that the API server takes, and some with what it does not take. */
export const anyPod: fc.Arbitrary<PodSpec> = fc.oneof(
  { weight: 5, arbitrary: admissiblePod },
  {
    weight: 1,
    arbitrary: fc.tuple(admissiblePod, oddities).map(([pod, text]) => {
      const copy = clone(pod)
      for (const [key, value] of Object.entries(oddity(text))) setField(copy, key, value)
      return copy
    }),
  },
)

/** A Windows pod may not have what only Linux knows, so that is taken out of it. */
export function withoutWindowsFaults(pod: PodSpec): PodSpec {
  if (fieldsOf(pod['os'])['name'] !== 'windows') return pod
  const strip = (entries: unknown) =>
    Array.isArray(entries) ? entriesOf(entries).map((entry) => omit(entry, 'securityContext')) : entries
  const kept = omit(pod, 'hostPID', 'hostIPC', 'securityContext', 'shareProcessNamespace')
  const lists = { containers: strip(pod.containers), initContainers: strip(pod['initContainers']) }
  return asPodSpec(withoutUndefined({ ...kept, ...lists }))
}
