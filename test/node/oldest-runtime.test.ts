import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { textOf } from './images/images.js'
import { anotherNode } from './node/another-node.js'
import { startContainerd } from './node/containerd.js'
import { expectVersions } from './node/node-versions.js'
import { findOtherRuntimes, versions } from './programs/programs.js'
import { untilLogged, whyNotStarted, withPod } from './pods/pod-on-node.js'
import { injected, linkModes, sayModel, server } from './pods/server.js'

// containerd 2.0 does not know image volumes. What docs/modes.md says of it is shown here.

const { folder, isBuilt } = findOtherRuntimes()

describe.skipIf(isBuilt !== true)(`containerd ${versions.oldestContainerd}`, () => {
  const programs = join(folder ?? '', 'oldest')
  const node = anotherNode('oldest-node', (setup) => startContainerd({ ...setup, programs, pluginFolders: 'one' }))

  test('it is that version', () => expectVersions(node(), `containerd://${versions.oldestContainerd}`))

  test('image-volume: the server does not start', async () => {
    const pod = injected('image-volume', { containers: [server('echo started')] })
    await withPod(node(), pod, async (running) => {
      const { reason, message } = await whyNotStarted(running, 'server')
      expect(reason).toBe('CreateContainerError')
      expect(message).toMatch(/failed to mkdir "": mkdir : no such file or directory$/)
    })
  })

  test.each([...linkModes, 'fetch' as const])('%s: the server reads its model', async (mode) => {
    await withPod(node(), injected(mode, { containers: [server(sayModel(mode, '/mnt/models'))] }), async (running) => {
      expect(await untilLogged(running, 'server', '\n')).toBe(textOf('llama'))
    })
  })
})
