import { defaultAdmission } from './api-server/admission.js'
import { alwaysPullImages } from './api-server/always-pull-images.js'
import { limitRanger } from './api-server/limit-ranger.js'
import { compareQuantities } from './api-server/quantity.js'
import { roundTrip } from './api-server/round-trip.js'
import { serviceAccount } from './api-server/service-account.js'
import { asContainers, asPodSpec } from './cast.js'
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
 * What happens to a pod between two calls of a mutator: what the API server and its built-in plugins do, and what other
 * webhooks do that mean well. Each is a pure function, and free to touch what the mutator added.
 */

/** A change; `at`, a number from 0, says to which container, or how. */
export type Change = (podSpec: PodSpec, at: number) => PodSpec

/** A change by its name, and where or how it is made. */
export interface Step {
  readonly name: string
  readonly at: number
}

/** Lets a change edit a copy in place. */
const edit =
  (change: (spec: PodSpec, at: number) => void): Change =>
  (podSpec, at) => {
    const spec = clone(podSpec)
    change(spec, at)
    return spec
  }

const pick = <T>(entries: readonly T[], at: number): T | undefined => entries[at % entries.length]
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
    if (compareQuantities(raised[name], value) < 0) raised[name] = value
  }
  return raised
}

const from = <T>(entries: readonly T[], first: number): T[] => [...entries.slice(first), ...entries.slice(0, first)]

/** Turns a list round, so that another entry is the first. */
function turn(holder: Fields, key: string, at: number): void {
  const entries = holder[key]
  if (Array.isArray(entries)) holder[key] = from<unknown>(entries, at % entries.length)
}

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
  "the ServiceAccount's token is mounted": (podSpec) => serviceAccount()(podSpec),
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
    // The autoscaler leaves containers alone that end before the pod runs.
    const running = initContainersOf(spec).filter(({ restartPolicy }) => restartPolicy === 'Always')
    for (const container of [...containersOf(spec), ...running]) {
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
    for (const list of ['containers', 'volumes', 'imagePullSecrets', 'tolerations']) turn(spec, list, at)
    for (const container of allContainersOf(spec)) turn(container, 'volumeMounts', at)
  }),
  'init containers in another order': edit((spec, at) => {
    turn(spec, 'initContainers', at)
  }),
  'keys in another order': (podSpec) => asPodSpec(backwards(podSpec)),
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
  'another webhook touches every container': edit((spec, at) => {
    for (const list of ['containers', 'initContainers']) {
      for (const container of asContainers(entriesOf(spec[list]))) {
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

/**
 * Runs changes, one after the other. Its text names them.
 *
 * @example
 * const between = runChanges([{ name: "the ServiceAccount's token is mounted", at: 0 }])
 * console.log(String(between)) //=> the ServiceAccount's token is mounted (0)
 * console.log(between({ containers: [{ name: 'app' }] })['serviceAccountName']) //=> default
 */
export function runChanges(steps: readonly Step[]): Inject {
  const run: Inject = (podSpec) => steps.reduce((spec, { name, at }) => changes[name]?.(spec, at) ?? spec, podSpec)
  return Object.assign(run, { toString: () => stepsText(steps) })
}

/** Names changes, in their order. */
export const stepsText = (steps: readonly Step[]): string =>
  steps.map(({ name, at }) => `${name} (${at})`).join(', then ')
