import type { AdmissionReview, Mutate, Pod, PodSpec } from '../../src/testing/index.js'
import { clone, entriesOf, type Fields, fieldsOf } from '../../src/testing/json.js'
import { allContainersOf, containersOf, envOf, initContainersOf, mountsOf, volumesOf } from '../../src/testing/pod.js'

/*
 * Mutators without a fault, in the styles that webhooks are written in. No law may have anything against one of them.
 */

const sidecar = Object.freeze({ name: 'logs', image: 'tools/logs:1' })

const hasLogs = (spec: PodSpec): boolean => allContainersOf(spec).some(({ name }) => name === 'logs')

/** It edits what it is handed, as most do. */
function inPlace(spec: PodSpec): PodSpec {
  if (!hasLogs(spec)) spec.containers.push({ ...sidecar })
  return spec
}

/** One object for all pods, which is frozen too. */
const constant = (spec: PodSpec): PodSpec =>
  hasLogs(spec) ? spec : { ...spec, containers: [...spec.containers, sidecar] }

/** A sidecar that is merged by its name, into whatever stands there. */
function upsert(spec: PodSpec): PodSpec {
  const made = clone(spec)
  const own = allContainersOf(made).find(({ name }) => name === 'logs')
  if (own === undefined) made.containers.push({ ...sidecar, env: [{ name: 'LEVEL', value: 'info' }] })
  else if (!envOf(own).some(({ name }) => name === 'LEVEL'))
    own['env'] = [...envOf(own), { name: 'LEVEL', value: 'info' }]
  return made
}

class Injector {
  readonly #variable = { name: 'TRACE', value: 'on' }

  /** Every container, those that others add among them. */
  async mutate(spec: PodSpec): Promise<PodSpec> {
    await Promise.resolve()
    const traced = <T extends Fields>(container: T): T =>
      envOf(container).some(({ name }) => name === 'TRACE')
        ? container
        : { ...container, env: [...envOf(container), { ...this.#variable }] }
    return {
      ...spec,
      containers: containersOf(spec).map(traced),
      ...(initContainersOf(spec).length > 0 && { initContainers: initContainersOf(spec).map(traced) }),
    }
  }
}

/** A volume that every container mounts, where nothing else is mounted there. */
function mountsEverywhere(spec: PodSpec): PodSpec {
  const made = clone(spec)
  if (!volumesOf(made).some(({ name }) => name === 'scratch-space'))
    made['volumes'] = [...volumesOf(made), { name: 'scratch-space', emptyDir: {} }]
  for (const container of allContainersOf(made)) {
    const mounts = mountsOf(container)
    const devices = entriesOf(container['volumeDevices'])
    if (mounts.some(({ mountPath }) => String(mountPath).replace(/\/+$/, '') === '/scratch-space')) continue
    if (devices.some(({ name }) => name === 'scratch-space')) continue
    container['volumeMounts'] = [...mounts, { name: 'scratch-space', mountPath: '/scratch-space' }]
  }
  return made
}

/** A list without keys that grows by one. */
function tolerates(spec: PodSpec): PodSpec {
  const own = { key: 'models', operator: 'Exists', effect: 'NoSchedule' }
  const there = entriesOf(spec['tolerations'])
  return there.some(({ key }) => key === 'models') ? spec : { ...spec, tolerations: [own, ...there] }
}

/** An init container that is the first. */
function fetchesFirst(spec: PodSpec): PodSpec {
  if (allContainersOf(spec).some(({ name }) => name === 'fetch-first')) return spec
  const first = { name: 'fetch-first', image: 'tools/fetch:1', resources: { requests: { cpu: '0.010' } } }
  return { ...spec, initContainers: [first, ...initContainersOf(spec)] }
}

/** Defaults for everything that nobody has set. */
function defaults(spec: PodSpec): PodSpec {
  const made = clone(spec)
  made['nodeSelector'] = { 'kubernetes.io/arch': 'amd64', ...fieldsOf(made['nodeSelector']) }
  for (const container of allContainersOf(made)) {
    container['terminationMessagePolicy'] ??= 'FallbackToLogsOnError'
  }
  return made
}

export const soundMutators: Readonly<Record<string, Mutate>> = {
  'edits in place': inPlace,
  'adds a constant': constant,
  'merges by name': upsert,
  'an instance of a class, async, on every container': (spec) => new Injector().mutate(spec),
  'mounts on every container': mountsEverywhere,
  'adds a toleration in front': tolerates,
  'puts an init container first': fetchesFirst,
  'sets defaults': defaults,
}

type Answer = (pod: Pod) => { spec: PodSpec; annotations?: Readonly<Record<string, string>> }

/** A webhook whose patch replaces what it changed, its own mark on the pod among it. */
export const handlerOf =
  (answer: Answer) =>
  ({ request: { uid, object } }: AdmissionReview): unknown => {
    const { spec, annotations } = answer(clone(object))
    const patch = [
      { op: 'replace', path: '/spec', value: spec },
      ...(annotations === undefined ? [] : [{ op: 'add', path: '/metadata/annotations', value: annotations }]),
    ]
    const text = Buffer.from(JSON.stringify(patch)).toString('base64')
    return { response: { uid, allowed: true, patchType: 'JSONPatch', patch: text } }
  }

/** It looks for its mark, and never at the containers. */
export const marks: Answer = ({ metadata: { annotations = {} }, spec }) => {
  if (annotations['example.com/injected'] === 'yes') return { spec }
  const container = { name: 'marked-sidecar', image: 'a:1' }
  return {
    spec: { ...spec, containers: [...spec.containers, container] },
    annotations: { ...annotations, 'example.com/injected': 'yes' },
  }
}
