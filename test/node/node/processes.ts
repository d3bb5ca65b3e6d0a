import { readdirSync, readFileSync } from 'node:fs'

/** The first process of a container, as the node sees it; the runtimes name its cgroup after it. */
export function processOf(container: string): number {
  const isItsCgroup = new RegExp(`/(?:crio-)?${container}$`, 'm')
  const process = readdirSync('/proc')
    .map(Number)
    .filter((each) => each > 0 && isItsCgroup.test(cgroupsOf(each)))
    .reduce((least, each) => Math.min(least, each), Infinity)
  if (process === Infinity) throw new Error(`nothing runs in the cgroup of ${container}`)
  return process
}

/** Kills the first process of a container, as the kernel does where memory is short. */
export const killContainer = (container: string): boolean => process.kill(processOf(container), 'SIGKILL')

/** A process may end while it is looked at. */
function cgroupsOf(process: number): string {
  try {
    return readFileSync(`/proc/${process}/cgroup`, 'utf8')
  } catch {
    return ''
  }
}
