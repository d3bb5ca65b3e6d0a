import fc from 'fast-check'
import { writeText, type Text } from './text.js'

type Fields = Readonly<Record<string, unknown>>

export interface Manifest extends Text {
  /** What the text means. */
  readonly documents: readonly Fields[]
}

/** Texts that readers of YAML differ about, and such as break a line or a quote. */
const oddTexts = [
  ...[
    '',
    ' x',
    'x ',
    'a: b',
    'a #b',
    '#a',
    '- a',
    '*a',
    '&a',
    '!a',
    '%a',
    '@a',
    '`a',
    '"',
    "'",
    '{a}',
    '[a',
    'key:',
    '?',
    '-',
  ],
  ...[
    'e2',
    '.',
    'yes',
    'n',
    'null',
    '~',
    '1:30',
    '2020-01-01',
    '0777',
    '0o17',
    '1e3',
    '.inf',
    '1_0',
    '<<',
    '=',
    '---',
    '...',
  ],
  ...[
    'two\nlines',
    'two\nlines\n',
    'kept\n\n',
    'a\n---\nb',
    'a\n  b\n\nc\n',
    '\ttab',
    'ünï 😀',
    'x\\ny',
    'c:\\d',
    '$(X) $$',
  ],
]

const name = fc.constantFrom('vllm', 'kserve-container', 'proxy', 'e2', 'a', 'b')
const text = fc.oneof(fc.constantFrom(...oddTexts), fc.stringMatching(/^[a-z]{1,8}$/))
const fragments = fc.record({
  env: fc.array(fc.record({ name: fc.stringMatching(/^[A-Z]{1,4}$/), value: text }), { maxLength: 3 }),
  resources: fc.constantFrom({}, { limits: { cpu: '1', memory: '1Gi' } }, { requests: { cpu: '100m' } }),
  labels: fc.dictionary(fc.constantFrom('app', 'a.b/c', 'yes', '2020', '8080', '<<', ''), text, { maxKeys: 3 }),
})

const container = (shared: Fields): fc.Arbitrary<Fields> =>
  fc.record(
    {
      name,
      image: fc.constantFrom('vllm:1', 'registry.example/x@sha256:abc'),
      args: fc.array(text, { maxLength: 3 }),
      env: fc.constantFrom(shared['env'], [], null),
      resources: fc.constant(shared['resources']),
      workingDir: text,
      stdin: fc.boolean(),
    },
    { requiredKeys: ['name'] },
  )

const unique = (containers: readonly Fields[]): readonly Fields[] => [
  ...new Map(containers.map((each) => [each['name'], each])).values(),
]

const podSpec = (shared: Fields, bases: Map<unknown, Fields>): fc.Arbitrary<Fields> =>
  fc.record(
    {
      containers: fc
        .tuple(fc.array(container(shared), { minLength: 1, maxLength: 3 }), fc.boolean())
        .map(([containers, isDerived]) => {
          const [first = {}] = containers
          if (!isDerived) return unique(containers)
          // A merge of the first one, with a name of its own.
          const derived = { ...first, name: 'derived', stdin: true }
          bases.set(derived, first)
          return [...unique([first, ...containers]), derived]
        }),
      volumes: fc.constantFrom([], null, [{ name: 'cache', emptyDir: {} }]),
      nodeSelector: fc.constant(shared['labels']),
      terminationGracePeriodSeconds: fc.constantFrom(0, 30, -1, 2 ** 53 - 1),
    },
    { requiredKeys: ['containers'] },
  )

const object = (shared: Fields, bases: Map<unknown, Fields>, common: Fields): fc.Arbitrary<Fields> => {
  const metadata = fc.record({ name: text, labels: fc.constant(shared['labels']) }, { requiredKeys: ['name'] })
  const spec = fc.oneof(podSpec(shared, bases), fc.constant(common))
  return fc.oneof(
    fc.record({ apiVersion: fc.constant('v1'), kind: fc.constant('Pod'), metadata, spec }),
    fc.record({
      apiVersion: fc.constant('apps/v1'),
      kind: fc.constant('Deployment'),
      metadata,
      spec: fc.record({ replicas: fc.nat(3), template: fc.record({ metadata, spec }) }),
    }),
    fc.record({
      apiVersion: fc.constant('v1'),
      kind: fc.constant('ConfigMap'),
      metadata,
      data: fc.dictionary(text, text, { maxKeys: 3 }),
    }),
  )
}

/** Manifests of several objects that share parts of each other, in any style. */
export const manifest: fc.Arbitrary<Manifest> = fragments
  .chain((shared) => {
    const bases = new Map<unknown, Fields>()
    return podSpec(shared, bases).chain((common) => {
      const objects = fc.array(object(shared, bases, common), { minLength: 1, maxLength: 4 })
      const list = objects.map((items) => ({ apiVersion: 'v1', kind: 'List', items }))
      const documents = fc.oneof(
        objects,
        list.map((each) => [each]),
      )
      return fc.tuple(documents, fc.constant(bases), fc.array(fc.nat(1000), { minLength: 1, maxLength: 200 }))
    })
  })
  .map(([documents, bases, choices]) => ({ documents, ...writeText(documents, bases, choices) }))
