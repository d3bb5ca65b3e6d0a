import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

import { describe, expect, test } from 'vitest'

import { shellsFor } from './availability.js'
import { useContainers } from './containers.js'
import { commandLineOf, image, injectedPod } from './injected-pod.js'
import { expanded, prefetchCommand } from './kserve-texts.js'
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
  ['is a link to an empty directory', 1, both(directory('/data'), link('/models', 'data'))],
  ['is a link that leads nowhere', 1, link('/models', 'nowhere')],
  ['is empty', 1, directory('/models')],
  ['is missing', 1, nothing],
  ['is a file', 1, file('/models')],
]

describe.each(shellsFor('prefetching'))("the prefetch container's text, run by %s,", (shell) => {
  const containers = useContainers(shell)
  const ours = commandLineOf(injectedPod({ image }).prefetch)

  const outcomeOf = async (commandLine: readonly string[], prepare: Prepare) => {
    const root = containers.emptyRoot()
    prepare(root)
    const before = readTree(root)
    const { code, output } = await containers.run(root, commandLine).finished
    return { code, output, changes: changesOf(before, readTree(root)) }
  }

  test.each(situations)("where /models %s ends with %i, as KServe's does", async (_what, code, prepare) => {
    const our = await outcomeOf(ours, prepare)
    const theirs = await outcomeOf(expanded(prefetchCommand), prepare)
    expect(our, our.output).toMatchObject({ code, changes: {} })
    expect(theirs, theirs.output).toMatchObject({ code, changes: {} })
  })

  test('says what is wrong: its last lines become the reason that the pod shows', async () => {
    const { output } = await outcomeOf(ours, nothing)
    expect(output).toContain('/models')
  })
})
