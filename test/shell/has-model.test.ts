import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { shellsFor } from './availability.js'
import { useContainers } from './containers.js'
import { commandLineOf, image, injectedPod, prefetchOf } from './injected-pod.js'
import { expanded, prefetchCommand } from './kserve-texts.js'
import { sleepsOrEnds } from './processes.js'
import { changesOf, readTree } from './tree.js'

type Prepare = (root: string) => void

const nothing: Prepare = () => undefined

const directory = (path: string): Prepare => {
  return (root) => {
    mkdirSync(join(root, path), { recursive: true })
  }
}

const file = (path: string): Prepare => {
  return (root) => {
    mkdirSync(join(root, path, '..'), { recursive: true })
    writeFileSync(join(root, path), 'content')
  }
}

const link = (path: string, target: string): Prepare => {
  return (root) => {
    mkdirSync(join(root, path, '..'), { recursive: true })
    symlinkSync(target, join(root, path))
  }
}

const both = (first: Prepare, second: Prepare): Prepare => {
  return (root) => {
    first(root)
    second(root)
  }
}

const situations: readonly (readonly [string, 0 | 1, Prepare])[] = [
  ['has a file', 0, file('/models/weights')],
  ['has a file with an odd name', 0, file('/models/ $(id) "\'\n*')],
  ['has a file named -a', 0, file('/models/-a')],
  ['has a file named !', 0, file('/models/!')],
  ['has a file named =', 0, file('/models/=')],
  ['has a hidden file only', 0, file('/models/.hidden')],
  ['has an empty directory', 0, directory('/models/1')],
  ['has a link that leads nowhere', 0, link('/models/weights', 'nowhere')],
  ['is a link to a directory with content', 0, both(file('/data/weights'), link('/models', 'data'))],
  ['is an absolute link to a directory with content', 0, both(file('/data/weights'), link('/models', '/data'))],
  ['is a link to an empty directory', 1, both(directory('/data'), link('/models', 'data'))],
  ['is a link that leads nowhere', 1, link('/models', 'nowhere')],
  ['is empty', 1, directory('/models')],
  ['is missing', 1, nothing],
  ['is a file', 1, file('/models')],
]

describe.each(shellsFor('looking for the model'))('run by %s,', (shell) => {
  const containers = useContainers(shell)

  const start = (commandLine: readonly string[], prepare: Prepare) => {
    const root = containers.emptyRoot()
    prepare(root)
    directory('/mnt')(root)
    const before = readTree(root)
    const running = containers.run(root, commandLine)
    return { running, changes: () => changesOf(before, readTree(root)) }
  }

  describe("the prefetch container's text", () => {
    const ours = commandLineOf(prefetchOf(injectedPod({ image })))

    const outcomeOf = async (commandLine: readonly string[], prepare: Prepare) => {
      const { running, changes } = start(commandLine, prepare)
      const { code, output } = await running.finished
      return { code, output, changes: changes() }
    }

    test.each(situations)("where /models %s ends with %i, as KServe's does", async (_what, code, prepare) => {
      const our = await outcomeOf(ours, prepare)
      const theirs = await outcomeOf(expanded(prefetchCommand), prepare)
      expect(our, our.output).toMatchObject({ code, changes: {} })
      expect(theirs, theirs.output).toMatchObject({ code, changes: {} })
    })

    test('a file whose name is a line feed is a model, in images with coreutils too', async () => {
      expect(await outcomeOf(ours, file('/models/\n'))).toMatchObject({ code: 0 })
    })

    test('says what is wrong: its last lines become the reason that the pod shows', async () => {
      const { output } = await outcomeOf(ours, nothing)
      expect(output).toContain('/models')
    })
  })

  describe("the native sidecar's text", () => {
    const commandLine = commandLineOf(injectedPod({ image, mode: 'native-sidecar' }).sidecar)

    test.each(situations.filter(([, code]) => code === 0))(
      'where /models %s links it',
      async (what, _code, prepare) => {
        const { running, changes } = start(commandLine, prepare)
        await sleepsOrEnds(running)
        const resolved = what.includes('link to') ? 'data' : 'models'
        expect(changes(), running.output()).toEqual({ '/mnt/models': `link to /proc/${running.pid}/root/${resolved}` })
        expect(running.hasExited()).toBe(false)
      },
    )

    const bad = situations.filter(([, code]) => code === 1)

    test.each(bad)('where /models %s ends, says so, and links nothing', async (_what, code, prepare) => {
      const { running, changes } = start(commandLine, prepare)
      await sleepsOrEnds(running)
      expect(changes()).toEqual({})
      expect(await running.finished).toMatchObject({ code, output: expect.stringContaining('no /models') })
    })

    test('leaves the link of an earlier container alone where it has no model itself', async () => {
      const { running, changes } = start(commandLine, link('/mnt/models', '/proc/4321/root/models'))
      await sleepsOrEnds(running)
      expect(changes()).toEqual({})
      expect(await running.finished).toMatchObject({ code: 1 })
    })
  })
})
