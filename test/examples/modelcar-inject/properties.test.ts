import fc from 'fast-check'
import jsYaml from 'js-yaml'
import { mapPodSpecs, type ModelcarConfig, type PodSpecLike } from 'modelcar'
import { expect, test } from 'vitest'
import { injection } from '../../../examples/modelcar-inject/injection.js'
import { changeManifest } from '../../../examples/modelcar-inject/manifest.js'
import { runs, seed } from '../../kit/runs.js'
import { hasKubectl, readByKubectl } from './kubectl.js'
import { manifest, type Manifest } from './manifests.js'

const merge = new jsYaml.Type('tag:yaml.org,2002:merge', { kind: 'scalar', resolve: (text) => text === '<<' })
const schema = jsYaml.CORE_SCHEMA.extend({ implicit: [merge] })
const readByJsYaml = (text: string): readonly unknown[] =>
  jsYaml.loadAll(text.replace(/^\uFEFF/, ''), null, { schema, json: true }).filter((document) => document !== null)

const config = (mode: ModelcarConfig['mode']): ModelcarConfig => ({
  image: 'registry.example/team/llama:1',
  mode,
  targets: ['vllm', 'kserve-container'],
})
const modes = ['sidecar', 'native-sidecar', 'image-volume', 'fetch'] as const

/** What the library makes of the objects, as the filter asks it to. */
function expected(documents: readonly object[], mode: ModelcarConfig['mode']): readonly object[] {
  const change = injection(config(mode))
  return documents.map((document) => {
    const map = (podSpec: PodSpecLike): PodSpecLike => {
      const changed = change(podSpec)
      return 'left' in changed ? podSpec : changed.podSpec
    }
    return mapPodSpecs(document, map).object
  })
}

const items = (documents: readonly object[]): readonly unknown[] =>
  documents.flatMap((document) =>
    'items' in document && Array.isArray(document.items) ? (document.items as unknown[]) : [document],
  )

const run = (text: string, mode: ModelcarConfig['mode']) => changeManifest(text, injection(config(mode)))

/** What the filter prints, or undefined where no pod has the target. */
function inject({ text, documents }: Pick<Manifest, 'text' | 'documents'>, mode: ModelcarConfig['mode']) {
  const changed = run(text, mode)
  if (changed.text !== undefined) return changed.text
  expect(changed.faults.map(({ message }) => message)).toEqual([expect.stringContaining('nothing is injected')])
  expect(expected(documents, mode)).toEqual(documents)
  return undefined
}

test('the generated texts mean what they are generated from', () => {
  fc.assert(
    fc.property(manifest, ({ text, documents }) => {
      expect(readByJsYaml(text)).toEqual(documents)
    }),
    { numRuns: Math.ceil(runs / 10), seed },
  )
})

/** The comments beside keys, with their keys. */
const besideKeys = (text: string): string[] =>
  [...text.matchAll(/(\S+:) (?:&\S+ )?(# comment \d+;)/g)].map(([, key = '', comment = '']) => key + comment)

test('what comes out is what the library makes of it, with all comments, and a second run changes no byte', () => {
  fc.assert(
    fc.property(manifest, fc.constantFrom(...modes), fc.constantFrom(...modes), (given, mode, next) => {
      const first = inject(given, mode)
      if (first === undefined) return
      const documents = expected(given.documents, mode)
      expect(readByJsYaml(first)).toEqual(documents)
      expect(given.comments.filter((comment) => !first.includes(comment))).toEqual([])
      expect(besideKeys(first)).toEqual(expect.arrayContaining(besideKeys(given.text)))
      expect(run(first, mode).text).toBe(first)
      // Another mode takes away what the first one brought, and nothing else.
      const second = run(first, next).text ?? ''
      expect(readByJsYaml(second)).toEqual(expected(documents as Manifest['documents'], next))
      expect(given.comments.filter((comment) => !second.includes(comment))).toEqual([])
    }),
    { numRuns: Math.ceil(runs / 10), seed },
  )
})

test.skipIf(!hasKubectl)('kubectl reads the same in what comes in and in what comes out', () => {
  fc.assert(
    fc.property(manifest, fc.constantFrom(...modes), (given, mode) => {
      expect(readByKubectl(given.text)).toEqual(items(given.documents))
      const injected = inject(given, mode)
      if (injected !== undefined) expect(readByKubectl(injected)).toEqual(items(expected(given.documents, mode)))
    }),
    { numRuns: Math.ceil(runs / 25), seed },
  )
})
