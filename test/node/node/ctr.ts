import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Runtime } from './containerd.js'

const run = promisify(execFile)

/** Runs containerd's own client, in the namespace of the kubelet's containers. */
export async function ctr({ programs, socket }: Runtime, ...args: readonly string[]): Promise<string> {
  const { stdout } = await run(join(programs, 'ctr'), ['--address', socket, '--namespace', 'k8s.io', ...args])
  return stdout
}

/** Kills the first process of a container, as the kernel does where memory is short. */
export async function killContainer(runtime: Runtime, container: string): Promise<void> {
  await ctr(runtime, 'tasks', 'kill', '--signal', 'SIGKILL', container)
}

/** The first process of a container, as the node sees it. */
export async function processOf(runtime: Runtime, container: string): Promise<number> {
  const line = (await ctr(runtime, 'tasks', 'ls')).split('\n').find((each) => each.startsWith(container))
  const [, process] = /^\S+\s+(\d+)/.exec(line ?? '') ?? []
  if (process === undefined) throw new Error(`containerd runs no ${container}`)
  return Number(process)
}
