import { inModes, many, podShape, server, type Shape } from './shape.js'

/** What is no entry of a list of objects. */
const wrong: Readonly<Record<string, unknown>> = { null: null, numbers: 0, texts: '', lists: [] }

const inServer = (key: string, entry: unknown) => (count: number) => ({
  containers: [server({ [key]: many(count, () => entry) })],
})

/** Pod specs that are malformed, in as many places. */
export const faults: readonly Shape[] = [
  ...Object.entries(wrong).flatMap(([what, entry]) => [
    podShape(`faults: ${what} for containers`, (count) => ({ containers: many(count, () => entry) })),
    podShape(`faults: ${what} for volumes`, (count) => ({ containers: [server()], volumes: many(count, () => entry) })),
    podShape(`faults: ${what} for mounts`, inServer('volumeMounts', entry)),
  ]),
  podShape('faults: null for init containers', (count) => ({
    containers: [server()],
    initContainers: many(count, () => null),
  })),
  podShape('faults: null in every list of containers, last list first', (count) => ({
    ephemeralContainers: many(count / 4, () => null),
    volumes: many(count / 4, () => null),
    initContainers: many(count / 4, () => null),
    containers: many(count / 4, () => null),
  })),
  podShape('faults: null for variables', inServer('env', null)),
  podShape('faults: null for devices', inServer('volumeDevices', null)),
  podShape(
    'faults: null for pull secrets',
    (count) => ({ containers: [server()], imagePullSecrets: many(count, () => null) }),
    { imagePullSecrets: ['own'] },
  ),
  podShape('faults: containers of no name', (count) => ({ containers: many(count, () => ({})) })),
  podShape('faults: volumes of no name', (count) => ({ containers: [server()], volumes: many(count, () => ({})) })),
  ...inModes('faults: mounts that are no lists', (count) => ({
    containers: [server(), ...many(count, (index) => ({ name: `c${index}`, volumeMounts: 0, volumeDevices: 0 }))],
    volumes: [{ name: 'kserve-provision-location-1' }, { name: 'kserve-provision-location', configMap: {} }],
  })),
  podShape('faults: null mounts of neighbours', (count) => ({
    containers: [server(), ...many(count, (index) => ({ name: `c${index}`, volumeMounts: [null, null, null] }))],
    volumes: [{ name: 'kserve-provision-location-1' }],
  })),
  podShape(
    'faults: null mounts of targets and neighbours, many targets',
    (count) => ({
      containers: many(count, (index) => ({ name: `t${index}`, volumeMounts: [null, null, null] })),
    }),
    { targets: many(1000, (index) => `t${index}`) },
  ),
]
