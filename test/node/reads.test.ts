import { describe, expect, inject, test } from 'vitest'
import { references, textOf } from './images/images.js'
import { untilLogged, withPod } from './pods/pod-on-node.js'
import { injected, modes, sayModel, server } from './pods/server.js'

const node = inject('node')

describe.each(modes)('%s', (mode) => {
  test('the server reads its model', async () => {
    const pod = injected(mode, { containers: [server(sayModel(mode, '/mnt/models'))] })
    await withPod(node, pod, async (running) => {
      expect(await untilLogged(running, 'server', '\n')).toBe(textOf('llama'))
    })
  })

  test('it reads several', async () => {
    const [base, lora] = ['/mnt/models/base', '/mnt/models/lora']
    const pod = injected(
      mode,
      { containers: [server(sayModel(mode, base, lora))] },
      {
        models: [
          { image: references.llama, mountPath: base },
          { image: references.lora, mountPath: lora },
        ],
      },
    )
    await withPod(node, pod, async (running) => {
      expect(await untilLogged(running, 'server', /\n.*\n/)).toBe(textOf('llama') + textOf('lora'))
    })
  })
})

test('native-sidecar: the server has its model when it starts, however long the link takes', async () => {
  const container = server(sayModel('native-sidecar', '/mnt/models'))
  const pod = injected('native-sidecar', { containers: [container] }, { image: references.slow })
  await withPod(node, pod, async (running) => {
    expect(await untilLogged(running, 'server', '\n')).toBe(textOf('slow'))
  })
})
