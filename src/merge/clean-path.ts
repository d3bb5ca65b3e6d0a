const slash = 47
const dot = 46

/** Tells whether {@link cleanPath} would give the path back as it is; most paths are clean, and this costs no allocation. */
function isClean(path: string): boolean {
  const { length } = path
  if (length === 0 || path.charCodeAt(0) !== slash) return false
  if (length === 1) return true
  for (let index = 1; index <= length; index++) {
    if (index < length && path.charCodeAt(index) !== slash) continue
    const last = path.charCodeAt(index - 1)
    if (last === slash) return false
    if (last !== dot) continue
    const before = path.charCodeAt(index - 2)
    if (before === slash || (before === dot && path.charCodeAt(index - 3) === slash)) return false
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
