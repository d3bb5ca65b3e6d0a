import { expect, test } from 'vitest'
import { createInjector, mapPodSpecs } from '../../src/index.js'
import { customResources } from '../workload/shapes.js'
import { readPage } from './page-list.js'

// The table of pointers in docs/workloads.md.

const rows = [...readPage('docs/workloads.md').matchAll(/^\| `(\w+)` \([\w.-]+\)[^|]* \| (`\/.*`) \|$/gm)].map(
  ([, kind = '', cell = '']) => [kind, [...cell.matchAll(/`([^`]+)`/g)].map(([, pointer = '']) => pointer)] as const,
)

// Apart from the others, as its pointer leads to the whole spec of any of them.
const servingRuntime = { pointers: ['/spec'] }

test('every kind that is tested has a row', () => {
  const kinds = Object.keys(customResources).filter((name) => /^[A-Z]/.test(name))
  expect(rows.map(([kind]) => kind).toSorted()).toEqual([...kinds, 'ServingRuntime'].toSorted())
})

test.each(rows)('%s has its pod specs where the table says', (kind, pointers) => {
  expect(pointers).toEqual({ ...customResources, ServingRuntime: servingRuntime }[kind]?.pointers)
})

test('a ServingRuntime gets an image volume, and nothing that it has no field for', () => {
  const runtime = { kind: 'ServingRuntime', spec: { containers: [{ name: 'kserve-container' }], multiModel: false } }
  const injector = createInjector({ image: 'registry.example/team/llama:1', mode: 'image-volume' })
  const { object, unknown } = mapPodSpecs(runtime, (podSpec) => injector.inject(podSpec), servingRuntime)
  expect(unknown).toEqual([])
  expect(Object.keys(object.spec).toSorted()).toEqual(['containers', 'multiModel', 'volumes'])
})

test('what lies in the pod spec of a node is found in a second call, as the page says', () => {
  const server = { containers: [{ name: 'kserve-container' }] }
  const service = { kind: 'InferenceService', spec: { predictor: { ...server, workerSpec: server } } }
  const placesOf = (...pointers: string[]) => {
    const places: string[] = []
    mapPodSpecs(service, (podSpec, { pointer }) => (places.push(pointer), podSpec), { pointers })
    return places
  }
  expect(placesOf('/spec/predictor', '/spec/predictor/workerSpec')).toEqual(['/spec/predictor'])
  expect(placesOf('/spec/predictor/workerSpec')).toEqual(['/spec/predictor/workerSpec'])
})
