import fc from 'fast-check'
import { alwaysPullImages, defaultAdmission, limitRanger, serviceAccount } from './api-server/admission.js'
import { compareQuantities } from './api-server/quantity.js'
import { roundTrip } from './api-server/round-trip.js'
import { type Config, isOurContainer } from './config.js'
import { mirrored, pinned } from './images.js'
import { clone, entriesOf, type Fields, fieldsOf, stringsOf } from './json.js'
import {
  allContainersOf,
  type Container,
  containersOf,
  envOf,
  type Inject,
  initContainersOf,
  mountsOf,
  type PodSpec,
  volumesOf,
} from './pod.js'

/*
 * What happens to a pod between two calls of an injector: what the API server and its built-in plugins do, and what other
 * webhooks do without undoing what a config enforces. Each is a pure function, and free to touch our own pieces too.
 */

/** A change, drawn for a config: `at` says to which container, or how. */
export type Change = (podSpec: PodSpec, at: number, config: Config) => PodSpec

/** Lets a change edit a copy in place. */
const edit =
  (change: (spec: PodSpec, at: number, config: Config) => void): Change =>
  (podSpec, at, config) => {
    const spec = clone(podSpec)
    change(spec, at, config)
    return spec
  }

const pick = <T>(entries: readonly T[], at: number): T | undefined => entries[at % Math.max(entries.length, 1)]
const runsOn = ({ restartPolicy }: Container, list: string): boolean =>
  list === 'containers' || restartPolicy === 'Always'

const neighbour = (): Container => ({
  name: 'mesh-proxy',
  image: 'mesh/proxy:1',
  args: ['proxy', 'sidecar'],
  ports: [{ containerPort: 15090, protocol: 'TCP', name: 'mesh' }],
  resources: { requests: { cpu: '100m' } },
  volumeMounts: [{ name: 'mesh-data', mountPath: '/var/lib/mesh' }],
})

const neighbourInit = (): Container => ({ name: 'mesh-init', image: 'mesh/proxy:1', args: ['iptables'] })

function injectMesh(spec: PodSpec, isInFront: boolean): void {
  const add = (list: string, entry: Fields): void => {
    const entries = entriesOf(spec[list])
    if (entries.some(({ name }) => name === entry['name'])) return
    spec[list] = isInFront ? [entry, ...entries] : [...entries, entry]
  }
  add('containers', neighbour())
  add('initContainers', neighbourInit())
  add('volumes', { name: 'mesh-data', emptyDir: {} })
}

/** Raises every quantity that is below the given one. */
function raise(amounts: unknown, to: Fields): Fields {
  const raised = { ...fieldsOf(amounts) }
  for (const [name, value] of Object.entries(to)) {
    if (raised[name] !== undefined && compareQuantities(raised[name], value) < 0) raised[name] = value
  }
  return raised
}

const turn = <T>(entries: readonly T[], at: number): T[] => [...entries.slice(at), ...entries.slice(0, at)]

/** Settings that only make a container safer, and that are valid beside any of those that a config may set. */
const stricter: readonly ((context: Fields) => Fields)[] = [
  (context) => ({ ...context, readOnlyRootFilesystem: true }),
  (context) => ({ ...context, allowPrivilegeEscalation: false, privileged: false }),
  (context) => (context['runAsUser'] === 0 ? context : { ...context, runAsNonRoot: true }),
  (context) => {
    const capabilities = fieldsOf(context['capabilities'])
    return { ...context, capabilities: { ...capabilities, drop: [...stringsOf(capabilities['drop']), 'ALL'] } }
  },
]

/** Everything that may happen between two calls, by name. */
export const changes: Readonly<Record<string, Change>> = {
  'the API server stores it and sends it back': (podSpec) => roundTrip(podSpec),
  'the ServiceAccount’s token is mounted': (podSpec) => serviceAccount()(podSpec),
  'all default admission plugins run': (podSpec) => defaultAdmission(roundTrip(podSpec)),
  'LimitRanger fills in resources': (podSpec) =>
    limitRanger({ cpu: '64', memory: '256Gi' }, { cpu: '1m', memory: '1Mi' })(podSpec),
  AlwaysPullImages: (podSpec) => alwaysPullImages(podSpec),
  'images come from a mirror': edit((spec) => {
    for (const container of allContainersOf(spec)) container['image'] = mirrored(container['image'])
  }),
  'one image comes from a mirror': edit((spec, at) => {
    const container = pick(allContainersOf(spec), at)
    if (container !== undefined) container['image'] = mirrored(container['image'])
  }),
  'image volumes come from a mirror': edit((spec) => {
    for (const { image } of volumesOf(spec)) {
      if (typeof fieldsOf(image)['reference'] === 'string')
        fieldsOf(image)['reference'] = mirrored(fieldsOf(image)['reference'])
    }
  }),
  'image volumes are pinned to digests': edit((spec) => {
    for (const { image } of volumesOf(spec)) {
      if (typeof fieldsOf(image)['reference'] === 'string')
        fieldsOf(image)['reference'] = pinned(fieldsOf(image)['reference'])
    }
  }),
  'images are pinned to digests': edit((spec) => {
    for (const container of allContainersOf(spec)) container['image'] = pinned(container['image'])
  }),
  'an autoscaler raises resources': edit((spec, at) => {
    // Where the pod has a budget of its own, raising is limited by it.
    if (Object.keys(fieldsOf(spec['resources'])).length > 0) return
    const amounts = { cpu: '100', memory: `${300 + at}Gi` }
    for (const container of allContainersOf(spec)) {
      const { limits, requests, ...rest } = fieldsOf(container['resources'])
      container['resources'] = {
        ...rest,
        ...(limits !== undefined && { limits: raise(limits, amounts) }),
        // Requests of what has no limit may grow; the others stay below theirs.
        ...(requests !== undefined && {
          requests: at % 2 === 0 ? requests : raise(requests, raiseable(limits, amounts)),
        }),
      }
    }
  }),
  'a mesh adds its sidecar': edit((spec) => {
    injectMesh(spec, false)
  }),
  'a mesh puts its sidecar in front': edit((spec) => {
    injectMesh(spec, true)
  }),
  'env on every container': edit((spec) => {
    for (const container of allContainersOf(spec)) {
      if (envOf(container).some(({ name }) => name === 'POD_NAME')) continue
      const variable = { name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }
      container['env'] = [variable, ...envOf(container)]
    }
  }),
  'a port on one container': edit((spec, at) => {
    const container = pick(containersOf(spec), at)
    if (container !== undefined) container['ports'] = [...entriesOf(container['ports']), { containerPort: 7000 + at }]
  }),
  'probes on every container': edit((spec) => {
    for (const container of containersOf(spec)) {
      container['livenessProbe'] ??= { exec: { command: ['true'] }, periodSeconds: 30 }
      container['lifecycle'] ??= { preStop: { exec: { command: ['true'] } } }
    }
  }),
  'stricter security on every container': edit((spec, at) => {
    for (const container of allContainersOf(spec)) {
      const uid = fieldsOf(container['securityContext'])['runAsUser'] ?? fieldsOf(spec['securityContext'])['runAsUser']
      const context = { ...fieldsOf(container['securityContext']) }
      const made = stricter[at % stricter.length]?.(uid === 0 ? { ...context, runAsUser: 0 } : context)
      container['securityContext'] = { ...made, ...context, ...made }
    }
  }),
  'pod-level security': edit((spec) => {
    spec['securityContext'] = {
      ...fieldsOf(spec['securityContext']),
      seccompProfile: { type: 'RuntimeDefault' },
      fsGroup: 1000,
    }
  }),
  'mounts and volumes of somebody else on every container': edit((spec) => {
    if (volumesOf(spec).some(({ name }) => name === 'certs')) return
    spec['volumes'] = [{ name: 'certs', configMap: { name: 'certs' } }, ...volumesOf(spec)]
    for (const container of allContainersOf(spec)) {
      container['volumeMounts'] = [
        { name: 'certs', mountPath: '/etc/ssl/more', readOnly: true },
        ...mountsOf(container),
      ]
    }
  }),
  'pull secrets and scheduling': edit((spec) => {
    spec['imagePullSecrets'] = [{ name: 'cluster-wide' }, ...entriesOf(spec['imagePullSecrets'])]
    spec['nodeSelector'] = { ...fieldsOf(spec['nodeSelector']), pool: 'gpu' }
    spec['tolerations'] = [...entriesOf(spec['tolerations']), { key: 'gpu', operator: 'Exists' }]
  }),
  'lists in another order': edit((spec, at) => {
    for (const list of ['containers', 'volumes', 'imagePullSecrets', 'tolerations']) {
      const entries = spec[list]
      if (Array.isArray(entries) && entries.length > 1) spec[list] = turn<unknown>(entries, at % entries.length)
    }
    for (const container of allContainersOf(spec)) {
      const mounts = mountsOf(container)
      if (mounts.length > 1) container['volumeMounts'] = turn(mounts, at % mounts.length)
    }
  }),
  'init containers in another order': edit((spec, at) => {
    const inits = initContainersOf(spec)
    if (inits.length > 1) spec['initContainers'] = turn(inits, at % inits.length)
  }),
  'keys in another order': (podSpec) => backwards(podSpec) as PodSpec,
  'absent lists become null': edit((spec, at) => {
    for (const list of ['initContainers', 'volumes', 'imagePullSecrets', 'ephemeralContainers']) spec[list] ??= null
    const absent = at % 2 === 0 ? null : []
    for (const container of allContainersOf(spec)) {
      for (const list of ['args', 'env', 'ports', 'volumeMounts', 'volumeDevices', 'envFrom'])
        container[list] ??= clone(absent)
    }
  }),
  'zero values are written out': edit((spec) => {
    for (const field of ['hostPID', 'hostIPC', 'hostNetwork']) spec[field] ??= false
    for (const container of allContainersOf(spec)) {
      for (const field of ['stdin', 'tty']) container[field] ??= false
      container['workingDir'] ??= ''
      for (const mount of mountsOf(container)) {
        mount['readOnly'] ??= false
        mount['subPath'] ??= ''
      }
    }
  }),
  'a field that this API server does not know': edit((spec) => {
    for (const container of allContainersOf(spec)) container['notAField'] = { a: [1] }
  }),
  'another webhook touches our containers': edit((spec, at, config) => {
    for (const list of ['containers', 'initContainers']) {
      for (const container of entriesOf(spec[list]) as Container[]) {
        if (!isOurContainer(container.name, config)) continue
        container['terminationMessagePath'] = '/dev/elsewhere'
        container['terminationMessagePolicy'] = at % 2 === 0 ? 'File' : 'FallbackToLogsOnError'
        container['tty'] = true
        // What ends by itself has no probes.
        if (runsOn(container, list)) container['readinessProbe'] ??= { exec: { command: ['true'] } }
      }
    }
  }),
}

const raiseable = (limits: unknown, amounts: Fields): Fields =>
  Object.fromEntries(Object.entries(amounts).filter(([name]) => fieldsOf(limits)[name] === undefined))

function backwards(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((entry: unknown) => backwards(entry))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).reverse()
  return Object.fromEntries(entries.map(([key, field]) => [key, backwards(field)]))
}

/** What happens between two calls: up to four changes, one after the other. Its text names them. */
export const betweenCalls = (config: Config, names = Object.keys(changes)): fc.Arbitrary<Inject> =>
  fc
    .array(fc.record({ name: fc.constantFrom(...names), at: fc.nat(11) }, { noNullPrototype: true }), {
      minLength: 1,
      maxLength: 4,
      size: 'max',
    })
    .map((steps) => runChanges(steps, config))

/** Runs changes, one after the other. */
export function runChanges(steps: readonly { readonly name: string; readonly at: number }[], config: Config): Inject {
  const run: Inject = (podSpec) =>
    steps.reduce((spec, { name, at }) => changes[name]?.(spec, at, config) ?? spec, podSpec)
  return Object.assign(run, { toString: () => steps.map(({ name, at }) => `${name} (${at})`).join(', then ') })
}
