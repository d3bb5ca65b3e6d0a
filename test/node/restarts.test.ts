import { describe, expect, inject, test } from 'vitest'
import { until } from '../e2e/harness.js'
import { modelFile, references, textOf } from './images/images.js'
import { killSandbox } from './node/processes.js'
import { exec, killAndWait, restartsOf, runningId, untilLogged, untilPod, withPod } from './pods/pod-on-node.js'
import { injected, linkModes, modes, patientModes, readModel, sayModel, server, stay } from './pods/server.js'

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
      const restarts = ['modelcar', 'server', 'modelcar-init'].map((container) => restartsOf(seen, container))
      expect(restarts).toEqual([3, 0, 0])
    })
  })
})

describe.each(linkModes)('%s', (mode) => {
  test('while the sidecar is away, the path leads nowhere, and a file that is open can still be read', async () => {
    const file = `/mnt/models/${modelFile}`
    const text = `${readModel(mode, '/mnt/models')}
exec 3< ${file}
while cat ${file} > /dev/null 2>&1; do sleep 0.05; done
cat <&3
until cat ${file} 2> /dev/null; do sleep 0.05; done
${stay}`
    await withPod(node, injected(mode, { containers: [server(text)] }), async (running) => {
      await untilLogged(running, 'server', textOf('llama'))
      await killAndWait(running, 'modelcar', 1)
      expect(await untilLogged(running, 'server', /(?:.*\n){3}/)).toBe(textOf('llama').repeat(3))
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

describe.each(patientModes)('%s', (mode) => {
  // The link of the sidecar before is there while the new one takes its time.
  const image = mode === 'native-sidecar' ? 'slow' : 'llama'

  test('all of the pod is killed, and the new server has its model when it starts', async () => {
    const config = { image: references[image] }
    const pod = injected(mode, { containers: [server(sayModel(mode, '/mnt/models'))] }, config)
    await withPod(node, pod, async (running) => {
      await untilLogged(running, 'server', textOf(image))
      killSandbox(await runningId(running, 'server'))
      await untilPod(running, 'the server runs anew', (seen) => restartsOf(seen, 'server') === 1)
      expect(await untilLogged(running, 'server', '\n')).toBe(textOf(image))
    })
  })
})
