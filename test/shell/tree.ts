import { lstatSync, readdirSync, readFileSync, readlinkSync } from 'node:fs'
import { join } from 'node:path'

/** Every file below a container's root, but for the image's own programs and devices. */
export type Tree = ReadonlyMap<string, string>

const leftOut = new Set(['/bin', '/dev', '/lib', '/lib64', '/usr', '/nix'])

export function readTree(root: string): Tree {
  const tree = new Map<string, string>()
  const visit = (path: string) => {
    for (const name of readdirSync(join(root, path))) {
      const child = `${path}/${name}`
      if (leftOut.has(child)) continue
      const kind = describe(join(root, child))
      tree.set(child, kind)
      if (kind === 'directory') visit(child)
    }
  }
  visit('')
  return tree
}

/** What came (or became different) and, as `removed`, what went. */
export function changesOf(before: Tree, after: Tree): Readonly<Record<string, string>> {
  const gone = [...before.keys()].filter((path) => !after.has(path)).map((path) => [path, 'removed'])
  const changed = [...after].filter(([path, kind]) => before.get(path) !== kind)
  return Object.fromEntries([...gone, ...changed]) as Record<string, string>
}

/** Where a symbolic link leads; undefined where there is none. */
export function targetOf(path: string): string | undefined {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true ? readlinkSync(path) : undefined
}

function describe(path: string): string {
  const stat = lstatSync(path)
  if (stat.isDirectory()) return 'directory'
  if (stat.isSymbolicLink()) return `link to ${readlinkSync(path)}`
  return stat.isFile() ? `file: ${readFileSync(path, 'utf8')}` : 'special file'
}
