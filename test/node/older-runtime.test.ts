import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest'
import { references, textOf } from './images/images.js'
import { startNode, type RunningNode } from './node/node.js'
import { findNodePrograms, versions } from './programs/programs.js'
import { untilLogged, withPod } from './pods/pod-on-node.js'
import { injected, linkModes, sayModel, server } from './pods/server.js'

// Runtimes before containerd 2.2 do not know `subPath` of image volumes. What docs/modes.md says of them is shown here.

let older: RunningNode
beforeAll(async () => {
  const programs = findNodePrograms().folder ?? ''
  const { cluster } = inject('node')
  const containerd = join(programs, 'older')
  older = await startNode({ cluster, name: 'older-node', programs, containerd, images: inject('images') })
})
afterAll(() => older.stop())

describe(`containerd ${versions.olderContainerd}`, () => {
  test('image-volume: the server starts, and what it finds at the path is the whole image', async () => {
    const text =
      'ls -A /mnt/models; cat /mnt/models/model.txt 2>&1; cat /mnt/models/models/model.txt; exec sleep infinity'
    const pod = injected('image-volume', { containers: [server(text)] }, { image: references.dataOnly })
    await withPod(older.node, pod, async (running) => {
      const log = await untilLogged(running, 'server', 'the model')
      expect(log).toBe(`models
cat: can't open '/mnt/models/model.txt': No such file or directory
${textOf('dataOnly')}`)
    })
  })

  test.each([...linkModes, 'fetch' as const])('%s: the server reads its model', async (mode) => {
    await withPod(
      older.node,
      injected(mode, { containers: [server(sayModel(mode, '/mnt/models'))] }),
      async (running) => {
        expect(await untilLogged(running, 'server', '\n')).toBe(textOf('llama'))
      },
    )
  })
})
