const slash = 47
const dot = 46

/** Tells that {@link cleanPath} would give the path back as it is; most paths are clean, and this looks only behind slashes. */
function isClean(path: string): boolean {
  if (path.charCodeAt(0) !== slash) return false
  for (let at = 0; at >= 0; at = path.indexOf('/', at + 1)) {
    if (at === path.length - 1) return at === 0
    const next = path.charCodeAt(at + 1)
    if (next === slash || next === dot) return false
  }
  return true
}

/**
 * The path that a container runtime mounts at: absolute, without empty and `.` components, `..` resolved, no slash at its
 * end. The API server compares mount paths as strings, so it lets `/mnt/` stand beside `/mnt`; the kubelet then mounts one
 * over the other. A relative path is taken from the root, as the kubelet does.
 *
 * @example
 * cleanPath('mnt//models/./') // '/mnt/models'
 */
export function cleanPath(path: string): string {
  if (isClean(path)) return path
  const components: string[] = []
  let start = 0
  for (let end = 0; end <= path.length; end++) {
    if (end < path.length && path.charCodeAt(end) !== slash) continue
    const dots = dotsAt(path, start, end)
    if (dots === 2) components.pop()
    else if (dots === undefined) components.push(path.slice(start, end))
    start = end + 1
  }
  return `/${components.join('/')}`
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
  if (!path.startsWith(directory)) return false
  return path.length === directory.length || directory === '/' || path.charCodeAt(directory.length) === slash
}
