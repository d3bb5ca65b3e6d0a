import { expect, test } from 'vitest'
import { createInjector, type ModelcarConfig, type PodSpecLike } from '../../src/index.js'

// A compiled config builds what it adds anew for the first pod, and copies it for all others: neither may be shared.

const podSpec: PodSpecLike = { containers: [{ name: 'kserve-container', image: 'server:1' }] }

const configs: readonly ModelcarConfig[] = (['sidecar', 'native-sidecar', 'image-volume', 'fetch'] as const).flatMap(
  (mode) => [
    { mode, image: 'registry.example/team/llama:1' },
    {
      mode,
      models: [
        { image: 'registry.example/team/llama:1', mountPath: '/srv/a' },
        { image: 'registry.example/team/lora:1', mountPath: '/srv/b' },
      ],
      resources: { limits: { cpu: '1' }, requests: { memory: '1Gi' } },
      securityContext: 'restricted' as const,
      imagePullSecrets: ['registry-key'],
      fetch: { pullSecret: 'registry-key', caBundle: { configMap: 'registry-ca' } },
    },
  ],
)

/** Every object and list in a value. */
function partsOf(value: unknown): object[] {
  if (typeof value !== 'object' || value === null) return []
  return [value, ...Object.values(value).flatMap(partsOf)]
}

test.each(configs)('nothing that is added is shared between pods: %j', (config) => {
  const injector = createInjector(config)
  const given = new Set(partsOf(podSpec))
  const results = [1, 2, 3, 4, 5].map(() => injector.inject(podSpec))
  for (const result of results) expect(result).toEqual(results[0])
  const added = results.flatMap((result) => partsOf(result).filter((part) => !given.has(part)))
  expect(added.length).toBeGreaterThan(results.length * 4)
  expect(new Set(added).size).toBe(added.length)

  const patched = [1, 2, 3].flatMap(() =>
    injector.plan(podSpec).patch.flatMap((each) => partsOf('value' in each && each.value)),
  )
  expect(new Set([...added, ...patched]).size).toBe(added.length + patched.length)
})
