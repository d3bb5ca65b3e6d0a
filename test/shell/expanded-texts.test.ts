import { describe, expect, test } from 'vitest'

import { image, injectedPod, prefetchOf, serviceLinks, startupProbeOf } from './injected-pod.js'
import { expandCommand, expandCommandByOldKubelet } from './kubelet-expansion.js'
import { modelPaths } from './model-paths.js'

describe('a text comes out of the kubelet as meant', () => {
  const texts = modelPaths.flatMap((mountPath) => {
    const pod = injectedPod({ image, mountPath })
    const nativePod = injectedPod({ image, mountPath, mode: 'native-sidecar' })
    const containers = {
      'the sidecar': pod.sidecar,
      'the prefetch container': prefetchOf(pod),
      'the native sidecar': nativePod.sidecar,
      "the native sidecar's probe": startupProbeOf(nativePod.sidecar),
    }
    return Object.entries(containers).map(([what, { command }]) => [what, mountPath, command?.[2] ?? ''] as const)
  })

  test.each(texts)('of %s for %j, whatever is in the environment', (_name, _path, text) => {
    const expanded = expandCommand(text, {})
    expect(expanded).not.toBe('')
    expect(expandCommand(text, serviceLinks)).toBe(expanded)
  })

  test.each(texts)('of %s for %j, however old the kubelet is', (_name, _path, text) => {
    expect(expandCommandByOldKubelet(text, {}).toString()).toBe(expandCommand(text, {}))
  })
})
