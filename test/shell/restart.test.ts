import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { shellsFor } from './availability.js'
import { linkAt, useContainers } from './containers.js'
import { modelTools } from './image.js'
import { commandLineOf, image, injectedPod, linkModes } from './injected-pod.js'
import { expanded, linkCommand } from './kserve-texts.js'
import { killAll, sleepsOrEnds } from './processes.js'
import { changesOf, readTree, targetOf } from './tree.js'

describe.each(shellsFor('restarting the sidecar'))('a sidecar that starts again, run by %s,', (shell) => {
  const containers = useContainers(shell, [...modelTools, 'rmdir'])

  const start = (command: readonly string[], prepare: (root: string) => void) => {
    const root = containers.rootWithModel('/mnt')
    prepare(root)
    const before = readTree(root)
    const sidecar = containers.run(root, command)
    return { root, sidecar, changes: () => changesOf(before, readTree(root)) }
  }

  const link = (target: string) => (root: string) => {
    symlinkSync(target, join(root, '/mnt/models'))
  }

  /** The old PID belongs to a process again, and that has a directory /models as well. */
  const resolvingLink = (root: string) => {
    mkdirSync(join(root, '/proc/4321/root/models'), { recursive: true })
    link('/proc/4321/root/models')(root)
  }

  const file = (root: string) => {
    writeFileSync(join(root, '/mnt/models'), 'a file')
  }

  const emptyDirectory = (root: string) => {
    mkdirSync(join(root, '/mnt/models'))
  }

  describe.each(linkModes)('in mode %s,', (mode) => {
    const commandLine = commandLineOf(injectedPod({ image, mode }).sidecar)

    test('links its new process every time', async () => {
      const root = containers.rootWithModel('/mnt')
      const pids = new Set<number>()
      for (let round = 0; round < 3; round++) {
        const sidecar = containers.run(root, commandLine)
        await sleepsOrEnds(sidecar)
        expect(targetOf(join(root, '/mnt/models'))).toBe(`/proc/${sidecar.pid}/root/models`)
        pids.add(sidecar.pid)
        await killAll()
      }
      expect(pids.size).toBe(3)
    })

    test.each([
      ['a link that leads nowhere', link('/proc/4321/root/models')],
      ['a link that leads to a directory', resolvingLink],
      ['a link that leads to itself', link('/mnt/models')],
      ['a file', file],
      ['an empty directory, which a server may have made while it waited', emptyDirectory],
    ])('replaces %s', async (_what, prepare) => {
      const { sidecar, changes } = start(commandLine, prepare)
      await sleepsOrEnds(sidecar)
      expect(changes(), sidecar.output()).toEqual({ '/mnt/models': `link to /proc/${sidecar.pid}/root/models` })
      expect(sidecar.hasExited()).toBe(false)
    })

    test('fails, and says so, where a directory with content is in the way, and leaves that alone', async () => {
      const { sidecar, changes } = start(commandLine, (root) => {
        emptyDirectory(root)
        writeFileSync(join(root, '/mnt/models/cache'), 'of the server')
      })
      await sleepsOrEnds(sidecar)
      expect(changes()).toEqual({})
      const { code, output } = await sidecar.finished
      expect(code).toBeGreaterThan(0)
      expect(output).toContain('/mnt/models')
    })

    test('as the very same PID writes nothing into the model', async () => {
      const root = containers.rootWithModel('/mnt')
      // The shell that waits becomes the shell of the container, so that its PID is known before the text runs.
      const sidecar = containers.run(root, ['sh', '-c', 'read -r _ && exec "$@"', 'gate', ...commandLine])
      const target = `/proc/${sidecar.pid}/root/models`
      mkdirSync(join(root, target), { recursive: true })
      link(target)(root)
      const before = readTree(root)
      sidecar.stdin.write('go\n')
      await sleepsOrEnds(sidecar)
      expect(changesOf(before, readTree(root))).toEqual({})
      expect(sidecar.hasExited()).toBe(false)
    })
  })

  test("fails with the text of KServe 0.12.0, which can't replace a link", async () => {
    const command = expanded(linkCommand('/mnt/models', 'v0.12.0'))
    const { sidecar, changes } = start(command, link('/proc/4321/root/models'))
    expect((await sidecar.finished).code).toBe(1)
    expect(changes()).toEqual({})
  })

  test("with KServe's text keeps a link that leads to a directory, and writes into that", async () => {
    const { root, sidecar, changes } = start(expanded(linkCommand('/mnt/models')), resolvingLink)
    await linkAt(root, '/proc/4321/root/models/models', sidecar)
    expect(changes()).toEqual({ '/proc/4321/root/models/models': `link to /proc/${sidecar.pid}/root/models` })
  })

  test("with KServe's text makes the link inside of a directory, and goes on", async () => {
    const { root, sidecar, changes } = start(expanded(linkCommand('/mnt/models')), emptyDirectory)
    await linkAt(root, '/mnt/models/models', sidecar)
    expect(changes()).toEqual({ '/mnt/models/models': `link to /proc/${sidecar.pid}/root/models` })
    expect(sidecar.hasExited()).toBe(false)
  })
})
