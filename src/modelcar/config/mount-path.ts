import { cut, found } from '../../json.js'
import { cleanPath, isAtOrUnder } from '../../kubernetes/clean-path.js'
import { addCause, type Causes } from '../../input/check.js'
import { expectedOfPath } from '../../input/file-path.js'

const defaultMountPath = '/mnt/models'

/** Reads a model's path, cleaned: no slash at its end, no empty or `.` component. */
export function readMountPath(causes: Causes, value: unknown, field: string): string | undefined {
  if (value === undefined || value === null || value === defaultMountPath) return defaultMountPath
  const path = readPath(causes, value, field)
  const expected = path === undefined ? undefined : path === '/' ? 'a path below /' : expectedOfMount(path)
  return expected === undefined
    ? path
    : addCause(causes, 'InvalidValue', field, `expected ${expected}, found ${found(value)}`)
}

/** Reads an absolute path, cleaned; it may be `/`. */
export function readPath(causes: Causes, value: unknown, field: string): string | undefined {
  if (typeof value !== 'string')
    return addCause(causes, 'InvalidType', field, `expected an absolute path, found ${found(value)}`)
  const reject = (expected: string): undefined =>
    addCause(causes, 'InvalidValue', field, `expected ${expected}, found ${found(value)}`)
  if (!value.startsWith('/')) return reject('an absolute path')
  if (value.split('/').includes('..')) return reject('a path without ".."')
  if (value.includes(':')) return reject('a path without ":", which container runtimes split mounts at')
  const path = cleanPath(value)
  const expected = expectedOfPath(path)
  return expected === undefined ? path : reject(expected)
}

/** Directories that a server's image cannot do without, and their names where they are merged into /usr. */
const systemDirectories: readonly string[] = [
  '/',
  ...['/bin', '/dev', '/etc', '/lib', '/lib64', '/proc', '/sbin', '/sys', '/usr', '/var'],
  ...['/usr/bin', '/usr/lib', '/usr/lib64', '/usr/sbin'],
]

/** What a path has to be that a container can have a mount at, and start; undefined where it is that. */
export function expectedOfMount(path: string): string | undefined {
  // runc refuses what is below the first, and nobody can make a directory below the second.
  if (isAtOrUnder(path, '/proc') || isAtOrUnder(path, '/sys'))
    return "a path apart from /proc and /sys, the kernel's own"
  return systemDirectories.includes(path) ? "a path that is no system directory of the container's image" : undefined
}

/** Reports a parent directory that must not become a volume, because it would hide what the server's image has there. */
export function checkParent(causes: Causes, parent: string, field: string): void {
  if (!systemDirectories.includes(parent)) return
  const hint = 'choose a deeper path, such as /mnt/models, or mode image-volume or fetch, which mount the path itself'
  addCause(
    causes,
    'InvalidValue',
    field,
    `expected a path whose parent may become a volume, found one in ${cut(parent)}; ${hint}`,
  )
}
