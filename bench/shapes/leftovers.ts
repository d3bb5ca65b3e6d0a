import { createInjector, type ModelcarOptions } from '../../src/index.js'
import { image, inModes, many, server, type Shape } from './shape.js'

const script = ['sh', '-c', 'ln -s /proc/$$/root/models /mnt/models && sleep infinity']
const volume = 'kserve-provision-location'

/** What a config of a hundred models leaves, again and again. */
function injected(config: ModelcarOptions) {
  const models = many(100, (index) => ({ image, mountPath: `/mnt/${index}/models` }))
  const { inject } = createInjector({ models, ...config })
  const { containers, initContainers = [], volumes = [] } = inject({ containers: [server()] })
  return { target: containers[0]!, containers: containers.slice(1), initContainers, volumes }
}

const repeated = <T>(count: number, list: readonly T[]): T[] =>
  list.length === 0 ? [] : many(count, (index) => list[index % list.length]!)

/** What earlier injections left. */
export const leftovers: readonly Shape[] = [
  ...inModes('bare containers of numbered names', (count) => ({
    containers: [server(), ...many(count, (index) => ({ name: `modelcar-${index + 1}` }))],
  })),
  ...inModes('leftover sidecars with mounts and volumes', (count) => ({
    containers: [
      server({ volumeMounts: many(count, (index) => ({ name: `${volume}-${index + 1}`, mountPath: `/m/${index}` })) }),
      ...many(count, (index) => ({
        name: `modelcar-${index + 1}`,
        command: script,
        volumeMounts: [{ name: `${volume}-${index + 1}`, mountPath: `/m/${index}` }],
      })),
    ],
    volumes: many(count, (index) => ({ name: `${volume}-${index + 1}`, emptyDir: {} })),
  })),
  ...(['sidecar', 'native-sidecar', 'image-volume', 'fetch'] as const).flatMap((mode) => {
    const { target, ...lists } = injected({ mode })
    return inModes(`a hundred models of mode ${mode}, repeated`, (count) => ({
      containers: [
        { ...target, volumeMounts: repeated(count, target.volumeMounts!) },
        ...repeated(count, lists.containers),
      ],
      initContainers: repeated(count, lists.initContainers),
      volumes: repeated(count, lists.volumes),
    }))
  }),
  ...inModes('scripts of KServe in the other list', (count) => ({
    containers: [server()],
    initContainers: many(count, (index) => ({ name: index === 0 ? 'modelcar' : `modelcar-${index}`, args: script })),
  })),
]
