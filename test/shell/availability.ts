import { spawnSync } from 'node:child_process'

import { test } from 'vitest'

import { findProgram, searchPath, shellNames, type ShellName } from './programs.js'

/*
 * What can be tested on this machine. Whatever cannot is said on the console and in the report; with SHELL_TESTS=required in
 * the environment it is a failure.
 */

const isRoot = process.getuid?.() === 0
const asRoot = isRoot ? [] : ['unshare', '--user', '--map-root-user', '--']
const dieWithParent = ['setpriv', '--pdeathsig', 'KILL', '--']

/**
 * What stands in front of a command line to give it a root directory of its own: a process of root's, or else of the root of a
 * user namespace, and one that not even a killed test run leaves behind.
 */
export const chrootCommand: readonly string[] = [
  ...asRoot,
  ...(refusalOf([...asRoot, ...dieWithParent, 'true']) === undefined ? dieWithParent : []),
  'chroot',
]

/** The shells that texts can be run with, in a root directory of their own. */
export function shellsFor(what: string): readonly ShellName[] {
  const refusal = refusalOf([...chrootCommand, '/', 'true'])
  return refusal === undefined ? installedShells(what) : skip(what, refusal)
}

/** The shells that containers can be started with which share a process namespace, each as a user of its own. */
export function shellsForPods(what: string): readonly ShellName[] {
  if (!isRoot) return skip(what, 'not root')
  const refusal =
    refusalOf(['unshare', '--pid', '--fork', '--mount', '--mount-proc', '--propagation', 'private', '--', 'true']) ??
    refusalOf(['nsenter', '--pid=/proc/self/ns/pid', '--', 'true']) ??
    refusalOf(['setpriv', '--reuid=1010', '--regid=1010', '--clear-groups', '--bounding-set=-all', '--', 'true'])
  return refusal === undefined ? installedShells(what) : skip(what, refusal)
}

function installedShells(what: string): readonly ShellName[] {
  return shellNames.filter((shell) => {
    if (findProgram(shell) !== undefined) return true
    skip(`${what} with ${shell}`, 'it is not installed')
    return false
  })
}

function skip(what: string, reason: string): readonly [] {
  const title = `${what} can't be tested here: ${reason}`
  if (process.env['SHELL_TESTS'] === 'required') {
    test(title, () => {
      throw new Error(title)
    })
    return []
  }
  console.warn(`SKIPPED: ${title}`)
  test.skip(title)
  return []
}

function refusalOf(argv: readonly string[]): string | undefined {
  const [command, ...args] = argv
  const { error, status, stderr } = spawnSync(command!, args, { encoding: 'utf8', env: { PATH: searchPath } })
  if (error === undefined && status === 0) return undefined
  return `${argv.join(' ')}: ${(error?.message ?? stderr).trim()}`
}
