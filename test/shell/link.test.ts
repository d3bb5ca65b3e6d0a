import { join } from 'node:path'

import fc from 'fast-check'
import { describe, expect, test } from 'vitest'

import { seed } from '../kit/runs.js'
import { shellsFor } from './availability.js'
import { linkAt, useContainers, type Containers } from './containers.js'
import {
  cleanPath,
  commandLineOf,
  image,
  injectedPod,
  linkModes,
  sharedDirectoryOf,
  type LinkMode,
} from './injected-pod.js'
import { expanded, goodLinks, linkCommand } from './kserve-texts.js'
import { modelPaths } from './model-paths.js'
import { killAll, sleepsOrEnds } from './processes.js'
import { changesOf, readTree, targetOf } from './tree.js'

const shells = shellsFor('making the link')

describe.each(shells)("the sidecar's text, run by %s", (shell) => {
  const containers = useContainers(shell)

  describe.each(linkModes)('in mode %s', (mode) => {
    test.each(modelPaths)('leaves the link at %j and nothing else', async (mountPath) => {
      await expectLink(containers, mountPath, mode)
    })
  })

  test('leaves the link at any path and nothing else', async () => {
    const piece = fc.oneof(
      fc.constantFrom("'", '"', '$', '(', ')', '`', '\\', ' ', '\n', '\t', '*', '?', '[', ']', '{', '}', '~', '#'),
      fc.constantFrom(';', '&', '|', '<', '>', '!', '-', '=', '%', '.', 'a', 'é', '🙂'),
      fc.constantFrom('$$', '$(id)', '$(HOME)', "'\\''", '\\\n', '$HOME'),
    )
    const name = fc
      .array(piece, { minLength: 1, maxLength: 8 })
      .map((pieces) => pieces.join(''))
      .filter((candidate) => candidate !== '.' && candidate !== '..')
    const anyPath = fc.array(name, { minLength: 1, maxLength: 3 }).map((names) => `/mnt/${names.join('/')}`)
    await fc.assert(
      fc.asyncProperty(anyPath, fc.constantFrom(...linkModes), async (mountPath, mode) => {
        await expectLink(containers, mountPath, mode)
        await killAll()
      }),
      { numRuns: 20, seed },
    )
  })
})

describe.each(shells.slice(0, 1))("the sidecar's texts and KServe's, run by %s", (shell) => {
  const containers = useContainers(shell)

  test.each(goodLinks)('make the same link at $mountPath', async ({ mountPath, volumeAt }) => {
    const ours = linkModes.map((mode) => {
      const pod = injectedPod({ image, mountPath, mode })
      expect(sharedDirectoryOf(pod)).toBe(volumeAt)
      return commandLineOf(pod.sidecar)
    })
    const started = [...ours, expanded(linkCommand(mountPath))].map((commandLine) => {
      const root = containers.rootWithModel(volumeAt)
      return { root, before: readTree(root), sidecar: containers.run(root, commandLine) }
    })
    for (const { root, before, sidecar } of started) {
      await linkAt(root, mountPath, sidecar)
      expect(changesOf(before, readTree(root))).toEqual({ [mountPath]: `link to /proc/${sidecar.pid}/root/models` })
    }
  })

  test("differ where the path reads like a variable of the container: KServe's goes astray", async () => {
    const root = containers.rootWithModel('/mnt/$(id)')
    const sidecar = containers.run(root, expanded(linkCommand('/mnt/$(id)/model'), { id: 'expanded' }))
    await linkAt(root, '/mnt/expanded/model', sidecar)
    expect(targetOf(join(root, '/mnt/$(id)/model'))).toBeUndefined()
    for (const mode of linkModes) await expectLink(containers, '/mnt/$(id)/model', mode)
  })

  test("differ at a path with a trailing slash: KServe's makes the link inside", async () => {
    const root = containers.rootWithModel('/mnt/models')
    await linkAt(root, '/mnt/models/models', containers.run(root, expanded(linkCommand('/mnt/models/'))))
    expect(targetOf(join(root, '/mnt/models'))).toBeUndefined()
    for (const mode of linkModes) await expectLink(containers, '/mnt/models/', mode)
  })
})

async function expectLink(containers: Containers, mountPath: string, mode: LinkMode): Promise<void> {
  const pod = injectedPod({ image, mountPath, mode })
  const path = cleanPath(mountPath)
  expect(path.startsWith(`${sharedDirectoryOf(pod)}/`)).toBe(true)
  const root = containers.rootWithModel(sharedDirectoryOf(pod))
  const before = readTree(root)
  const sidecar = containers.run(root, commandLineOf(pod.sidecar))
  await sleepsOrEnds(sidecar)
  expect(changesOf(before, readTree(root)), sidecar.output()).toEqual({
    [path]: `link to /proc/${sidecar.pid}/root/models`,
  })
  expect(sidecar.hasExited()).toBe(false)
}
