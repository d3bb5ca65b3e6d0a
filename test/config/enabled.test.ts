import { expect, test } from 'vitest'
import { createInjector, injectModelcar, planModelcar, type ModelcarConfig, type PodSpecLike } from '../../src/index.js'

// `enabled: false` gives the input back, and nothing is checked: neither the rest of the config nor the pod.

test.each([
  ['a pod', { containers: [{ name: 'kserve-container' }] }],
  ['a pod without a target', { containers: [] }],
  ['no pod', 'nothing'],
  ['null', null],
])('%s', (_what, podSpec) => {
  const config = { enabled: false, image: 'NOT AN IMAGE', models: 1, unknown: true } as unknown as ModelcarConfig
  const pod = podSpec as unknown as PodSpecLike
  expect(injectModelcar(pod, config)).toBe(podSpec)
  expect(planModelcar(pod, config)).toEqual({ changed: false, patch: [], warnings: [] })
  expect(createInjector(config).inject(pod)).toBe(podSpec)
})
