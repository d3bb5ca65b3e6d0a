import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/*
 * What a program leaves, as the kernel tells it.
 */

/** The process that started a process; 0 where it is of an outer namespace. */
export const parentOf = (process: number): number => Number(/^PPid:\s+(\d+)$/m.exec(read(process, 'status'))?.[1] ?? 0)

/** The processes that a process has started. */
export const childrenOf = (process: number): readonly number[] =>
  processes().filter((each) => parentOf(each) === process)

/** The command line of a process. */
export const commandOf = (process: number): readonly string[] => read(process, 'cmdline').split('\0')

/** The processes that are in a cgroup of this name, or below one. */
export const processesIn = (cgroup: string): readonly number[] =>
  processes().filter((each) => read(each, 'cgroup').includes(`/${cgroup}`))

/** The cgroups of this name, one in each hierarchy. */
export const cgroupsOf = (name: string): readonly string[] =>
  readdirSync('/sys/fs/cgroup')
    .map((hierarchy) => join('/sys/fs/cgroup', hierarchy, name))
    .filter((folder) => existsSync(folder))

/** What is mounted here, without what comes and goes with pods. */
export const standingMounts = (): readonly string[] =>
  readFileSync('/proc/self/mountinfo', 'utf8')
    .split('\n')
    .map((line) => line.split(' ')[4] ?? '')
    .filter((path) => !/^\/run\/./.test(path))
    .sort()

const processes = (): readonly number[] => readdirSync('/proc').map(Number).filter(Boolean)

/** A process may end while it is looked at. */
function read(process: number, file: string): string {
  try {
    return readFileSync(`/proc/${process}/${file}`, 'utf8')
  } catch {
    return ''
  }
}
