import { inModes, many, podShape, server, type Shape } from './shape.js'

const mount = (name: string, mountPath: string) => ({ name, mountPath })
const withMounts = (volumeMounts: readonly object[], fields: object = {}) => ({
  containers: [server({ volumeMounts })],
  ...fields,
})
const oci = (index: number) => ['oci://registry.example/m:1', `/m/${index}`]

/** Mounts and devices of the target, and of others. */
export const mounts: readonly Shape[] = [
  ...inModes('mounts', (count) => withMounts(many(count, (index) => mount('v', `/v/${index}`)))),
  ...inModes('mounts at the model’s path', (count) => withMounts(many(count, () => mount('v', '/mnt/models')))),
  podShape('mounts under the model’s path', (count) =>
    withMounts(many(count, (index) => mount('v', `/mnt/models/${index}`))),
  ),
  podShape('mounts over the model’s path', (count) => withMounts(many(count, () => mount('v', '/')))),
  podShape('mounts at our mount path, in many spellings', (count) =>
    withMounts(many(count, (index) => mount('v', `/mnt${'/'.repeat((index % 50) + 1)}`))),
  ),
  podShape('mounts of ours, in many spellings', (count) =>
    withMounts(many(count, (index) => mount('kserve-provision-location', `/mnt${'/.'.repeat(index % 50)}`))),
  ),
  podShape('devices at the model’s path', (count) => ({
    containers: [server({ volumeDevices: many(count, () => ({ name: 'd', devicePath: '/mnt/models' })) })],
  })),
  podShape('devices under the model’s path', (count) => ({
    containers: [
      server({ volumeDevices: many(count, (index) => ({ name: 'd', devicePath: `/mnt/models/${index}` })) }),
    ],
  })),
  podShape('devices of our volume', (count) => ({
    containers: [
      server(),
      {
        name: 'x',
        volumeDevices: many(count, (index) => ({ name: 'kserve-provision-location', devicePath: `/dev/${index}` })),
      },
    ],
  })),
  ...inModes('mounts of a neighbour', (count) => ({
    containers: [server(), { name: 'x', volumeMounts: many(count, (index) => mount('v', `/v/${index}`)) }],
    volumes: [{ name: 'kserve-provision-location', configMap: { name: 'x' } }],
  })),
  ...inModes('image volumes beside mounts of them', (count) =>
    withMounts(
      many(count, (index) => ({ ...mount(`mnt-${index}`, `/mnt/${index}`), subPath: 'models' })),
      { volumes: many(count, (index) => ({ name: `mnt-${index}`, image: { reference: 'x' } })) },
    ),
  ),
  podShape('image volumes beside mounts of other volumes', (count) =>
    withMounts(
      many(count, (index) => ({ ...mount('v', `/v/${index}`), subPath: 'models' })),
      { volumes: many(count, (index) => ({ name: `mnt-${index}`, image: { reference: 'x' } })) },
    ),
  ),
  podShape('one image volume beside mounts of it', (count) =>
    withMounts(
      many(count, (index) => ({ ...mount('v', `/v/${index}`), subPath: 'models' })),
      { volumes: [{ name: 'v', image: { reference: 'x' } }] },
    ),
  ),
  ...inModes('arguments of a storage initializer beside mounts', (count) =>
    withMounts(
      many(count, (index) => mount('v', `/m/${index}`)),
      {
        initContainers: [
          {
            name: 'storage-initializer',
            args: many(count, oci).flat(),
            volumeMounts: many(count, (index) => mount('v', `/m/${index}`)),
          },
        ],
      },
    ),
  ),
  podShape('foreign arguments of a storage initializer', (count) => ({
    containers: [server()],
    initContainers: [
      {
        name: 'storage-initializer',
        args: [...oci(0), ...many(count, (index) => [`gs://b/${index}`, `/m/${index}`]).flat()],
      },
    ],
  })),
  podShape(
    'containers with a mount, which are targets',
    (count) => ({
      containers: many(count, (index) => ({ name: `t${index % 100}`, volumeMounts: [mount('v', '/mnt/models')] })),
    }),
    { targets: many(100, (index) => `t${index}`) },
  ),
]
