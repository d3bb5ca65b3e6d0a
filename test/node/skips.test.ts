import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, test } from 'vitest'
import { findPrograms } from '../e2e/control-plane/programs.js'
import { makeFolder } from '../e2e/harness.js'
import { findNodePrograms } from './programs/programs.js'

// Where something is missing, `npm run test:node` says what, and that it skips; a folder that is named and lacks programs is a mistake.

const within = join(import.meta.dirname, 'within.ts')
const ran = 'it ran'

/** What every machine here has on its path, apart from Node. */
const always =
  'bash cat dirname env find hostname ip mkdir mount realpath rm rmdir setpriv setsid sh sleep true umount unshare'.split(
    ' ',
  )

interface Machine {
  readonly title: string
  /** What `go env GOVERSION` prints; none has no Go. */
  readonly go?: string
  readonly lacks?: string
  /** What is on the path behind that. */
  readonly rest?: string | undefined
  /** Which of the programs that need to be built are there. */
  readonly built?: readonly ('KUBEBUILDER_ASSETS' | 'MODELCAR_NODE_PROGRAMS')[]
  /** What it is run by. */
  readonly by?: readonly string[]
  readonly says: RegExp
}

const both = ['KUBEBUILDER_ASSETS', 'MODELCAR_NODE_PROGRAMS'] as const
const inMounts = (change: string): readonly string[] => [
  'unshare',
  '--mount',
  'sh',
  '-c',
  `${change} && exec "$@"`,
  'sh',
]

const machines: readonly Machine[] = [
  {
    title: 'no root',
    by: ['unshare', '--user'],
    built: both,
    says: /^SKIPPED: the tests on a node: a node needs root$/m,
  },
  {
    title: 'no cgroup v1',
    by: inMounts('umount /sys/fs/cgroup/memory'),
    built: both,
    says: /^SKIPPED: the tests on a node: a node needs cgroup v1, found no hierarchy for memory$/m,
  },
  {
    title: 'a program of the system less',
    lacks: 'ip',
    built: both,
    says: /^SKIPPED: the tests on a node: ip -V: .*ENOENT$/m,
  },
  {
    title: 'no Go, and no control plane',
    says: /^SKIPPED: the tests on a node: KUBEBUILDER_ASSETS names no folder with etcd, .*, and building them needs Go 1\.26 or newer, found none$/m,
  },
  {
    title: 'no Go, and no kubelet',
    built: ['KUBEBUILDER_ASSETS'],
    says: /^SKIPPED: the tests on a node: MODELCAR_NODE_PROGRAMS names no folder with kubelet, .*, found none$/m,
  },
  {
    title: 'an older Go',
    go: 'go1.25.9',
    built: ['KUBEBUILDER_ASSETS'],
    says: /^SKIPPED: .*needs Go 1\.26 or newer, found go1\.25\.9$/m,
  },
  {
    title: 'not Debian',
    go: 'go1.26.0',
    by: inMounts('mount -t tmpfs tmpfs /etc'),
    built: ['KUBEBUILDER_ASSETS'],
    says: /^SKIPPED: the tests on a node: busybox and libseccomp come from Debian, and this is another system$/m,
  },
  {
    title: 'no compiler of C',
    go: 'go1.26.0',
    built: ['KUBEBUILDER_ASSETS'],
    // Debian or not, nothing can be built here.
    says: /^SKIPPED: the tests on a node: (gcc --version: .*ENOENT|busybox and libseccomp come from Debian.*)$/m,
  },
]

test.each(machines)(
  'on a machine with $title it says that it skips, and runs nothing',
  async ({ says, ...machine }) => {
    expect(await runOn(machine)).toEqual({ code: 0, stdout: '', stderr: expect.stringMatching(says) as string })
  },
)

test('without other runtimes it says that it skips them, and runs the rest', async () => {
  const says =
    /^SKIPPED: the tests on other runtimes: MODELCAR_NODE_RUNTIMES names no folder with oldest\/containerd, .*, found go1\.25\.9$/m
  // The namespaces hide where the programs of the other machines stand.
  const rest = process.env['PATH']
  expect(await runOn({ go: 'go1.25.9', rest, built: both })).toEqual({
    code: 0,
    stdout: `${ran}\n`,
    stderr: expect.stringMatching(says) as string,
  })
})

test('a folder that is named and has no programs is an error', async () => {
  const folder = makeFolder('empty')
  const { code, stdout, stderr } = await runOn({ built: both }, { MODELCAR_NODE_PROGRAMS: folder })
  expect([code, stdout]).toEqual([1, ''])
  expect(stderr).toContain(`in ${folder}, found no kubelet, runc, pause, busybox, containerd`)
  expect(stderr).toContain('set MODELCAR_NODE_PROGRAMS to a folder that has them')
})

async function runOn(
  { go, lacks, rest, built = [], by = [] }: Omit<Machine, 'title' | 'says'>,
  more: Readonly<Record<string, string>> = {},
): Promise<{ readonly code: number | null; readonly stdout: string; readonly stderr: string }> {
  const home = makeFolder('home')
  const PATH = join(home, 'bin')
  mkdirSync(PATH)
  for (const name of rest === undefined ? always : []) if (name !== lacks) symlinkSync(find(name), join(PATH, name))
  if (go !== undefined) {
    writeFileSync(join(PATH, 'go'), `#!/bin/sh\necho ${go}\n`)
    chmodSync(join(PATH, 'go'), 0o755)
  }
  const folders = { KUBEBUILDER_ASSETS: findPrograms().folder, MODELCAR_NODE_PROGRAMS: findNodePrograms().folder }
  const named = Object.fromEntries(built.map((variable) => [variable, folders[variable]]))
  const [program, ...args] = [...by, process.execPath, '--import', 'tsx', within, 'sh', '-c', `echo ${ran}`]
  // Of another folder for what is temporary, it takes the machine for one in which it was not started yet.
  const child = spawn(program, args, {
    env: { PATH: rest === undefined ? PATH : `${PATH}:${rest}`, HOME: home, TMPDIR: home, ...named, ...more },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = once(child, 'close') as Promise<[number | null]>
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  const [code] = await exited
  return { code, stdout, stderr }
}

/** Where a program is on this machine. */
function find(name: string): string {
  const folder = (process.env['PATH'] ?? '').split(':').find((each) => existsSync(join(each, name)))
  if (folder === undefined) throw new Error(`expected ${name} on the path`)
  return join(folder, name)
}
