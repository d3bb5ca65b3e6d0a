import { inModes, many, podShape, server, type Shape } from './shape.js'

const name = 'kserve-provision-location'
const withVolumes = (volumes: readonly object[], fields: object = {}) => ({
  containers: [server()],
  volumes,
  ...fields,
})

/** Volumes, of ours and of others. */
export const volumes: readonly Shape[] = [
  podShape('volumes', (count) => withVolumes(many(count, (index) => ({ name: `v${index}`, emptyDir: {} })))),
  ...inModes('volumes of our name', (count) => withVolumes(many(count, () => ({ name, emptyDir: {} })))),
  ...inModes('volumes of our name with many mounts', (count) => ({
    containers: [
      server({ volumeMounts: many(count, () => ({ name, mountPath: '/mnt' })) }),
      { name: 'x', volumeMounts: many(count, (index) => ({ name, mountPath: `/mnt/${index % 9}` })) },
    ],
    volumes: many(count, () => ({ name, emptyDir: {} })),
  })),
  ...inModes('numbered volumes of our name', (count) =>
    withVolumes(many(count, (index) => ({ name: `${name}-${index + 1}`, emptyDir: {} }))),
  ),
  podShape('numbered volumes of our name beside as many containers', (count) =>
    withVolumes(
      many(count, (index) => ({ name: `${name}-${index + 1}`, emptyDir: {} })),
      { containers: [server(), ...many(count, (index) => ({ name: `c${index}` }))] },
    ),
  ),
  podShape('numbered volumes of our name that others mount', (count) =>
    withVolumes(
      many(count, (index) => ({ name: `${name}-${index + 1}`, emptyDir: {} })),
      {
        containers: [
          server(),
          ...many(count, (index) => ({
            name: `c${index}`,
            volumeMounts: [{ name: `${name}-${index + 1}`, mountPath: '/x' }],
          })),
        ],
      },
    ),
  ),
  podShape('volumes of our name that cannot be written to', (count) =>
    withVolumes(many(count, () => ({ name, configMap: { name: 'x' } }))),
  ),
  podShape('claims of our name', (count) =>
    withVolumes(many(count, () => ({ name, persistentVolumeClaim: { claimName: 'x' } }))),
  ),
  podShape('image volumes', (count) =>
    withVolumes(many(count, (index) => ({ name: `v${index}`, image: { reference: 'x' } }))),
  ),
  podShape('volumes beside a storage initializer', (count) =>
    withVolumes(
      many(count, (index) => ({ name: `v${index}`, emptyDir: {} })),
      {
        initContainers: [
          {
            name: 'storage-initializer',
            args: ['oci://registry.example/m:1', '/m'],
            volumeMounts: many(count, (index) => ({ name: `v${index}`, mountPath: '/m' })),
          },
        ],
      },
    ),
  ),
  podShape('sources of one volume', (count) =>
    withVolumes([{ name, ...Object.fromEntries(many(count, (index) => [`source${index}`, {}])) }]),
  ),
]
