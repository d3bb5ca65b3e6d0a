import { expect, test } from 'vitest'
import { injectModelcar, type PodSpec } from '../../src/index.js'
import { expectIdempotent, podSpecs, type PodSpec as TestedPodSpec } from '../../src/testing/index.js'

const config = { image: 'registry.example/team/model:1', targets: ['app'] }

test('the library’s own type of a pod spec is one that is injected into, and held to the laws', async () => {
  const inject = (podSpec: PodSpec) => injectModelcar(podSpec, config)
  const mutate = (podSpec: TestedPodSpec) => injectModelcar(podSpec, config)
  expect(inject({ containers: [{ name: 'app', image: 'app:1' }] }).containers).toHaveLength(2)
  await expectIdempotent(mutate, { pods: podSpecs({ names: ['app'] }), runs: 5, seed: 1 })
})
