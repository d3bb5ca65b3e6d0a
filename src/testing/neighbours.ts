import { alwaysPullImages } from './api-server/always-pull-images.js'
import { changes } from './changes.js'
import { entriesOf } from './json.js'
import { containersOf, type Inject, type PodSpec } from './pod.js'

/** Somebody else's webhook. */
export interface Neighbour {
  readonly name: string
  readonly mutate: Inject
}

/** Changes that a webhook may make in every call without ever making another one of its own answer. */
const repeatable = [
  'images come from a mirror',
  'images are pinned to digests',
  'an autoscaler raises resources',
  'a mesh adds its sidecar',
  'a mesh puts its sidecar in front',
  'env on every container',
  'probes on every container',
  'pod-level security',
  'mounts and volumes of somebody else on every container',
  'another webhook touches every container',
]

/** Other people's webhooks that are idempotent and leave alone what others added, as far as they need not change it. */
export const goodNeighbours: readonly Neighbour[] = [
  ...repeatable.map((name) => ({ name, mutate: (podSpec: PodSpec) => changes[name]?.(podSpec, 0) ?? podSpec })),
  { name: 'always pulls images', mutate: alwaysPullImages },
]

/** Other people's webhooks that change the pod in every call. */
export const restlessNeighbours: readonly Neighbour[] = [
  {
    name: 'counts its calls',
    mutate: (podSpec) => ({ ...podSpec, nodeSelector: { calls: String(Math.trunc(callsOf(podSpec)) + 1) } }),
  },
  {
    name: 'adds a container in every call',
    mutate(podSpec) {
      const count = containersOf(podSpec).filter(({ name }) => name.startsWith('restless-')).length
      return { ...podSpec, containers: [...podSpec.containers, { name: `restless-${count}`, image: 'restless:1' }] }
    },
  },
  {
    name: 'turns the containers round',
    mutate: (podSpec) => ({ ...podSpec, containers: containersOf(podSpec).toReversed() }),
  },
  {
    name: 'takes the last container away',
    mutate(podSpec) {
      const containers = containersOf(podSpec)
      return containers.length > 1 ? { ...podSpec, containers: containers.slice(0, -1) } : podSpec
    },
  },
  {
    name: 'writes its own pull policy',
    mutate: (podSpec) => ({
      ...podSpec,
      containers: containersOf(podSpec).map((container) => ({ ...container, imagePullPolicy: 'Never' })),
    }),
  },
]

const callsOf = (podSpec: PodSpec): number => {
  const [selector] = entriesOf([podSpec['nodeSelector']])
  return Number(selector?.['calls'] ?? 0) || 0
}
