import { expect, inject, test } from 'vitest'
import { modelFile, textOf } from './images/images.js'
import { killSandbox } from './node/processes.js'
import { restartsOf, runningId, untilLogged, untilPod, withPod } from './pods/pod-on-node.js'
import { injected, server, stay } from './pods/server.js'

// In mode `sidecar` the model comes after the server has started, which has to wait: what docs/modes.md says of how.

const node = inject('node')
const file = `/mnt/models/${modelFile}`
const untilRead = `until cat ${file} 2> /dev/null; do sleep 0.1; done`

test('a server that makes the directory and waits there for a file reads it', async () => {
  const text = `mkdir /mnt/models && echo made\n${untilRead}\n${stay}`
  await withPod(node, injected('sidecar', { containers: [server(text)] }), async (running) => {
    expect(await untilLogged(running, 'server', textOf('llama'))).toBe(`made\n${textOf('llama')}`)
  })
})

test('a link of an earlier sidecar is there when all of the pod is started anew, and the model comes later', async () => {
  const text = `[ -L /mnt/models ] && echo a link is there\n${untilRead}\n${stay}`
  await withPod(node, injected('sidecar', { containers: [server(text)] }), async (running) => {
    expect(await untilLogged(running, 'server', textOf('llama'))).toBe(textOf('llama'))
    killSandbox(await runningId(running, 'server'))
    await untilPod(running, 'the server runs anew', (seen) => restartsOf(seen, 'server') === 1)
    expect(await untilLogged(running, 'server', textOf('llama'))).toBe(`a link is there\n${textOf('llama')}`)
  })
})

test('while a hook after the start runs, the sidecar does not start: one that waits for the model waits in vain', async () => {
  const hook = `for second in 1 2 3 4 5; do [ ! -e ${file} ] || exit 0; sleep 1; done; echo in vain > /waited`
  const text = `until [ -e /waited ]; do sleep 0.1; done\ncat /waited\n${untilRead}\n${stay}`
  const lifecycle = { postStart: { exec: { command: ['sh', '-c', hook] } } }
  await withPod(node, injected('sidecar', { containers: [server(text, { lifecycle })] }), async (running) => {
    expect(await untilLogged(running, 'server', textOf('llama'))).toBe(`in vain\n${textOf('llama')}`)
  })
})
