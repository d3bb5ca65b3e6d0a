import type { Fields } from '../../src/testing/json.js'
import { drawObject, type Place } from '../kit/arbitraries/schema/draw.js'
import { type Field, typeNamed } from '../kit/arbitraries/schema/fields.js'
import { never } from '../kit/arbitraries/schema/left-out.js'

/** An overlay that says one odd thing, beside what has to be there. */
export interface OddOverlay {
  /** Where, by type and field. */
  readonly place: string
  readonly value: unknown
  readonly overlay: { readonly spec: Fields }
}

/** Makes an overlay out of an object of some type. */
type Within = (object: unknown) => { readonly spec: Fields }

const texts = [
  ...[
    '',
    ' ',
    'a b',
    'A',
    'a_b',
    '-a',
    'a.b',
    'a/b',
    '/a',
    '../a',
    'a/..',
    'a:b',
    'é',
    'a\n',
    '$(A)',
    'a=b',
    '1',
    '10.0.0.1',
    '1:2:3:4:5:6:10.0.0.1',
    '..a',
    'A.b/c',
  ],
  ...[64, 300].map((length) => 'x'.repeat(length)),
]
const odd: Readonly<Record<string, readonly unknown[]>> = {
  IntOrString: [0, -1, 65536, 80, '', 'A', 'a_b', 'http', '80', 'x'.repeat(16)],
  Quantity: ['0', '-1', '1m'],
  boolean: [true, false],
  integer: [-1, 0, 1, 101, 1000, 65536, 2147483648, -2147483649, Number.MAX_SAFE_INTEGER],
  string: texts,
}

function oddValues({ shape, isObject, type }: Field): readonly unknown[] {
  const values = isObject ? [{}] : (odd[type] ?? [])
  if (shape === 'list') return [[], ...values.map((value) => [value])]
  if (shape === 'one') return values
  const keys = texts.map((key) => ({ [key]: '1' }))
  return type === 'string' ? [...keys, ...texts.map((value) => ({ a: value }))] : keys
}

/** Draws what an object needs, and nothing else. */
const smallest: Place = {
  choose: () => 0,
  isMarked: false,
  isWhole: true,
  values: {
    'FileKeySelector.volumeName': ['dir'],
    'ResourceClaim.name': ['claim'],
    'VolumeDevice.name': ['raw'],
    'VolumeMount.name': ['dir'],
  },
  without: new Set(Object.keys(never)),
  contested: new Set(),
  shared: new Set(),
}

/** What the OpenAPI does not say that entries have to have. */
const entries: Readonly<Record<string, Fields>> = {
  ContainerPort: { containerPort: 80 },
  EnvVar: { name: 'A' },
  EvictionResponder: { name: 'a.example/b', priority: 1 },
  HostAlias: { ip: '10.0.0.1' },
  PodResourceClaim: { name: 'claim' },
  PodSchedulingGate: { name: 'gate' },
  ResourceClaim: { name: 'claim' },
  TopologySpreadConstraint: { topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' },
  Volume: { name: 'volume' },
  VolumeDevice: { name: 'raw', devicePath: '/dev/raw' },
  VolumeMount: { name: 'dir', mountPath: '/dir' },
}

const smallestOf = (type: string): Fields => ({ ...drawObject(smallest, type, [], 0), ...entries[type] })

const inContainer: Within = (container) => ({
  spec: {
    volumes: [
      { name: 'dir', emptyDir: {} },
      { name: 'raw', persistentVolumeClaim: { claimName: 'raw' } },
    ],
    resourceClaims: [{ name: 'claim', resourceClaimName: 'claim' }],
    containers: [{ name: 'own', image: 'own:1', ...(container as Fields) }],
  },
})

/** For each field of the schema and each odd value an overlay that says it. */
export function* oddOverlays(): Generator<OddOverlay> {
  const seen = new Set(['Container'])
  yield* below('Container', inContainer, seen)
  yield* below('PodSpec', (spec) => ({ spec: spec as Fields }), seen)
}

/** Entries that are said by their names. */
const named = new Set(['PodSpec.containers', 'PodSpec.initContainers', ...Object.keys(never)])

function* below(type: string, within: Within, seen: Set<string>): Generator<OddOverlay> {
  seen.add(type)
  const { fields, union } = typeNamed(type)
  for (const [name, field] of fields) {
    const place = `${type}.${name}`
    if (named.has(place)) continue
    const others = Object.fromEntries(
      Object.entries(smallestOf(type)).filter(
        ([other]) => other !== name && !(union.includes(name) && union.includes(other)),
      ),
    )
    const put: Within = (value) => within({ ...others, [name]: value })
    for (const value of oddValues(field)) yield { place, value, overlay: put(value) }
    if (!field.isObject || seen.has(field.type)) continue
    yield* below(field.type, (object) => put(field.shape === 'list' ? [object] : object), seen)
  }
}
