import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { references, textOf } from './images/images.js'
import { anotherNode } from './node/another-node.js'
import { startContainerd } from './node/containerd.js'
import { expectVersions } from './node/node-versions.js'
import { findNodePrograms, versions } from './programs/programs.js'
import { untilLogged, withPod } from './pods/pod-on-node.js'
import { injected, linkModes, sayModel, server } from './pods/server.js'

// containerd 2.1 does not know `subPath` of image volumes. What docs/modes.md says of it is shown here.

describe(`containerd ${versions.olderContainerd}`, () => {
  const programs = join(findNodePrograms().folder ?? '', 'older')
  const node = anotherNode('older-node', (setup) => startContainerd({ ...setup, programs }))

  test('it is that version', () => expectVersions(node(), `containerd://${versions.olderContainerd}`))

  test('image-volume: the server starts, and what it finds at the path is the whole image', async () => {
    const text =
      'ls -A /mnt/models; cat /mnt/models/model.txt 2>&1; cat /mnt/models/models/model.txt; exec sleep infinity'
    const pod = injected('image-volume', { containers: [server(text)] }, { image: references.dataOnly })
    await withPod(node(), pod, async (running) => {
      const log = await untilLogged(running, 'server', 'the model')
      expect(log).toBe(`models
cat: can't open '/mnt/models/model.txt': No such file or directory
${textOf('dataOnly')}`)
    })
  })

  test.each([...linkModes, 'fetch' as const])('%s: the server reads its model', async (mode) => {
    await withPod(node(), injected(mode, { containers: [server(sayModel(mode, '/mnt/models'))] }), async (running) => {
      expect(await untilLogged(running, 'server', '\n')).toBe(textOf('llama'))
    })
  })
})
