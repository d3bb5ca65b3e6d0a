import { includes, preferred } from '../../src/index.js'
import { many, overlayShape, server, type Shape } from './shape.js'

const protocols = ['TCP', 'UDP', 'SCTP']

/** Entries of lists, as many in the overlay as in the pod: half of them the same. */
const entries: Readonly<Record<string, (index: number) => object>> = {
  env: (index) => ({ name: `V${index}`, value: 'x' }),
  volumeMounts: (index) => ({ name: 'v', mountPath: `/v/${index}` }),
  ports: (index) => ({ containerPort: Math.floor(index / 3) + 1, protocol: protocols[index % 3], name: `p${index}` }),
  volumeDevices: (index) => ({ name: 'd', devicePath: `/dev/${index}` }),
  envFrom: (index) => ({ configMapRef: { name: `c${index}` } }),
}

const half = (count: number): number => count / 2

const inTarget = Object.entries(entries).flatMap(([key, entry]) => {
  const volumes = [{ name: 'v', emptyDir: {} }]
  const pod = (count: number) => ({
    containers: [server({ [key]: many(count, (index) => entry(index + half(count))) })],
    volumes,
  })
  return [
    overlayShape(
      `${key} of the target and of the pod`,
      (count) => ({ targets: ['kserve-container'], target: { [key]: many(count, entry) } }),
      pod,
    ),
    overlayShape(
      `one of ${key} beside many of the pod`,
      () => ({ targets: ['kserve-container'], target: { [key]: [entry(0)] } }),
      pod,
    ),
  ]
})

export const overlays: readonly Shape[] = [
  ...inTarget,
  overlayShape(
    'containers',
    (count) => ({ spec: { containers: many(count, (index) => ({ name: `c${index}`, image: 'x' })) } }),
    (count) => ({ containers: many(count, (index) => ({ name: `c${index + half(count)}`, image: 'x' })) }),
  ),
  overlayShape(
    'init containers with a command that are somebody else’s',
    (count) => ({
      spec: { initContainers: many(count, (index) => ({ name: `c${index}`, image: 'x', command: ['x'] })) },
    }),
    (count) => ({ containers: many(count, (index) => ({ name: `c${index}`, image: 'y', command: ['y'] })) }),
  ),
  overlayShape(
    'volumes',
    (count) => ({ spec: { volumes: many(count, (index) => ({ name: `v${index}`, emptyDir: {} })) } }),
    (count) => ({
      containers: [server()],
      volumes: many(count, (index) => ({ name: `v${index}`, configMap: { name: 'x' } })),
    }),
  ),
  overlayShape(
    'preferred volumes',
    (count) => ({ spec: { volumes: many(count, (index) => ({ name: `v${index}`, emptyDir: preferred({}) })) } }),
    (count) => ({
      containers: [server()],
      volumes: many(count, (index) => ({ name: `v${index}`, configMap: { name: 'x' } })),
    }),
  ),
  overlayShape(
    'targets',
    (count) => ({ targets: many(count, (index) => `c${index}`), target: { env: [{ name: 'A', value: 'x' }] } }),
    (count) => ({ containers: many(count, (index) => ({ name: `c${index}` })) }),
  ),
  overlayShape(
    'targets that are not there',
    (count) => ({ targets: many(count, (index) => `c${index}`), target: { env: [{ name: 'A', value: 'x' }] } }),
    (count) => ({ containers: many(count, (index) => ({ name: `d${index}` })) }),
  ),
  overlayShape(
    'mounts of the target that are taken',
    (count) => ({
      spec: { volumes: [{ name: 'v', emptyDir: {} }] },
      targets: ['kserve-container'],
      target: { volumeMounts: many(count, (index) => ({ name: 'v', mountPath: `/v/${index}` })) },
    }),
    (count) => ({
      containers: [server({ volumeMounts: many(count, (index) => ({ name: 'w', mountPath: `/v/${index}` })) })],
    }),
  ),
  overlayShape(
    'tolerations',
    (count) => ({
      spec: { tolerations: includes(many(count, (index) => ({ key: `k${index}`, operator: 'Exists' }))) },
    }),
    (count) => ({
      containers: [server()],
      tolerations: many(count, (index) => ({ key: `k${index + half(count)}`, operator: 'Exists' })),
    }),
  ),
  overlayShape(
    'equal tolerations of the pod',
    () => ({ spec: { tolerations: includes([{ key: 'k', operator: 'Exists' }]) } }),
    (count) => ({ containers: [server()], tolerations: many(count, () => ({ key: 'k', operator: 'Exists' })) }),
  ),
  overlayShape(
    'equal tolerations of both',
    (count) => ({
      spec: { tolerations: includes(many(count, () => ({ key: 'k', operator: 'Equal', effect: 'NoExecute' }))) },
    }),
    (count) => ({ containers: [server()], tolerations: many(count, () => ({ key: 'k', effect: 'NoExecute' })) }),
  ),
  overlayShape(
    'tolerations that are replaced',
    (count) => ({ spec: { tolerations: many(count, (index) => ({ key: `k${index}`, operator: 'Exists' })) } }),
    (count) => ({ containers: [server()], tolerations: many(count, (index) => ({ key: `k${index}` })) }),
  ),
  overlayShape(
    'capabilities',
    (count) => ({
      targets: ['kserve-container'],
      target: { securityContext: { capabilities: { drop: many(count, (index) => `C${index}`) } } },
    }),
    (count) => ({
      containers: [
        server({ securityContext: { capabilities: { drop: many(count, (index) => `C${index + half(count)}`) } } }),
      ],
    }),
  ),
  overlayShape(
    'labels of a node',
    (count) => ({ spec: { nodeSelector: Object.fromEntries(many(count, (index) => [`l${index}`, 'x'])) } }),
    (count) => ({
      containers: [server()],
      nodeSelector: Object.fromEntries(many(count, (index) => [`l${index + half(count)}`, 'x'])),
    }),
  ),
  overlayShape(
    'amounts of a container',
    (count) => ({
      targets: ['kserve-container'],
      target: { resources: { limits: Object.fromEntries(many(count, (index) => [`example.com/r${index}`, '1'])) } },
    }),
    (count) => ({
      containers: [
        server({ resources: { limits: Object.fromEntries(many(count, (index) => [`example.com/r${index}`, '2'])) } }),
      ],
    }),
  ),
  overlayShape(
    'amounts of a container beside as many of the pod',
    (count) => ({
      targets: ['kserve-container'],
      target: { resources: { limits: Object.fromEntries(many(count, (index) => [`example.com/r${index}`, '3'])) } },
    }),
    (count) => {
      const amounts = Object.fromEntries(many(count, (index) => [`example.com/r${index}`, '2']))
      return { containers: [server({ resources: { limits: amounts } })], resources: { limits: amounts } }
    },
  ),
  overlayShape('unknown fields', (count) => ({
    spec: {
      containers: [{ name: 'x', image: 'x', ...Object.fromEntries(many(count, (index) => [`imag${index}`, 1])) }],
    },
  })),
  overlayShape('values of a wrong type', (count) => ({
    spec: { containers: many(count, (index) => ({ name: `c${index}`, image: 1 })) },
  })),
  overlayShape('names that come again', (count) => ({
    spec: { containers: many(count, () => ({ name: 'x', image: 'x' })) },
  })),
  overlayShape(
    'containers of the pod that contradict it',
    () => ({ spec: { hostUsers: false } }),
    (count) => ({
      containers: many(count, (index) => ({
        name: `server-${String(index)}`,
        volumeDevices: [{ name: 'disk', devicePath: '/dev/disk' }],
      })),
    }),
  ),
  overlayShape('mounts of no volume', (count) => ({
    spec: {
      containers: [
        {
          name: 'x',
          image: 'x',
          volumeMounts: many(count, (index) => ({ name: `v${index}`, mountPath: `/v/${index}` })),
        },
      ],
    },
  })),
]
