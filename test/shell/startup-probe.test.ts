import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { shellsFor } from './availability.js'
import { linkAt, useContainers } from './containers.js'
import { cleanPath, commandLineOf, image, injectedPod, startupProbeOf } from './injected-pod.js'
import { modelPaths } from './model-paths.js'

type Prepare = (root: string) => void

const link = (path: string, target: string): Prepare => {
  return (root) => {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    symlinkSync(target, join(root, path))
  }
}

const directory = (path: string): Prepare => {
  return (root) => {
    mkdirSync(join(root, path), { recursive: true })
  }
}

/** What a process with this PID has as its root, for a container that has no /proc. */
const processWithRoot = (pid: number, root: string) => link(`/proc/${pid}/root`, root)

const situations: readonly (readonly [string, string, readonly Prepare[]])[] = [
  ['succeeds', 'the link leads to the model', [link('/mnt/models', '/proc/7/root/models'), processWithRoot(7, '/')]],
  ['fails', 'there is nothing', []],
  ['fails', 'an old link leads nowhere', [link('/mnt/models', '/proc/7/root/models')]],
  ['fails', 'an old link leads to itself', [link('/mnt/models', '/mnt/models')]],
  [
    'fails',
    'an old link leads to the root of a process that has no /models',
    [link('/mnt/models', '/proc/7/root/models'), directory('/other'), processWithRoot(7, '/other')],
  ],
  [
    'fails',
    'an old link leads to a /models that is empty',
    [link('/mnt/models', '/proc/7/root/models'), directory('/other/models'), processWithRoot(7, '/other')],
  ],
  ['fails', 'an empty directory is in the way', [directory('/mnt/models')]],
  ['fails', "a directory of the server's is in the way", [directory('/mnt/models/cache')]],
  [
    'fails',
    "an old link leads to another container's /models",
    [link('/mnt/models', '/proc/7/root/models'), directory('/other/models/weights'), processWithRoot(7, '/other')],
  ],
]

describe.each(shellsFor('probing the link'))("the startup probe's command, run by %s,", (shell) => {
  const containers = useContainers(shell)

  const probe = async (root: string, mountPath: string) => {
    const { sidecar } = injectedPod({ image, mountPath, mode: 'native-sidecar' })
    const { code, output } = await containers.run(root, commandLineOf(startupProbeOf(sidecar))).finished
    return { succeeds: code === 0, output }
  }

  test.each(situations)('%s where %s', async (outcome, _what, prepare) => {
    const root = containers.rootWithModel('/mnt')
    for (const step of prepare) step(root)
    expect(await probe(root, '/mnt/models')).toMatchObject({ succeeds: outcome === 'succeeds' })
  })

  test('fails where a file is in the way', async () => {
    const root = containers.rootWithModel('/mnt')
    writeFileSync(join(root, '/mnt/models'), '')
    expect(await probe(root, '/mnt/models')).toMatchObject({ succeeds: false })
  })

  test.each(modelPaths)('at %j succeeds no sooner than its link leads to the model', async (mountPath) => {
    const root = containers.rootWithModel('/mnt')
    link(cleanPath(mountPath), '/proc/7/root/models')(root)
    expect(await probe(root, mountPath)).toMatchObject({ succeeds: false })
    processWithRoot(7, '/')(root)
    expect(await probe(root, mountPath)).toEqual({ succeeds: true, output: '' })
  })

  test('succeeds at the link that the sidecar makes, and not before', async () => {
    const { sidecar } = injectedPod({ image, mode: 'native-sidecar' })
    const root = containers.rootWithModel('/mnt')
    expect(await probe(root, '/mnt/models')).toMatchObject({ succeeds: false })
    const running = containers.run(root, commandLineOf(sidecar))
    await linkAt(root, '/mnt/models', running)
    expect(await probe(root, '/mnt/models')).toMatchObject({ succeeds: false })
    processWithRoot(running.pid, '/')(root)
    expect(await probe(root, '/mnt/models')).toEqual({ succeeds: true, output: '' })
  })
})
