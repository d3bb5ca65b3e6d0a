import { issueMetadata } from '../pods.js'
import { reviewOf } from '../reviews.js'

/*
 * Reviews of 3 MB, as much as an API server takes of a request, whose pods have twenty thousand of one thing. They are asked to get a
 * model, and what they have is of the names and at the paths of ours: nothing in them can be passed over.
 */

const amount = 20_000
const bytes = 3_000_000

type Entry = Readonly<Record<string, unknown>>

const image = 'registry.example/server:1'
const times = (entry: (index: number) => Entry): Entry[] => Array.from({ length: amount }, (_, index) => entry(index))
const server = (fields: Entry = {}): Entry => ({ name: 'kserve-container', image, ...fields })
const mounts = times((index) => ({ name: 'kserve-provision-location', mountPath: `/mnt/models/${index}` }))

/** The pod spec of each shape. */
const shapes: Readonly<Record<string, Entry>> = {
  'target mounts under the model path': { containers: [server({ volumeMounts: mounts })] },
  'target mounts of one path': {
    containers: [
      server({ volumeMounts: times((index) => ({ name: `v-${index}`, mountPath: `/mnt${'/'.repeat(index % 9)}` })) }),
    ],
  },
  'containers of our name': {
    containers: [server(), ...times(() => ({ name: 'modelcar', image, command: ['theirs'] }))],
  },
  'bare containers of our numbered names': {
    containers: [server(), ...times((index) => ({ name: `modelcar-${index}` }))],
  },
  'leftover sidecars with mounts': {
    containers: [
      server(),
      ...times((index) => ({
        name: `modelcar-${index}`,
        args: ['sh', '-c', 'ln -s /proc/$$/root/models /mnt/models && sleep infinity'],
        volumeMounts: [{ name: `kserve-provision-location-${index}`, mountPath: `/mnt/${index}` }],
      })),
    ],
  },
  'volumes of our numbered names': {
    containers: [server()],
    volumes: times((index) => ({ name: `kserve-provision-location-${index}`, emptyDir: {} })),
  },
  'volumes of our name': {
    containers: [server()],
    volumes: times(() => ({ name: 'kserve-provision-location', configMap: { name: 'theirs' } })),
  },
  'variables of our name': {
    containers: [server({ env: times(() => ({ name: 'MODEL_INIT_MODE', value: 'other' })) })],
  },
  'init containers of our name': {
    containers: [server()],
    initContainers: times(() => ({ name: 'modelcar-init', image, command: ['theirs'] })),
  },
  'arguments of a storage initializer': {
    containers: [server({ volumeMounts: mounts })],
    initContainers: [
      {
        name: 'storage-initializer',
        image,
        args: times((index) => ({ index })).map((_, index) => `oci://a/b:${index}`),
      },
    ],
  },
  'plain containers': { containers: [server(), ...times((index) => ({ name: `c-${index}`, image }))] },
  'what is no container': { containers: Array<null>(amount).fill(null) },
}

/** By the name of its shape, each review as bytes. What is shorter is filled up by an annotation. */
export const largeReviews: ReadonlyMap<string, Buffer> = new Map(
  Object.entries(shapes).map(([name, spec]) => [name, reviewOfLength(spec)]),
)

function reviewOfLength(spec: Entry): Buffer {
  const review = (filling: string): string => {
    const { annotations, ...metadata } = issueMetadata()
    const object = {
      kind: 'Pod',
      apiVersion: 'v1',
      metadata: { ...metadata, annotations: { ...annotations, filling } },
      spec,
    }
    return JSON.stringify(reviewOf({ containers: [] }, { object }))
  }
  return Buffer.from(review('x'.repeat(Math.max(0, bytes - review('').length))))
}
