import { describe, expect, inject, test } from 'vitest'
import { oddFolder, references, textOf } from './images/images.js'
import { untilLogged, withPod } from './pods/pod-on-node.js'
import { injected, linkModes, sayFile, server, stay, waitFor } from './pods/server.js'

// Models that are elsewhere in their images.

const node = inject('node')

/** Where the image has its model, and where the server finds its file below `/mnt/models`. */
const places: readonly { sourcePath: string; below: string; image?: 'elsewhere' | 'odd' }[] = [
  { sourcePath: '/weights/v1', below: '' },
  { sourcePath: '/weights', below: '/v1' },
  { sourcePath: '/', below: '/weights/v1' },
  { sourcePath: oddFolder, below: '', image: 'odd' },
]

describe.each([...linkModes, 'image-volume' as const])('%s', (mode) => {
  test.each(places)('sourcePath $sourcePath', async ({ sourcePath, below, image = 'elsewhere' }) => {
    const waits = mode === 'sidecar' ? [waitFor('/mnt/models')] : []
    const text = [...waits, sayFile(`/mnt/models${below}`), stay].join('\n')
    const config = { image: references[image], sourcePath }
    await withPod(node, injected(mode, { containers: [server(text)] }, config), async (running) => {
      expect(await untilLogged(running, 'server', '\n')).toBe(textOf(image))
    })
  })
})

/** Whether a server sees what the runtime mounts into the container that runs the image. */
const seesMounts = { sidecar: true, 'native-sidecar': true, 'image-volume': false } as const

describe.each([...linkModes, 'image-volume' as const])('%s', (mode) => {
  test(`of a whole image a server sees ${seesMounts[mode] ? 'the mounts of its container too' : 'nothing else'}`, async () => {
    const waits = mode === 'sidecar' ? [waitFor('/mnt/models')] : []
    const text = [...waits, 'ls /mnt/models/etc/hosts 2>&1', stay].join('\n')
    await withPod(node, injected(mode, { containers: [server(text)] }, { sourcePath: '/' }), async (running) => {
      const hosts = '/mnt/models/etc/hosts'
      const log = await untilLogged(running, 'server', '\n')
      expect(log).toBe(seesMounts[mode] ? `${hosts}\n` : `ls: ${hosts}: No such file or directory\n`)
    })
  })
})
