import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { artifactReferences, modelFile, references, textOf } from './images/images.js'
import { anotherNode } from './node/another-node.js'
import { startCrio } from './node/cri-o.js'
import { expectVersions } from './node/node-versions.js'
import { findOtherRuntimes, versions } from './programs/programs.js'
import { exec, killAndWait, untilLogged, withPod } from './pods/pod-on-node.js'
import { injected, linkModes, modes, sayModel, server } from './pods/server.js'
import { until } from '../e2e/harness.js'

// What docs/modes.md and docs/recipes.md say of CRI-O is shown here.

const { folder, isBuilt } = findOtherRuntimes()
const noDirectory = 'ls: /mnt/models: No such file or directory\n'

describe.skipIf(isBuilt !== true)(`CRI-O ${versions.crio}`, () => {
  const programs = join(folder ?? '', 'cri-o')
  const node = anotherNode('cri-o-node', (setup) => startCrio({ ...setup, programs }))

  test('it is that version', () => expectVersions(node(), `cri-o://${versions.crio}`))

  test.each(modes)('%s: the server reads its model', async (mode) => {
    await withPod(node(), injected(mode, { containers: [server(sayModel(mode, '/mnt/models'))] }), async (pod) => {
      expect(await untilLogged(pod, 'server', '\n')).toBe(textOf('llama'))
    })
  })

  test('image-volume mounts no more than the directory, read-only', async () => {
    const text = 'ls -A /mnt/models; touch /mnt/models/new 2>&1; exec sleep infinity'
    const pod = injected('image-volume', { containers: [server(text)] }, { image: references.dataOnly })
    await withPod(node(), pod, async (running) => {
      expect(await untilLogged(running, 'server', /\n.*\n/)).toBe(
        `${modelFile}\ntouch: /mnt/models/new: Read-only file system\n`,
      )
    })
  })

  test.each(linkModes)('%s: the sidecar is killed, and the server reads again', async (mode) => {
    await withPod(node(), injected(mode, { containers: [server(sayModel(mode, '/mnt/models'))] }), async (running) => {
      await untilLogged(running, 'server', textOf('llama'))
      await killAndWait(running, 'modelcar', 1)
      await until('the server reads again', async () => {
        const { code, stdout } = await exec(running, 'server', 'cat', `/mnt/models/${modelFile}`)
        return (code === 0 && stdout === textOf('llama')) || undefined
      })
    })
  })

  test.each([
    { artifact: 'oras', names: 'as OCI annotates it', shown: `${modelFile}\n` },
    { artifact: 'modelPack', names: 'as ModelPack annotates it alone', shown: noDirectory },
  ] as const)('image-volume: of an artifact with its file named $names, the server sees: $shown', async (each) => {
    const config = { image: artifactReferences[each.artifact], sourcePath: '/' }
    const text = `ls -A /mnt/models 2>&1; cat /mnt/models/${modelFile}; exec sleep infinity`
    await withPod(node(), injected('image-volume', { containers: [server(text)] }, config), async (running) => {
      const log = await untilLogged(running, 'server', /\n.*\n/)
      const read =
        each.shown === noDirectory
          ? `cat: can't open '/mnt/models/${modelFile}': No such file or directory\n`
          : textOf('llama')
      expect(log).toBe(each.shown + read)
    })
  })
})
