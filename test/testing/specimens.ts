import { clone, entriesOf, fieldsOf } from '../../src/testing/json.js'
import type { Operation } from '../../src/testing/json-patch.js'
import { containersOf, initContainersOf, mountsOf, type PodSpec, volumesOf } from '../../src/testing/pod.js'

/*
 * Mutators with faults that were published, each written again as far as the fault goes.
 */

/** Mounts its volume into every container in every call, as injectors do that do not look (one of actions/runner-container-hooks). */
export function mountsTwice(podSpec: PodSpec): PodSpec {
  const spec = clone(podSpec)
  if (!volumesOf(spec).some(({ name }) => name === 'tools')) {
    spec['volumes'] = [...volumesOf(spec), { name: 'tools', emptyDir: {} }]
  }
  for (const container of containersOf(spec)) {
    container['volumeMounts'] = [...mountsOf(container), { name: 'tools', mountPath: '/tools' }]
  }
  return spec
}

/** Replaces `initContainers` as a whole, as a merge of objects does (actions/runner-container-hooks#335). */
export const replacesInitContainers = (podSpec: PodSpec): PodSpec => ({
  ...podSpec,
  initContainers: [{ name: 'fetch', image: 'tools/fetch:1' }],
})

/** Adds to the end of a list that may not be there. */
export const patchesMissingList = (podSpec: PodSpec): Operation[] =>
  initContainersOf(podSpec).some(({ name }) => name === 'fetch')
    ? []
    : [{ op: 'add', path: '/initContainers/-', value: { name: 'fetch', image: 'tools/fetch:1' } }]

/** Writes its amounts as it was given them, whenever they are not the same text. */
export function rewritesQuantities(podSpec: PodSpec): PodSpec {
  const wanted = { cpu: '1000m', memory: '1024Mi' }
  const [first] = containersOf(podSpec)
  const limits = fieldsOf(fieldsOf(first?.['resources'])['limits'])
  if (limits['cpu'] === wanted.cpu && limits['memory'] === wanted.memory) return podSpec
  const spec = clone(podSpec)
  const [container] = containersOf(spec)
  if (container !== undefined)
    container['resources'] = { limits: { ...wanted }, requests: { cpu: '1m', memory: '1Mi' } }
  return spec
}

/** What no law has anything against: a container of its own, told by its name, where nobody else has that. */
export function addsSidecar(podSpec: PodSpec): PodSpec {
  if (!Array.isArray(fieldsOf(podSpec)['containers'])) throw new Error('this is no pod spec: it has no containers')
  const others = [...entriesOf(podSpec['containers']), ...entriesOf(podSpec['initContainers'])]
  if (others.some(({ name }) => name === 'logs')) return podSpec
  return {
    ...podSpec,
    containers: [...entriesOf(podSpec['containers']), { name: 'logs', image: 'tools/logs:1' }] as PodSpec['containers'],
  }
}
