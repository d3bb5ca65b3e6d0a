import { expect, test } from 'vitest'
import { applyOverlay, injectModelcar, ModelcarPodSpecError, planModelcar, type PodSpecLike } from '../../src/index.js'

// A whole Pod, or a workload, in place of the pod spec that is in it.

const spec = { containers: [{ name: 'kserve-container' }] }
const config = { image: 'registry.example/iris:1' }

test.each<[object, string]>([
  [{ apiVersion: 'v1', kind: 'Pod', metadata: {}, spec }, 'a Pod: pass its spec, or use mapPodSpecs'],
  [
    { apiVersion: 'apps/v1', kind: 'Deployment', spec: { template: { spec } } },
    'a Deployment: pass the pod spec in it, or use mapPodSpecs',
  ],
  [{ kind: 'List', items: [] }, 'a List: pass the pod spec in it, or use mapPodSpecs'],
  [{ metadata: {}, spec }, 'an object with a spec: pass the pod spec in it, or use mapPodSpecs'],
])('%j', (object, told) => {
  for (const call of [
    () => injectModelcar(object as PodSpecLike, config),
    () => planModelcar(object as PodSpecLike, config),
    () => applyOverlay(object as PodSpecLike, { spec: {} }),
  ]) {
    expect(call).toThrow(ModelcarPodSpecError)
    expect(call).toThrow(`spec: expected a pod spec, but this is ${told}`)
  }
})

test('a pod spec may have fields of these names all the same', () => {
  const odd = { ...spec, kind: 'Pod', spec: {} }
  expect(injectModelcar(odd, config).containers).toHaveLength(2)
  expect(() => injectModelcar({ kind: 5 } as never, config)).toThrow('spec.containers: expected a list of containers')
})
