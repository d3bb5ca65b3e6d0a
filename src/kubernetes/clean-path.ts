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
  for (const component of path.split('/')) {
    if (component === '' || component === '.') continue
    if (component === '..') components.pop()
    else components.push(component)
  }
  return `/${components.join('/')}`
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
