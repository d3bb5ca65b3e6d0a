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
  for (let end = path.length; end > 0;) {
    const start = startOf(path, end, above > 0 ? end : longestPath)
    const dots = dotsAt(path, start, end)
    if (dots === 2) above++
    else if (dots === undefined) {
      if (above > 0) above--
      else clean = `/${path.slice(start, end)}${clean}`
      if (clean.length > longestPath) return path
    }
    end = start - 1
    while (end > 0 && path.charCodeAt(end - 1) === slash) end--
  }
  return clean || '/'
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

/** How many dots a component is, of those that stand for a directory or for none: 0 to 2. */
function dotsAt(path: string, start: number, end: number): number | undefined {
  if (end - start > 2) return undefined
  for (let at = start; at < end; at++) if (path.charCodeAt(at) !== dot) return undefined
  return end - start
}

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
