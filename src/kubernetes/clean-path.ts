import type { JsonObject } from '../json.js'

const slash = 47
const dot = 46

/** Linux's PATH_MAX counts a zero byte at the end. */
export const longestPath = 4095

/** An empty component, or one that begins with a dot: the engine's search is several times as fast as a loop. */
const mayBeUnclean = /\/[/.]/

/** Tells of most clean paths, but of `/`, that {@link cleanPath} would give them back as they are; most paths are clean. */
const isClean = (path: string): boolean =>
  path.charCodeAt(0) === slash && path.charCodeAt(path.length - 1) !== slash && !mayBeUnclean.test(path)

/**
 * The path that a container runtime mounts at: absolute, without empty and `.` components, `..` resolved, no slash at its
 * end. The API server compares mount paths as strings, so it lets `/mnt/` stand beside `/mnt`; the kubelet then mounts one
 * over the other. A relative path is taken from the root, as the kubelet does.
 *
 * A path that stays longer than any file's comes back as it is: nothing can be mounted there, and it may be of megabytes.
 *
 * @example
 * cleanPath('mnt//models/./') // '/mnt/models'
 */
export function cleanPath(path: string): string {
  if (path.length <= longestPath ? isClean(path) : staysLong(path)) return path
  let clean = ''
  // From the back, where what a `..` takes away is still to come: so a path that is too long is known by its last components.
  let above = 0
  let end = endOfComponent(path, path.length)
  while (end > 0) {
    const start = startOf(path, end, above > 0 ? end : longestPath)
    if (isParent(path, start, end)) above++
    else if (above > 0) above--
    else {
      // Most paths are clean but for their ends.
      // Stryker disable next-line ConditionalExpression,StringLiteral: component by component it comes to the same, in more time.
      if (clean === '' && end <= longestPath && isClean(path.slice(0, end))) return path.slice(0, end)
      clean = `/${path.slice(start, end)}${clean}`
      if (clean.length > longestPath) return path
    }
    end = endOfComponent(path, start - 1)
  }
  return clean || '/'
}

/** The clean path that a field of a mount, a device or a container has; undefined for a malformed one. */
export function pathOf(entry: JsonObject, key: 'mountPath' | 'devicePath' | 'workingDir'): string | undefined {
  const path = entry[key]
  return typeof path === 'string' && path !== '' ? cleanPath(path) : undefined
}

/** Tells of most paths that stay too long that they do: their end alone is, whatever a component that it begins in. That may be two dots, which go. */
const staysLong = (path: string): boolean =>
  // Stryker disable next-line ConditionalExpression: what is not known at once is known when it is cleaned, later.
  path.length > longestPath + 2 &&
  path.charCodeAt(path.length - 1) !== slash &&
  !mayBeUnclean.test(path.slice(-longestPath - 3))

/** Where the component begins that ends at an index; of a longer one than may be, somewhere in it. */
function startOf(path: string, end: number, most: number): number {
  const first = Math.max(0, end - most)
  let start = end
  while (start > first && path.charCodeAt(start - 1) !== slash) start--
  return start
}

/** Where the last component ends in front of an index: behind it are slashes and single dots, which stand for nothing. */
function endOfComponent(path: string, before: number): number {
  let end = before
  while (end > 0) {
    while (end > 0 && path.charCodeAt(end - 1) === slash) end--
    const isDot = end > 0 && path.charCodeAt(end - 1) === dot && (end === 1 || path.charCodeAt(end - 2) === slash)
    if (!isDot) return end
    end--
  }
  return end
}

const isParent = (path: string, start: number, end: number): boolean =>
  end - start === 2 && path.charCodeAt(start) === dot && path.charCodeAt(start + 1) === dot

/** The directory that a clean path is in; of `/` it is `/` itself. */
export function parentPath(path: string): string {
  const end = path.lastIndexOf('/')
  return end <= 0 ? '/' : path.slice(0, end)
}

/** Tells whether a clean path is another one or lies below it. */
export function isAtOrUnder(path: string, directory: string): boolean {
  const { length } = directory
  // Most paths differ there, and to see that takes a fraction of a call.
  if (path.charCodeAt(length - 1) !== directory.charCodeAt(length - 1) || !path.startsWith(directory)) return false
  return path.length === length || directory === '/' || path.charCodeAt(length) === slash
}
