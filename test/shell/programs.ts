import { accessSync, constants } from 'node:fs'
import { join } from 'node:path'

export const shellNames = ['dash', 'bash', 'busybox'] as const
export type ShellName = (typeof shellNames)[number]

/** Where programs are looked for, on this machine and in a container. */
export const searchPath = `${process.env['PATH'] ?? ''}:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin`

export function findProgram(name: string): string | undefined {
  const directories = searchPath.split(':').filter((directory) => directory.startsWith('/'))
  return directories.map((directory) => join(directory, name)).find(isExecutable)
}

export function program(name: string): string {
  const path = findProgram(name)
  if (path === undefined) throw new Error(`${name} is not installed`)
  return path
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}
