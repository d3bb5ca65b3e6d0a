import type { V1Container } from '@kubernetes/client-node'
import { describe, expect, inject, test } from 'vitest'
import { modelFile, textOf } from './images/images.js'
import { untilLogged, withPod } from './pods/pod-on-node.js'
import { injected, patientModes, sayModel, server } from './pods/server.js'

// A target that is a native sidecar itself has its model when it starts.

const node = inject('node')

const probes: readonly { readonly title: string; readonly more: Partial<V1Container> }[] = [
  { title: 'alone', more: {} },
  {
    title: 'with a startup probe that needs the model',
    more: {
      startupProbe: { exec: { command: ['cat', `/mnt/models/${modelFile}`] }, periodSeconds: 1, timeoutSeconds: 10 },
    },
  },
]

describe.each(patientModes)('%s', (mode) => {
  test.each(probes)('a native sidecar as target, $title', async ({ more }) => {
    const tokenizer = server(sayModel(mode, '/mnt/models'), { name: 'tokenizer', restartPolicy: 'Always', ...more })
    const pod = injected(
      mode,
      { initContainers: [tokenizer], containers: [server('echo started; exec sleep infinity')] },
      { targets: ['tokenizer'] },
    )
    await withPod(node, pod, async (running) => {
      await untilLogged(running, 'server', 'started')
      expect(await untilLogged(running, 'tokenizer', '\n')).toBe(textOf('llama'))
    })
  })
})
