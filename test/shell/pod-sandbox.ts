import { chmodSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs'
import { dirname, join } from 'node:path'

import { buildImage, createRoot, install, type Image } from './image.js'
import { commandLineOf, type Runnable } from './injected-pod.js'
import { argumentsOf, childrenOf, readProc, start, until, type Running } from './processes.js'
import { findProgram, program, type ShellName } from './programs.js'

/*
 * The least of a container runtime that shows what the kernel makes of a pod with a shared process namespace: one PID
 * namespace, a mount namespace and a root directory for every container, the pod's volumes mounted where the container says,
 * and its user, groups and capabilities.
 */

/** The capabilities that containerd gives a container which asks for none. */
const defaultCapabilities = [
  'CHOWN', 'DAC_OVERRIDE', 'FSETID', 'FOWNER', 'MKNOD', 'NET_RAW', 'SETGID',
  'SETUID', 'SETFCAP', 'SETPCAP', 'NET_BIND_SERVICE', 'SYS_CHROOT', 'KILL', 'AUDIT_WRITE',
] // prettier-ignore

export interface User {
  readonly uid: number
  readonly gid: number
}

export interface ContainerImage {
  readonly layers: Image
  readonly files: Readonly<Record<string, string>>
  readonly links?: Readonly<Record<string, string>>
  /** Directories that only root may read. */
  readonly privateDirectories?: readonly string[]
  /** Of the image's configuration; a pod's securityContext comes first. */
  readonly user: User
}

export interface Container extends Running {
  /** Of its main process, as the pod's processes see it. */
  readonly pidInPod: number
  /** Its root directory, as this machine sees it. */
  readonly root: string
  /** The command lines of its main process and that process's children. */
  commandLines(): readonly string[]
  signal(name: NodeJS.Signals): void
  /** Starts a second process in it, as its user and with its privileges. */
  exec(commandLine: readonly string[]): Running
}

/** Adds what the runtime itself needs in a container's root. */
export function buildContainerImage(directory: string, shell: ShellName, tools: readonly string[]): Image {
  const image = buildImage(directory, shell, tools)
  install(directory, program('setpriv'), setpriv)
  return image
}

export class PodSandbox {
  readonly #pause: Running
  readonly #pausePid: number
  readonly #directory: string
  #containers = 0

  private constructor(pause: Running, pausePid: number, directory: string) {
    this.#pause = pause
    this.#pausePid = pausePid
    this.#directory = directory
  }

  static async create(directory: string): Promise<PodSandbox> {
    mkdirSync(directory, { recursive: true })
    // It reads from this process, so that the whole PID namespace goes with it, whatever way it goes.
    const pause = start([unshare, '--pid', '--fork', '--kill-child', '--', program('cat')])
    const pid = await until('the pause process', () => childrenOf(pause.pid)[0])
    await until('the PID namespace', () => namespacePids(pid).at(-1) === 1)
    return new PodSandbox(pause, pid, directory)
  }

  /** What a node does that reboots: no process survives, the volumes do. */
  async destroy(): Promise<void> {
    process.kill(this.#pausePid, 'SIGKILL')
    await this.#pause.exit
  }

  async start(container: Runnable, image: ContainerImage, volumes: Volumes): Promise<Container> {
    const root = createRoot(image.layers, join(this.#directory, String(++this.#containers)), image.files)
    for (const [path, target] of Object.entries(image.links ?? {})) {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      symlinkSync(target, join(root, path))
    }
    for (const path of image.privateDirectories ?? []) chmodSync(join(root, path), 0o700)
    const mounts = (container.volumeMounts ?? []).flatMap(({ name, mountPath }) => {
      mkdirSync(join(root, mountPath), { recursive: true })
      return [volumes.directoryOf(name), mountPath]
    })
    const context = container.securityContext ?? {}
    const asUser = [setpriv, ...privilegesOf(container, image.user), '--']
    const running = start([
      ...[nsenter, `--pid=/proc/${this.#pausePid}/ns/pid`, '--'],
      ...[unshare, '--mount', '--propagation', 'private', '--'],
      ...[shell, '-ec', enterContainer, chroot, root, context.readOnlyRootFilesystem === true ? 'ro' : 'rw'],
      ...[...mounts, '--'],
      ...asUser,
      ...commandLineOf(container),
    ])
    const main = await until(
      `${container.name} has a process`,
      () => childrenOf(running.pid)[0] ?? (running.hasExited() ? 0 : undefined),
    )
    await until(`${container.name} is in its root`, () => {
      // Between two programs the command line is empty for a moment.
      const name = argumentsOf(main)[0]
      return running.hasExited() || (name !== undefined && !runtime.includes(name))
    })
    return {
      ...running,
      pidInPod: namespacePids(main).at(-1) ?? 0,
      root,
      commandLines: () => [main, ...childrenOf(main)].map((pid) => argumentsOf(pid).join(' ')),
      signal: (name) => {
        if (!running.hasExited()) process.kill(main, name)
      },
      exec: (commandLine) =>
        start([nsenter, '--target', String(main), '--pid', '--mount', '--root', '--', ...asUser, ...commandLine]),
    }
  }
}

/** The pod's emptyDir volumes. */
export class Volumes {
  readonly #directory: string

  constructor(directory: string) {
    this.#directory = directory
  }

  directoryOf(name: string): string {
    const directory = join(this.#directory, name)
    mkdirSync(directory, { recursive: true })
    chmodSync(directory, 0o777)
    return realpathSync(directory)
  }
}

const setpriv = '/runtime/setpriv'
const [nsenter, unshare, shell, chroot] = [path('nsenter'), path('unshare'), path('sh'), path('chroot')]
/** What a container's main process is before it becomes the container's command. */
const runtime = [nsenter, unshare, shell, chroot, setpriv]

const enterContainer = `
root=$1 access=$2
shift 2
mount --bind "$root" "$root"
mount -t proc proc "$root/proc"
mount --bind /dev/null "$root/dev/null"
while [ "$1" != -- ]; do
  mount --bind "$1" "$root$2"
  shift 2
done
shift
mount -o "remount,bind,$access" "$root"
exec "$0" "$root" "$@"
`

function privilegesOf(container: Runnable, user: User): readonly string[] {
  const { runAsUser, runAsGroup, allowPrivilegeEscalation, capabilities } = container.securityContext ?? {}
  const dropped = new Set(capabilities?.drop ?? [])
  const kept = dropped.has('ALL') ? [] : defaultCapabilities.filter((capability) => !dropped.has(capability))
  const bounding = [...kept, ...(capabilities?.add ?? [])].map((capability) => `+${capability.toLowerCase()}`)
  return [
    ...['--reuid', String(runAsUser ?? user.uid), '--regid', String(runAsGroup ?? user.gid), '--clear-groups'],
    ...['--inh-caps', '-all', '--bounding-set', ['-all', ...bounding].join(',')],
    ...(allowPrivilegeEscalation === false ? ['--no-new-privs'] : []),
  ]
}

function path(name: string): string {
  return findProgram(name) ?? name
}

/** The PIDs of one process, from this namespace to the innermost. */
function namespacePids(pid: number): readonly number[] {
  const status = readProc(pid, 'status')
  return (/^NSpid:\s+(.+)$/m.exec(status)?.[1] ?? '').split(/\s+/).map(Number)
}
