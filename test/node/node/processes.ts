import { readdirSync, readFileSync } from 'node:fs'

/** The first process of a container, as the node sees it; the runtimes name its cgroup after it. */
export function processOf(container: string): number {
  const process = Math.min(...processesIn(new RegExp(`/(?:crio-)?${container}$`, 'm')))
  if (process === Infinity) throw new Error(`nothing runs in the cgroup of ${container}`)
  return process
}

/** The first process of a container's pod, which keeps its namespaces; where all share one of processes, the others end with it. */
function sandboxOf(container: string): number {
  const [, pod] = /^\d+:memory:(.*)\/[^/]+$/m.exec(read(processOf(container), 'cgroup')) ?? []
  const process = processesIn(new RegExp(`:memory:${pod}/`)).find((each) =>
    read(each, 'cmdline').startsWith('/pause\0'),
  )
  if (process === undefined) throw new Error(`nothing keeps the namespaces of ${container}`)
  return process
}

const processesIn = (cgroup: RegExp): readonly number[] =>
  readdirSync('/proc')
    .map(Number)
    .filter((each) => each > 0 && cgroup.test(read(each, 'cgroup')))

/** Kills the first process of a container, as the kernel does where memory is short. */
export const killContainer = (container: string): boolean => process.kill(processOf(container), 'SIGKILL')

/** Kills what keeps the namespaces of a container's pod, after which the kubelet starts all of the pod anew. */
export const killSandbox = (container: string): boolean => process.kill(sandboxOf(container), 'SIGKILL')

/** A process may end while it is looked at. */
function read(process: number, file: string): string {
  try {
    return readFileSync(`/proc/${process}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
