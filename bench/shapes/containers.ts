import { createInjector } from '../../src/index.js'
import { image, inModes, many, podShape, server, type Shape } from './shape.js'

const foreign = (name: string) => ({ name, image: 'busybox', command: ['sleep', '1'] })
const hostProcess = (name: string) => ({ name, securityContext: { windowsOptions: { hostProcess: true } } })
const root = { securityContext: { runAsUser: 0, runAsNonRoot: true } }

const sample = createInjector({ image }).inject({ containers: [server()] })
const sidecar = sample.containers.at(-1)!
const prefetch = sample.initContainers!.at(-1)!

/** Containers, what is in them beside mounts, and what goes by their names. */
export const containers: readonly Shape[] = [
  ...inModes('containers', (count) => ({ containers: [server(), ...many(count, (index) => ({ name: `c${index}` }))] })),
  podShape('init containers', (count) => ({
    containers: [server()],
    initContainers: many(count, (index) => ({ name: `c${index}` })),
  })),
  podShape('native sidecars', (count) => ({
    containers: [server()],
    initContainers: many(count, (index) => ({ name: `c${index}`, restartPolicy: 'Always' })),
  })),
  podShape('ephemeral containers', (count) => ({
    containers: [server()],
    ephemeralContainers: many(count, (index) => ({ name: `c${index}` })),
  })),
  podShape('servers of one name', (count) => ({ containers: many(count, () => server()) })),
  podShape('our sidecars of one name', (count) => ({ containers: [server(), ...many(count, () => sidecar)] })),
  podShape('our init containers of one name', (count) => ({
    containers: [server()],
    initContainers: many(count, () => prefetch),
  })),
  podShape('foreign containers of our name', (count) => ({
    containers: [server(), ...many(count, () => foreign('modelcar'))],
  })),
  podShape('ephemeral containers of our names', (count) => ({
    containers: [server()],
    ephemeralContainers: many(count, () => foreign('modelcar-init')),
  })),
  podShape('our containers as root', (count) => ({
    containers: [server(), ...many(count, () => ({ ...sidecar, ...root }))],
  })),
  podShape('a pod as root, with many models', (count) => ({
    ...root,
    containers: [server(), ...many(count, (index) => ({ ...sidecar, name: `modelcar-${index + 1}` }))],
  })),
  podShape('containers that are host processes', (count) => ({
    containers: [server(), ...many(count, (index) => hostProcess(`c${index}`))],
  })),
  podShape('init containers and containers of no name', (count) => ({
    initContainers: many(count / 2, () => ({})),
    containers: many(count / 2, () => ({})),
  })),
  podShape('environment variables', (count) => ({
    containers: [server({ env: many(count, (index) => ({ name: `V${index}`, value: 'x' })) })],
  })),
  podShape('environment variables of our name', (count) => ({
    containers: [server({ env: many(count, () => ({ name: 'MODEL_INIT_MODE', value: 'async' })) })],
  })),
  podShape('environment variables of a neighbour', (count) => ({
    containers: [server(), { name: 'x', env: many(count, (index) => ({ name: `V${index}`, value: 'x' })) }],
  })),
  podShape('ports', (count) => ({
    containers: [server({ ports: many(count, (index) => ({ containerPort: index + 1 })) })],
  })),
  podShape('amounts of pod-level resources', (count) => {
    const amounts = Object.fromEntries(many(count, (index) => [`example.com/r${index}`, '1']))
    return { resources: { limits: amounts, requests: amounts }, containers: [server()] }
  }),
  podShape('containers beside pod-level resources', (count) => ({
    resources: { limits: { cpu: '1', memory: '1Gi' } },
    containers: [server(), ...many(count, (index) => ({ name: `c${index}`, resources: { requests: { cpu: '1m' } } }))],
  })),
  podShape(
    'containers beside as many amounts of pod-level resources',
    (count) => {
      const amounts = Object.fromEntries(many(count, (index) => [`example.com/r${index}`, '1']))
      return {
        resources: { limits: amounts },
        containers: [server(), ...many(count, (index) => ({ name: `c${index}` }))],
      }
    },
    { resources: { limits: { cpu: '1' } } },
  ),
  podShape(
    'pull secrets',
    (count) => ({
      containers: [server()],
      imagePullSecrets: many(count, (index) => ({ name: `s${index}` })),
    }),
    { imagePullSecrets: ['own'] },
  ),
  podShape(
    'pull secrets of one name',
    (count) => ({ containers: [server()], imagePullSecrets: many(count, () => ({ name: 'own' })) }),
    {
      imagePullSecrets: ['own'],
    },
  ),
  podShape('capabilities that are dropped', (count) => ({
    containers: [
      server({ securityContext: { runAsUser: 0, capabilities: { drop: many(count, (index) => `C${index}`) } } }),
      { ...sidecar, securityContext: { capabilities: { drop: many(count, (index) => `C${index}`) } } },
    ],
  })),
  podShape(
    'targets that drop capabilities beside a sidecar that drops as many',
    (count) => {
      const [few, drop] = [Math.round(Math.sqrt(count)), many(count, (index) => `C${index}`)]
      return {
        containers: [
          ...many(few, (index) => ({
            name: `t${index}`,
            securityContext: { runAsUser: 0, capabilities: { drop: drop.slice(-few) } },
          })),
          { ...sidecar, securityContext: { capabilities: { drop } } },
        ],
      }
    },
    { targets: many(31, (index) => `t${index}`) },
  ),
  podShape('words of a command', (count) => ({
    containers: [server(), { ...sidecar, command: many(count, () => 'x'), args: many(count, () => 'y') }],
  })),
  podShape('containers of one object', (count) => {
    const one = { name: 'x', volumeMounts: [{ name: 'a', mountPath: '/a' }] }
    return { containers: [server(), ...many(count, () => one)] }
  }),
  podShape('other fields', (count) => ({
    ...Object.fromEntries(many(count, (index) => [`field${index}`, index])),
    containers: [server()],
  })),
]
