import { describe, expect, inject, test } from 'vitest'
import { until } from '../e2e/harness.js'
import { textOf } from './images/images.js'
import { exec, killAndWait, runningId, untilLogged, withPod } from './pods/pod-on-node.js'
import { injected, linkModes, modes, readModel, sayModel, server, stay } from './pods/server.js'

// What docs/modes.md says that a mode brings along, beside the model.

const node = inject('node')

/** What a server that runs as root is told when it writes beside the model. */
const writing = {
  sidecar: 'written',
  'native-sidecar': 'written',
  'image-volume': 'touch: /mnt/models/new: Read-only file system',
  fetch: 'written',
} as const

describe.each(modes)('%s', (mode) => {
  test(`a server that runs as root writes into the model: ${writing[mode]}`, async () => {
    const text = `${readModel(mode, '/mnt/models')}\ntouch /mnt/models/new 2>&1 && echo written\n${stay}`
    await withPod(node, injected(mode, { containers: [server(text)] }), async (running) => {
      expect(await untilLogged(running, 'server', /\n.*\n/)).toBe(`${textOf('llama')}${writing[mode]}\n`)
    })
  })
})

describe.each(linkModes)('%s', (mode) => {
  test('what a server wrote into the model is gone when the sidecar has restarted', async () => {
    await withPod(node, injected(mode, { containers: [server(sayModel(mode, '/mnt/models'))] }), async (running) => {
      await untilLogged(running, 'server', textOf('llama'))
      expect(await exec(running, 'server', 'touch', '/mnt/models/new')).toMatchObject({ code: 0 })
      await killAndWait(running, 'modelcar', 1)
      await until('the model is there again', async () => {
        const { code, stdout } = await exec(running, 'server', 'ls', '/mnt/models/')
        return (code === 0 && stdout === 'model.txt\n') || undefined
      })
    })
  })
})

/** Whether the server is the first process of what it sees. */
const isFirst = { sidecar: false, 'native-sidecar': false, 'image-volume': true, fetch: true } as const

describe.each(modes)('%s', (mode) => {
  test(`the server ${isFirst[mode] ? 'has' : 'does not have'} PID 1`, async () => {
    await withPod(node, injected(mode, { containers: [server('echo $$$$; exec sleep infinity')] }), async (running) => {
      expect((await untilLogged(running, 'server', '\n')) === '1\n').toBe(isFirst[mode])
    })
  })

  test(`an init that has to have PID 1 ${isFirst[mode] ? 'runs' : 'gives up'}`, async () => {
    // Busybox' own insists on it.
    const text = 'mkdir -p /etc; echo "::sysinit:/bin/echo init runs" > /etc/inittab; exec init 2>&1'
    const outcomes = ['init: must be run as PID 1\n', 'init runs\n'] as const
    const [said, other] = isFirst[mode] ? outcomes.toReversed() : outcomes
    await withPod(node, injected(mode, { containers: [server(text)] }), async (running) => {
      expect(await untilLogged(running, 'server', said)).not.toContain(other)
    })
  })
})

describe.each(linkModes)('%s', (mode) => {
  test("what runs in the model's image reads the server's environment", async () => {
    const target = server(stay, { env: [{ name: 'API_KEY', value: 'secret' }] })
    await withPod(node, injected(mode, { containers: [target] }), async (running) => {
      await Promise.all([runningId(running, 'server'), runningId(running, 'modelcar')])
      const look = 'for each in /proc/[0-9]*; do { read -r text; echo "$text"; } < $each/environ; done 2>&1'
      expect((await exec(running, 'modelcar', 'sh', '-c', look)).stdout).toContain('API_KEY=secret')
    })
  })
})
