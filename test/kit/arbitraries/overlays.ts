import fc from 'fast-check'
import { includes, preferred } from '../../../src/index.js'
import { ordinaryPod } from '../../../src/testing/arbitraries/pods.js'
import { list, maybe, object } from '../../../src/testing/arbitraries/values.js'
import { clone, type Fields, fieldsOf } from '../../../src/testing/json.js'
import { containersOf, envOf, initContainersOf, namesOf, type PodSpec, volumesOf } from '../../../src/testing/pod.js'

/*
 * Overlays as people write them: sidecars, security defaults, certificates, tolerations. Every field may be enforced, preferred,
 * included or absent, as far as its kind of value allows.
 */

/** A pod and an overlay for it. */
export interface OverlayCase {
  readonly podSpec: PodSpec
  readonly overlay: Fields
}

/** Picks one of some examples as it is: a copy would lose the marks. */
const oneOf = <T>(...examples: readonly T[]): fc.Arbitrary<T> => fc.constantFrom(...examples)

/** What may be said of a field: that it is so, or rather so. */
const said = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> => fc.oneof(value, value.map(preferred))

/** What may also be said: that it is not there. Another webhook that puts it there would fight with this. */
const orNot = (value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> =>
  fc.oneof({ weight: 4, arbitrary: said(value) }, { weight: 1, arbitrary: fc.constant(null) })

const listed = (entries: fc.Arbitrary<unknown[]>): fc.Arbitrary<unknown> =>
  fc.oneof(entries.map(includes), entries.map(preferred))

const amounts = oneOf<unknown>(
  { requests: { cpu: '10m' } },
  { limits: { cpu: '1', memory: '64Mi' }, requests: { cpu: '500m', memory: '64Mi' } },
  { limits: { memory: 1e9 } },
  {},
)

const variable = (names: readonly string[]): fc.Arbitrary<Fields> =>
  fc.oneof(
    fc.record(
      { name: fc.constantFrom(...names), value: said(oneOf('', '1', '$(POD_IP):1')) },
      { noNullPrototype: true },
    ),
    fc.record(
      {
        name: fc.constantFrom(...names),
        valueFrom: said(
          oneOf<unknown>({ fieldRef: { fieldPath: 'status.podIP' } }, { secretKeyRef: { name: 's', key: 'k' } }),
        ),
      },
      { noNullPrototype: true },
    ),
  )

const port = fc
  .record({
    number: oneOf(8080, 9090, 15090),
    named: fc.boolean(),
    more: oneOf({}, { protocol: 'TCP' }, { hostIP: '10.0.0.1' }),
  })
  .map(({ number, named, more }) => ({ ...(named && { name: `port-${number}` }), containerPort: number, ...more }))

const byKey = (entries: fc.Arbitrary<Fields>, key: string, maxLength = 3): fc.Arbitrary<Fields[]> =>
  list(entries, maxLength).map((all) =>
    all.filter((entry, at) => all.findIndex((other) => other[key] === entry[key]) === at),
  )

const mounts = (volumes: readonly string[]): fc.Arbitrary<Fields[]> =>
  byKey(
    fc
      .record({
        volume: fc.constantFrom(...volumes),
        readOnly: oneOf<unknown>(undefined, true, false, preferred(true)),
        slash: fc.boolean(),
      })
      .map(({ volume, readOnly, slash }) => ({
        name: volume,
        mountPath: `/overlay/${volume}${slash ? '/' : ''}`,
        subPath: null,
        ...(readOnly !== undefined && { readOnly }),
      })),
    'name',
  )

/** What an overlay says of a container, whosoever's it is. */
const containerFields = (
  volumes: readonly string[],
  variables: readonly string[],
): Readonly<Record<string, fc.Arbitrary<unknown>>> => ({
  env: maybe(40, byKey(variable(variables), 'name')),
  envFrom: maybe(
    15,
    listed(oneOf<unknown[]>([{ configMapRef: { name: 'defaults' } }], [{ prefix: 'X_', secretRef: { name: 's' } }])),
  ),
  args: maybe(20, listed(oneOf<unknown[]>(['--verbose'], ['-a', '-b'], []))),
  ports: maybe(20, byKey(port, 'containerPort')),
  volumeMounts: maybe(30, mounts(volumes)),
  resources: maybe(20, amounts.map(preferred)),
  imagePullPolicy: maybe(15, said(oneOf('IfNotPresent'))),
  workingDir: maybe(10, oneOf<unknown>(preferred('/work'), preferred(''))),
  stdin: maybe(10, said(fc.boolean())),
  terminationMessagePolicy: maybe(15, oneOf<unknown>(preferred('FallbackToLogsOnError'))),
  securityContext: maybe(
    30,
    object({
      allowPrivilegeEscalation: maybe(50, said(fc.constant(false))),
      runAsNonRoot: maybe(10, fc.constant(preferred(false))),
      readOnlyRootFilesystem: maybe(30, said(fc.boolean())),
      capabilities: maybe(
        40,
        oneOf<unknown>({ drop: ['ALL'] }, { drop: includes(['KILL']), add: includes(['CHOWN']) }),
      ),
      seccompProfile: maybe(30, said(oneOf({ type: 'RuntimeDefault' }))),
    }),
  ),
})

/** Of regular containers only. */
const probes: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  livenessProbe: maybe(
    10,
    oneOf<unknown>(preferred({ exec: { command: ['true'] } }), {
      periodSeconds: preferred(5),
      exec: { command: ['true'] },
    }),
  ),
}

/** What others put on containers as well: an overlay that forbids or fixes it fights with them. */
const contested: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  livenessProbe: maybe(15, fc.constant(null)),
  lifecycle: maybe(15, fc.constant(null)),
  tty: maybe(15, orNot(fc.boolean())),
  workingDir: maybe(15, orNot(oneOf('/work', ''))),
  resources: maybe(20, said(amounts)),
  args: maybe(20, orNot(oneOf<unknown[]>(['--verbose'], []))),
  // An API server that does not know it drops it.
  newerField: maybe(5, said(oneOf<unknown>({ a: [1] }, 0, ['x'], ''))),
  command: maybe(10, said(oneOf<unknown[]>(['serve']))),
}

const specFields: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  tolerations: maybe(
    30,
    listed(oneOf<unknown[]>([{ key: 'gpu', operator: 'Exists' }], [{ key: 'a', value: 'b' }, { operator: 'Exists' }])),
  ),
  nodeSelector: maybe(
    20,
    oneOf<unknown>({ disk: 'ssd', empty: '' }, { disk: preferred('ssd') }, {}, preferred({ a: '' })),
  ),
  imagePullSecrets: maybe(20, oneOf<unknown>([{ name: 'pull' }], [{ name: 'overlay' }, { name: 'a' }])),
  hostNetwork: maybe(10, fc.constant(preferred(false))),
  enableServiceLinks: maybe(15, fc.constant(preferred(false))),
  terminationGracePeriodSeconds: maybe(15, oneOf<unknown>(preferred(60), preferred(0))),
  securityContext: maybe(20, oneOf<unknown>({ fsGroup: preferred(2000) }, preferred({ runAsUser: 1000 }), {})),
  dnsConfig: maybe(
    15,
    oneOf<unknown>({ options: includes([{ name: 'ndots', value: '2' }]) }, { searches: includes(['a.example']) }),
  ),
  hostAliases: maybe(10, oneOf<unknown>([{ ip: '10.0.0.1', hostnames: includes(['b']) }], [{ ip: '10.0.0.2' }])),
  affinity: maybe(
    10,
    oneOf<unknown>({
      podAntiAffinity: {
        preferredDuringSchedulingIgnoredDuringExecution: includes([
          {
            weight: 1,
            podAffinityTerm: { labelSelector: { matchLabels: { app: 'a' } }, topologyKey: 'kubernetes.io/hostname' },
          },
        ]),
      },
    }),
  ),
}

const contestedSpec: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  tolerations: maybe(20, orNot(oneOf<unknown[]>([{ key: 'gpu', operator: 'Exists' }], []))),
  newerPolicy: maybe(5, said(oneOf<unknown>({ mode: 'x' }, false))),
  shareProcessNamespace: maybe(10, orNot(fc.boolean())),
  priorityClassName: maybe(10, orNot(oneOf('high', ''))),
}

const source = oneOf<unknown>(
  { emptyDir: preferred({}) },
  { emptyDir: {} },
  { emptyDir: preferred({ sizeLimit: '1Gi' }), configMap: null },
  { configMap: { name: 'ca', items: [{ key: 'k', path: 'p' }], optional: true } },
  { projected: { sources: includes([{ serviceAccountToken: { path: 'token' } }]), defaultMode: 420 } },
)

/** What only a block device is made of. */
const raw = { name: 'overlay-raw', persistentVolumeClaim: { claimName: 'raw' } }

const ownImage = oneOf<unknown>('registry.example/tools/shipper:3', preferred('shipper:3'))

interface Choices {
  readonly isContested: boolean
}

/** An overlay for a pod: it names containers, volumes and variables that are there, and others. */
function overlayFor(podSpec: PodSpec, { isContested }: Choices): fc.Arbitrary<Fields> {
  const names = namesOf(containersOf(podSpec))
  const variables = [
    'A',
    'POD_IP',
    'OVERLAY',
    'LEVEL',
    ...containersOf(podSpec).flatMap((each) => namesOf(envOf(each))),
  ].filter((name) => name.length > 0)
  const free = ['overlay-a', 'overlay-b'].filter((name) => !namesOf(volumesOf(podSpec)).includes(name))
  const fields = { ...containerFields(free, variables), ...(isContested && contested) }
  const own = (name: string, more: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
    maybe(50, object({ name: fc.constant(name), image: ownImage, ...fields, ...more }))
  const amended =
    names.length === 0 ? fc.constant(undefined) : maybe(20, object({ name: fc.constantFrom(...names), ...fields }))
  return fc
    .record(
      {
        volumes: fc.tuple(...free.map((name) => source.map((each) => ({ name, ...(each as Fields) })))),
        containers: fc.tuple(own('own', isContested ? {} : probes), amended),
        inits: fc.tuple(own('own-init', { restartPolicy: maybe(50, fc.constant('Always')) })),
        spec: object({ ...specFields, ...(isContested && contestedSpec) }),
        target: object({ ...fields, ...(isContested ? {} : probes) }),
        targets: fc.oneof(fc.constant<'*'>('*'), fc.subarray([...new Set(names)])),
        initTargets: oneOf(undefined, 'sidecars'),
        isOnDevice: fc.nat(9).map((at) => at === 9),
      },
      { noNullPrototype: true },
    )
    .map(({ volumes, containers, inits, spec, target, targets, initTargets, isOnDevice }) => {
      const device = isOnDevice && { volumeDevices: [{ name: 'overlay-raw', devicePath: '/dev/overlay' }] }
      const given = containers.filter((each) => each !== undefined).map((each): Fields => ({ ...each, ...device }))
      const listedNames = new Set(given.map(({ name }) => name))
      return {
        spec: {
          ...spec,
          volumes: isOnDevice ? [...volumes, raw] : volumes,
          containers: given,
          initContainers: inits.filter((each) => each !== undefined).map(withoutProbes),
        },
        targets: targets === '*' ? targets : targets.filter((name) => !listedNames.has(name)),
        target: initTargets === undefined ? target : withoutProbes(target),
        ...(targets === '*' && initTargets !== undefined && { initTargets }),
      }
    })
}

/** What ends by itself has no probes and hooks. */
function withoutProbes(container: Fields): Fields {
  const { livenessProbe: _, lifecycle: __, ...others } = container
  return others
}

const caseOf = (choices: Choices): fc.Arbitrary<OverlayCase> =>
  ordinaryPod.chain((podSpec) => overlayFor(podSpec, choices).map((overlay) => ({ podSpec, overlay })))

/** Overlays that leave alone what other webhooks set too, or only prefer it. */
export const peacefulCase = caseOf({ isContested: false })

/** Overlays of every kind. */
export const overlayCase = fc.oneof(peacefulCase, caseOf({ isContested: true }))

/** Pods that the overlay, or a part of it, was in already, with pieces doubled, or taken away again. */
export const againCase = (inject: (podSpec: PodSpec, overlay: Fields) => PodSpec): fc.Arbitrary<OverlayCase> =>
  fc.tuple(overlayCase, fc.array(fc.nat(40), { maxLength: 3 })).map(([{ podSpec, overlay }, damages]) => {
    let made: PodSpec
    try {
      made = clone(inject(podSpec, overlay))
    } catch {
      return { podSpec, overlay }
    }
    for (const at of damages) damage(made, at)
    return { podSpec: made, overlay }
  })

/** Doubles an entry of a list, takes one out, or gives the overlay's container to somebody else. */
export function damage(podSpec: PodSpec, at: number): void {
  const own = containersOf(podSpec).find(({ name }) => name === 'own')
  // Somebody else's container of that name now: a conflict.
  if (at % 20 === 7 && own !== undefined) own['image'] = 'stranger:1'
  const lists = [
    ...['containers', 'volumes', 'initContainers'].map((list) => podSpec[list]),
    ...[...containersOf(podSpec), ...initContainersOf(podSpec)].flatMap((each) =>
      ['env', 'volumeMounts'].map((list) => each[list]),
    ),
  ].filter((entries): entries is unknown[] => Array.isArray(entries) && entries.length > 0)
  const entries = lists[at % Math.max(lists.length, 1)]
  if (entries === undefined) return
  if (at % 2 === 0) entries.push(clone(entries[at % entries.length]))
  else if (entries.length > 1) entries.splice(at % entries.length, 1)
}

const wrongValues: readonly unknown[] = [
  ...[null, '', 'x', 0, -1, 1.5, true, [], {}, [null], [{}], ['a'], { name: 1 }],
  ...[preferred('x'), preferred(null), preferred([]), includes([]), includes(['a']), () => 1, 1n],
]

/** Overlays with wrong values, or values that are right elsewhere, at a few places; marks stay marks. */
export const wrongOverlay = (overlay: Fields): fc.Arbitrary<Fields> =>
  fc
    .array(fc.tuple(fc.nat(), fc.constantFrom(...wrongValues)), { minLength: 1, maxLength: 2 })
    .map((places) => places.reduce<Fields>((made, [at, value]) => fieldsOf(replaced(made, at, value)), overlay))

/** Replaces one of the values in an object or list; the number says which. */
function replaced(holder: unknown, at: number, value: unknown): unknown {
  const isHolder = typeof holder === 'object' && holder !== null
  const fields: readonly string[] = isHolder ? Object.keys(holder) : []
  const key = fields[at % Math.max(fields.length, 1)]
  if (key === undefined) return value
  const rest = Math.floor(at / fields.length)
  const copy = Array.isArray(holder) ? [...(holder as unknown[])] : { ...(holder as Fields) }
  const inner: unknown = Reflect.get(copy, key)
  Reflect.set(copy, key, rest % 3 === 0 ? value : replaced(inner, Math.floor(rest / 3), value))
  return copy
}
