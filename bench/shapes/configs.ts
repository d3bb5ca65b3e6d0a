import { configShape, image, many, server, type Shape } from './shape.js'

const modes = ['sidecar', 'native-sidecar', 'image-volume', 'fetch'] as const

/** What a config has many of. */
export const configs: readonly Shape[] = [
  ...modes.flatMap((mode) => [
    configShape(`models, ${mode}`, (count) => ({
      mode,
      models: many(count, (index) => ({ image, mountPath: `/mnt/${index}/models` })),
    })),
    configShape(
      `models in one directory, ${mode}, beside mounts`,
      (count) => ({ mode, models: many(count, (index) => ({ image, mountPath: `/mnt/${index}` })) }),
      (count) => ({
        containers: [server({ volumeMounts: many(count, (index) => ({ name: 'v', mountPath: `/mnt/${index}/x` })) })],
      }),
    ),
  ]),
  configShape('long paths of models', (count) => {
    const few = Math.round(Math.sqrt(count))
    return { mode: 'fetch', models: many(few, (index) => ({ image, mountPath: `/${index}${'/a'.repeat(few)}` })) }
  }),
  configShape(
    'targets',
    (count) => ({ image, targets: many(count, (index) => `c${index}`) }),
    (count) => ({ containers: many(count, (index) => ({ name: `c${index}` })) }),
  ),
  configShape(
    'targets that are native sidecars',
    (count) => ({ image, targets: many(count, (index) => `c${index}`) }),
    (count) => ({
      containers: [server()],
      initContainers: many(count, (index) => ({ name: `c${index}`, restartPolicy: 'Always' })),
    }),
  ),
  configShape(
    'targets of as many users',
    (count) => ({ image, targets: many(count, (index) => `c${index}`) }),
    (count) => ({
      containers: many(count, (index) => ({
        name: `c${index}`,
        securityContext: { runAsUser: index, runAsGroup: index },
      })),
    }),
  ),
  configShape(
    'targets that drop capabilities',
    (count) => ({ image, targets: many(count, (index) => `c${index}`) }),
    (count) => ({
      containers: many(count, (index) => ({
        name: `c${index}`,
        securityContext: { runAsUser: 0, capabilities: { drop: ['KILL'] } },
      })),
    }),
  ),
  configShape(
    'pull secrets',
    (count) => ({ image, imagePullSecrets: many(count, (index) => `s${index}`) }),
    (count) => ({
      containers: [server()],
      imagePullSecrets: many(count, (index) => ({ name: `s${index + count / 2}` })),
    }),
  ),
  configShape('capabilities', (count) => ({
    image,
    securityContext: { capabilities: { drop: many(count, (index) => `C${index}`) } },
  })),
  configShape('wrong models', (count) => ({ models: many(count, () => ({ image: 'A', mountPath: 'x' })) })),
  configShape('unknown fields', (count) => ({
    image,
    ...Object.fromEntries(many(count, (index) => [`images${index}`, 1])),
  })),
]
