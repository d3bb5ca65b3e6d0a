import fc from 'fast-check'
import { clone, type Fields, setField } from '../json.js'
import { nodesOf } from './values.js'

/** Any JSON value whatever, keys such as `__proto__` among them. */
export const anyJson: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue(),
  fc.object({ maxDepth: 3, maxKeys: 4, values: [fc.string(), fc.integer(), fc.boolean(), fc.constant(null)] }),
)

/** A value of the wrong type for nearly every field. */
const wrongValue: fc.Arbitrary<unknown> = fc.constantFrom<unknown>(
  null,
  undefined,
  '',
  'x',
  '/',
  0,
  -1,
  1.5,
  1e21,
  true,
  false,
  [],
  {},
  [null],
  [[]],
  [{}],
  [1],
  ['a'],
  { name: 1 },
  { name: '' },
  [{ name: null }],
  [{ name: 'modelcar' }],
  { 0: 'a', length: 1 },
  { limits: 1 },
  { emptyDir: 1 },
  { drop: 'ALL' },
)

/** Fields that an injector reads, which a mutation may put anywhere. */
const readField = fc.constantFrom(
  'name',
  'containers',
  'initContainers',
  'volumes',
  'volumeMounts',
  'mountPath',
  'env',
  'value',
  'valueFrom',
  'image',
  'args',
  'command',
  'resources',
  'limits',
  'requests',
  'cpu',
  'securityContext',
  'capabilities',
  'drop',
  'runAsUser',
  'emptyDir',
  'hostPID',
  'os',
  'nodeSelector',
  'restartPolicy',
  'volumeDevices',
  'imagePullSecrets',
  'shareProcessNamespace',
  'ephemeralContainers',
  'models',
  'targets',
  'names',
  'mode',
  'imagePullPolicy',
  'enabled',
  'mountPropagation',
  'readOnly',
  'devicePath',
)

interface Mutation {
  node: number
  field: number
  named: string | undefined
  value: unknown
}

const mutation: fc.Arbitrary<Mutation> = fc.record(
  {
    node: fc.nat(),
    field: fc.nat(),
    named: fc.option(readField, { nil: undefined }),
    value: fc.oneof({ weight: 4, arbitrary: wrongValue }, { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 2 }) }),
  },
  { noNullPrototype: true },
)

function mutate<T>(value: T, mutations: readonly Mutation[]): T {
  const copy = clone(value)
  for (const { node, field, named, value: wrong } of mutations) {
    const nodes = nodesOf(copy)
    const chosen = nodes[node % nodes.length]
    if (chosen === undefined) break
    const keys = Object.keys(chosen)
    const key = named ?? keys[field % keys.length]
    if (key === undefined) continue
    if (Array.isArray(chosen)) chosen[field % (chosen.length + 1)] = clone(wrong)
    else setField(chosen, key, clone(wrong))
  }
  return copy
}

/** A value with wrong values at a few places of it. */
export const mutated = <T extends Fields>(value: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc
    .tuple(value, fc.array(mutation, { minLength: 1, maxLength: 3, size: 'max' }))
    .map(([good, mutations]) => mutate(good, mutations))
