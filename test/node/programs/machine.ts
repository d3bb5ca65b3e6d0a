import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { findPrograms } from '../../e2e/control-plane/programs.js'
import { buildOtherRuntimes, findNodePrograms, findOtherRuntimes } from './programs.js'

/** Why no node can be started on this machine; nothing where one can. */
export function whyNoNode(): string | undefined {
  if (process.platform !== 'linux') return `a node needs Linux, found ${process.platform}`
  if (process.getuid?.() !== 0) return 'a node needs root'
  const hierarchies = v1Hierarchies()
  const absent = ['cpu', 'cpuacct', 'cpuset', 'memory', 'pids'].filter((name) => !hierarchies.includes(name))
  if (absent.length > 0) return `a node needs cgroup v1, found no hierarchy for ${absent.join(', ')}`
  return (
    refusalOf('setpriv', '--pdeathsig', 'KILL', ...inNamespaces, 'true') ??
    refusalOf('ip', '-V') ??
    findPrograms().missing ??
    whyNoPrograms()
  )
}

const inNamespaces = ['unshare', '--pid', '--fork', '--mount', '--cgroup', '--net', '--uts', '--ipc', '--']

/** The controllers that this process is in a mounted hierarchy of. */
function v1Hierarchies(): readonly string[] {
  if (!existsSync('/proc/self/cgroup')) return []
  const lines = readFileSync('/proc/self/cgroup', 'utf8').split('\n')
  const names = lines
    .map((line) => line.split(':')[1] ?? '')
    .filter((name) => existsSync(`/sys/fs/cgroup/${name}/cgroup.procs`))
  return names.flatMap((name) => name.split(','))
}

function whyNoPrograms(): string | undefined {
  const programs = findNodePrograms()
  if (programs.missing !== undefined || programs.isBuilt) return programs.missing
  return whyNoBuild()
}

function whyNoBuild(): string | undefined {
  const isDebian = existsSync('/etc/debian_version')
  if (!isDebian) return 'busybox and libseccomp come from Debian, and this is another system'
  return refusalOf('gcc', '--version') ?? refusalOf('apt-get', '--version')
}

/** Builds the runtimes that are compared with a node's own where they are missing; tells why that cannot be done. */
export async function whyNoOtherRuntimes(): Promise<string | undefined> {
  const programs = findOtherRuntimes()
  if (programs.missing !== undefined || programs.isBuilt) return programs.missing
  const why = whyNoBuild()
  if (why !== undefined) return why
  return buildOtherRuntimes(programs).then(
    () => undefined,
    (error: unknown) => String(error),
  )
}

function refusalOf(program: string, ...args: readonly string[]): string | undefined {
  const { error, status, stderr } = spawnSync(program, args, { encoding: 'utf8' })
  return error === undefined && status === 0
    ? undefined
    : `${[program, ...args].join(' ')}: ${error?.message ?? stderr.trim()}`
}
