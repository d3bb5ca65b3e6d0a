import { many, objectShape, server, type Shape } from './shape.js'

const pod = (name: string, containers: readonly object[] = [server()]) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name },
  spec: { containers },
})

function nestedList(depth: number): object {
  let object: object = pod('x')
  for (let level = 0; level < depth; level++) object = { kind: 'List', items: [object] }
  return object
}

function deep(depth: number): object {
  let object: object = { spec: { containers: [server()] } }
  for (let level = 0; level < depth; level++) object = { a: object }
  return object
}

/** Objects in which pod specs are looked for. */
export const objects: readonly Shape[] = [
  objectShape('a List of pods', (count) => ({ kind: 'List', items: many(count, (index) => pod(`p${index}`)) })),
  objectShape('a List of pods without a target', (count) => ({
    kind: 'List',
    items: many(count, (index) => pod(`p${index}`, [{ name: 'x' }])),
  })),
  objectShape('a List of null', (count) => ({ kind: 'List', items: many(count, () => null) })),
  objectShape('Lists in Lists', (count) => nestedList(count)),
  objectShape('one pod, many times', (count) => {
    const one = pod('x')
    return { kind: 'List', items: many(count, () => one) }
  }),
  objectShape(
    '* over a map',
    (count) => ({
      kind: 'X',
      specs: Object.fromEntries(many(count, (index) => [`k${index}`, { containers: [server()] }])),
    }),
    () => ({ pointers: ['/specs/*'] }),
  ),
  objectShape(
    '* over a list',
    (count) => ({ kind: 'X', specs: many(count, () => ({ spec: { containers: [server()] } })) }),
    () => ({ pointers: ['/specs/*/spec'] }),
  ),
  objectShape(
    '* over a map of maps',
    (count) => {
      const few = Math.round(Math.sqrt(count))
      const inner = () => Object.fromEntries(many(few, (index) => [`k${index}`, { containers: [server()] }]))
      return { kind: 'X', specs: Object.fromEntries(many(few, (index) => [`k${index}`, inner()])) }
    },
    () => ({ pointers: ['/specs/*/*'] }),
  ),
  objectShape(
    'pointers',
    (count) => ({
      kind: 'X',
      ...Object.fromEntries(many(count, (index) => [`k${index}`, { containers: [server()] }])),
    }),
    (count) => ({ pointers: many(count, (index) => `/k${index}`) }),
  ),
  objectShape(
    'pointers that lead nowhere',
    (count) => ({ kind: 'X', ...Object.fromEntries(many(count, (index) => [`k${index}`, {}])) }),
    (count) => ({ pointers: many(count, (index) => `/k${index}/x`) }),
  ),
  objectShape(
    'a long pointer',
    (count) => ({ kind: 'X', ...deep(count) }),
    (count) => ({ pointers: [`${'/a'.repeat(count)}/spec`] }),
  ),
  objectShape(
    'pointers to entries of a list',
    (count) => ({ kind: 'X', specs: many(count, () => ({ containers: [server()] })) }),
    (count) => ({ pointers: many(count, (index) => `/specs/${index}`) }),
  ),
]
