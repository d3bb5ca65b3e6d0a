import { describe, expect, inject, test } from 'vitest'
import { references, textOf } from './images/images.js'
import { untilLogged, whyNotStarted, withPod } from './pods/pod-on-node.js'
import { injected, linkModes, readModel, sayModel, server, stay } from './pods/server.js'

// Images whose `/models` is a symbolic link, with links among the model's files: what docs/modes.md says of a model image.

const node = inject('node')

const readable = [
  ...linkModes.map((mode) => ({ mode, image: 'linked' as const, link: 'an absolute link' })),
  ...[...linkModes, 'image-volume' as const].map((mode) => ({
    mode,
    image: 'linkedBeside' as const,
    link: 'a relative link',
  })),
]

test.each(readable)('$mode: /models is $link', async ({ mode, image }) => {
  const config = { image: references[image] }
  await withPod(node, injected(mode, { containers: [server(sayModel(mode, '/mnt/models'))] }, config), async (pod) => {
    expect(await untilLogged(pod, 'server', '\n')).toBe(textOf(image))
  })
})

describe.each(linkModes)('%s', (mode) => {
  test("an absolute link among the model's files leads into the server's own root", async () => {
    const own = 'mkdir -p /weights/v1; echo of the server > /weights/v1/blob'
    const text = [readModel(mode, '/mnt/models'), own, 'cat /mnt/models/absolute', stay].join('\n')
    await withPod(node, injected(mode, { containers: [server(text)] }, { image: references.linked }), async (pod) => {
      expect(await untilLogged(pod, 'server', /\n.*\n/)).toBe(`${textOf('linked')}of the server\n`)
    })
  })
})

test('image-volume: where /models is an absolute link, the server does not start', async () => {
  const pod = injected('image-volume', { containers: [server('echo started')] }, { image: references.linked })
  await withPod(node, pod, async (running) => {
    const { reason, message } = await whyNotStarted(running, 'server')
    expect(reason).toBe('CreateContainerError')
    expect(message).toMatch(/ImageVolumeMountFailed: .*: path escapes from parent$/)
  })
})
