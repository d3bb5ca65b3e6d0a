import { inModes, many, podShape, reviewOf, reviewShape, server, textShape, type Shape } from './shape.js'

const mounted = (mountPath: string, fields: object = {}) => ({
  containers: [server({ volumeMounts: [{ name: 'v', mountPath, ...fields }] })],
  volumes: [{ name: 'v', image: { reference: 'x' } }],
})

const named = (name: string, fields: object = {}) => ({ containers: [server(), { name, ...fields }] })

/** Long texts, and what is deep. */
export const texts: readonly Shape[] = [
  ...inModes('text: one component of a path', (count) => mounted(`/${'a'.repeat(count)}`, { subPath: 'models' })),
  ...inModes('text: components of a path', (count) => mounted('/a'.repeat(count), { subPath: 'models' })),
  podShape('text: capitals of a path', (count) => mounted(`/${'A-'.repeat(count)}`, { subPath: 'models' })),
  podShape('text: components of a path under the model', (count) => mounted(`/mnt/models${'/a'.repeat(count)}`)),
  podShape('text: slashes of a path', (count) => mounted('/'.repeat(count))),
  podShape('text: dots of a path', (count) => mounted(`${'/a'.repeat(count)}${'/..'.repeat(count)}`)),
  podShape('text: many long paths', (count) => {
    const few = Math.round(Math.sqrt(count))
    const volumeMounts = many(few, (index) => ({
      name: 'v',
      mountPath: `/${index}${'/a'.repeat(few)}`,
      subPath: 'models',
    }))
    return { containers: [server({ volumeMounts })], volumes: [{ name: 'v', image: { reference: 'x' } }] }
  }),
  podShape('text: the name of a container', (count) => named('a'.repeat(count))),
  podShape('text: digits behind our name', (count) => named(`modelcar-${'1'.repeat(count)}`)),
  podShape('text: the name of a volume', (count) => ({
    containers: [server()],
    volumes: [{ name: `kserve-provision-location-${'1'.repeat(count)}`, emptyDir: {} }],
  })),
  podShape('text: a script', (count) => named('modelcar', { command: ['sh', '-c', 'ln -s '.repeat(count)] })),
  podShape('text: a record', (count) =>
    named('modelcar', { command: ['sh', '-c', `# modelcar ${'a '.repeat(count)}`] }),
  ),
  podShape('text: fields of a record', (count) =>
    named('modelcar', { command: ['sh', '-c', `# modelcar a:1${' x=1'.repeat(count)}`] }),
  ),
  podShape('text: an image', (count) => named('modelcar', { image: `a/${'b/'.repeat(count)}c`, command: ['x'] })),
  podShape('text: an amount', (count) => named('modelcar', { resources: { limits: { cpu: '1'.repeat(count) } } }), {
    resources: { limits: { cpu: '1' } },
  }),
  podShape(
    'text: an amount of the pod',
    (count) => ({ ...named('x'), resources: { limits: { cpu: '1'.repeat(count) } } }),
    { resources: { limits: { cpu: '1' } } },
  ),
  podShape('text: a storage initializer’s argument', (count) => ({
    containers: [server({ volumeMounts: [{ name: 'v', mountPath: '/m' }] })],
    initContainers: [{ name: 'storage-initializer', args: ['oci://x', '/a'.repeat(count)] }],
  })),
  podShape('text: a value that is no list', (count) => ({ containers: 'x'.repeat(count) })),
  podShape('text: a name that stands in the way', (count) => ({
    containers: [server({ volumeMounts: [{ name: 'v'.repeat(count), mountPath: '/mnt/models' }] })],
  })),
  podShape('text: many long names of containers, none a target', (count) => ({
    containers: many(Math.round(Math.sqrt(count)), () => ({ name: 'a'.repeat(Math.round(Math.sqrt(count))) })),
  })),
  reviewShape('depth of lists in the pod', (count) =>
    reviewOf({}).replace(
      '"spec":{}',
      `"spec":{"containers":[{"name":"kserve-container","x":${'['.repeat(count / 8)}${']'.repeat(count / 8)}}]}`,
    ),
  ),
  reviewShape('depth of objects in our container', (count) =>
    reviewOf({ containers: [server(), { name: 'modelcar', command: ['COMMAND'] }] }).replace(
      '"COMMAND"',
      `${'{"x":'.repeat(count / 16)}{}${'}'.repeat(count / 16)}`,
    ),
  ),
  reviewShape('annotations', (count) =>
    reviewOf(
      { containers: [server()] },
      { annotations: Object.fromEntries(many(count, (index) => [`a${index}`, 'x'])) },
    ),
  ),
  reviewShape('characters beyond ASCII', (count) =>
    reviewOf({ containers: [server({ volumeMounts: [{ name: 'é'.repeat(count), mountPath: '/mnt/models' }] })] }),
  ),
  textShape('no JSON', (count) => '['.repeat(count)),
]
