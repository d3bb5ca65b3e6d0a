import { isNumbered } from './names.js'

/** A DNS label, as the API server wants it of a volume's name. */
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
const longest = 63

/** KServe's name for a path's volume (GetVolumeNameFromPath, pkg/utils/storage.go): slashes become dashes. */
const plainName = (path: string): string => path.slice(1).replaceAll('/', '-')

/** A valid name that no other path has: what is readable of the path, and a hash of it. */
function hashedName(path: string): string {
  const suffix = `-${hash(path)}`
  const words = path
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-/, '')
  return `${words.slice(0, longest - suffix.length).replace(/-$/, '') || 'model'}${suffix}`
}

/** FNV-1a with 64 bits. */
function hash(text: string): string {
  let value = 0xcbf29ce484222325n
  for (let index = 0; index < text.length; index++) {
    value = BigInt.asUintN(64, (value ^ BigInt(text.charCodeAt(index))) * 0x100000001b3n)
  }
  return value.toString(36)
}

/**
 * Names a volume for each path. It is KServe's name where that is valid, unique, and no name of something else that we add;
 * `/mnt/a-b` and `/mnt/a/b` would share one otherwise.
 */
export function volumeNames(
  paths: readonly string[],
  reserved: readonly string[],
  numberedFrom: string,
): readonly string[] {
  const owners = new Map<string, Set<string>>()
  for (const path of paths) owners.set(plainName(path), (owners.get(plainName(path)) ?? new Set()).add(path))
  return paths.map((path) => {
    const name = plainName(path)
    const isUnique = owners.get(name)?.size === 1
    const isFree = !reserved.includes(name) && !isNumbered(name, numberedFrom)
    return isUnique && isFree && name.length <= longest && label.test(name) ? name : hashedName(path)
  })
}

/** Tells whether a volume's name is one that a path has given it. */
export const isNamedAfter = (name: unknown, path: string): boolean =>
  name === plainName(path) || name === hashedName(path)
