import type { V1Container } from '@kubernetes/client-node'
import { describe, expect, inject, test } from 'vitest'
import { modelFile, references, textOf } from './images/images.js'
import { killContainer } from './node/processes.js'
import { runningId, statusOf, untilLogged, untilPod, withPod, type PodOnNode } from './pods/pod-on-node.js'
import { injected, readModel, server, stay } from './pods/server.js'

// Servers that have something of their own at the model's path: what docs/modes.md says of the link there.

const node = inject('node')

const servers: readonly { readonly title: string; readonly more: Partial<V1Container>; readonly refusal: RegExp }[] = [
  {
    title: 'works there',
    more: { workingDir: '/mnt/models' },
    refusal: /current working directory is outside of container mount namespace root/,
  },
  {
    title: 'works there, as its image says',
    more: { image: references.workingServer },
    refusal: /current working directory is outside of container mount namespace root/,
  },
  {
    title: 'has a volume there, as its image says',
    more: { image: references.volumeServer },
    refusal: /mountpoint for \/mnt\/models mount: .* too many levels of symbolic links/,
  },
]

describe.each(['image-volume', 'fetch'] as const)('%s', (mode) => {
  test.each(servers)('a server that $title reads its model', async ({ more }) => {
    const text = more.image === references.volumeServer ? readModel(mode, '/mnt/models') : `cat ${modelFile} 2>&1`
    await withPod(node, injected(mode, { containers: [server(`${text}\n${stay}`, more)] }), async (running) => {
      expect(await untilLogged(running, 'server', '\n')).toBe(textOf('llama'))
    })
  })
})

describe.each(servers)('a server that $title', ({ more, refusal }) => {
  test('native-sidecar: does not start', async () => {
    await withPod(node, injected('native-sidecar', { containers: [server(stay, more)] }), (running) =>
      expectRefused(running, refusal),
    )
  })

  test('sidecar: does not start a second time', async () => {
    const text = [readModel('sidecar', '/mnt/models'), stay].join('\n')
    await withPod(node, injected('sidecar', { containers: [server(text, more)] }), async (running) => {
      expect(await untilLogged(running, 'server', '\n')).toBe(textOf('llama'))
      killContainer(await runningId(running, 'server'))
      await expectRefused(running, refusal)
    })
  })
})

async function expectRefused(pod: PodOnNode, refusal: RegExp): Promise<void> {
  const refused = await untilPod(pod, 'the server was refused', (seen) => {
    const { state, lastState } = statusOf(seen, 'server') ?? {}
    return [state?.terminated, lastState?.terminated].some((each) => each?.reason === 'StartError')
  })
  const { state, lastState } = statusOf(refused, 'server') ?? {}
  expect((state?.terminated ?? lastState?.terminated)?.message).toMatch(refusal)
}
