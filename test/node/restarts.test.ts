import { describe, expect, inject, test } from 'vitest'
import { until } from '../e2e/harness.js'
import { modelFile, textOf } from './images/images.js'
import { exec, killAndWait, restartsOf, untilLogged, untilPod, withPod } from './pods/pod-on-node.js'
import { injected, linkModes, modes, sayModel, server } from './pods/server.js'

const node = inject('node')

describe.each(linkModes)('%s', (mode) => {
  test('the sidecar is killed three times, and the server reads again each time', async () => {
    const pod = injected(mode, { containers: [server(sayModel(mode, '/mnt/models'))] })
    await withPod(node, pod, async (running) => {
      await untilLogged(running, 'server', textOf('llama'))
      for (const times of [1, 2, 3]) {
        await killAndWait(running, 'modelcar', times)
        await until('the server reads again', async () => {
          const { code, stdout } = await exec(running, 'server', 'cat', `/mnt/models/${modelFile}`)
          return (code === 0 && stdout === textOf('llama')) || undefined
        })
      }
      const seen = await untilPod(running, 'the pod is there', () => true)
      expect([restartsOf(seen, 'modelcar'), restartsOf(seen, 'server')]).toEqual([3, 0])
    })
  })
})

describe.each(modes)('%s', (mode) => {
  test('the server is killed, and the new one reads the model', async () => {
    const pod = injected(mode, { containers: [server(sayModel(mode, '/mnt/models'))] })
    await withPod(node, pod, async (running) => {
      await untilLogged(running, 'server', textOf('llama'))
      await killAndWait(running, 'server', 1)
      expect(await untilLogged(running, 'server', '\n')).toBe(textOf('llama'))
    })
  })
})
