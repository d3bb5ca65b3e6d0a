import { mkdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'

import { afterAll, afterEach, beforeAll } from 'vitest'

import { chrootCommand } from './availability.js'
import { buildImage, createRoot, modelTools, type Image } from './image.js'
import { killAll, start, until, type Running } from './processes.js'
import type { ShellName } from './programs.js'
import { makeScratch } from './scratch.js'
import { targetOf } from './tree.js'

/** Containers of a model's image that have nothing but a root directory of their own: enough to run one text. */
export interface Containers {
  /** A root with nothing of the model in it. */
  emptyRoot(): string
  /** A root with a model, and an empty directory where the kubelet mounts what the sidecar shares with the server. */
  rootWithModel(sharedDirectory: string): string
  run(root: string, commandLine: readonly string[]): Running
}

export function useContainers(shell: ShellName, tools: readonly string[] = modelTools): Containers {
  let directory = ''
  let image: Image | undefined
  let roots = 0

  beforeAll(() => {
    directory = makeScratch(shell)
    image = buildImage(join(directory, 'image'), shell, tools)
  })
  afterEach(killAll)
  afterAll(() => {
    rmSync(directory, { recursive: true, force: true })
  })

  const newRoot = (files: Readonly<Record<string, string>>) =>
    createRoot(image!, join(directory, `root-${++roots}`), files)

  return {
    emptyRoot: () => newRoot({}),
    rootWithModel: (sharedDirectory) => {
      const root = newRoot({ '/models/weights': 'weights' })
      mkdirSync(join(root, sharedDirectory), { recursive: true })
      return root
    },
    run: (root, commandLine) => start([...chrootCommand, root, ...commandLine]),
  }
}

/** Waits for the link that a container makes. */
export async function linkAt(root: string, path: string, sidecar: Running): Promise<string> {
  return until(`a link at ${path}`, () => {
    if (sidecar.hasExited()) throw new Error(`no link at ${path}: ${sidecar.output()}`)
    return targetOf(join(root, path))
  })
}
