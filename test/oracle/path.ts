/** A mount path as the kubelet reads it: absolute, without empty and `.` components, `..` resolved. */
export function cleanPath(path: string): string {
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part === '..') parts.pop()
    else parts.push(part)
  }
  return `/${parts.join('/')}`
}

export const parentOf = (path: string): string => {
  const clean = cleanPath(path)
  return clean.slice(0, clean.lastIndexOf('/')) || '/'
}

export const isWithin = (path: string, directory: string): boolean =>
  path === directory || path.startsWith(directory === '/' ? '/' : `${directory}/`)
