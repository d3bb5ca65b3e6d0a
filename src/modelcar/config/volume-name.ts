import { longestPath } from '../../kubernetes/clean-path.js'
import { isNumbered } from './names.js'

/** A DNS label, as the API server wants it of a volume's name. */
const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/
const longest = 63

/** KServe's name for a path's volume (GetVolumeNameFromPath, pkg/utils/storage.go): slashes become dashes. */
const plainName = (path: string): string => path.slice(1).replaceAll('/', '-')

/** A valid name that no other path has: what is readable of the path, and a hash of it. */
function hashedName(path: string): string {
  const suffix = `-${hash(path)}`
  return `${beginning(path, longest - suffix.length) || 'model'}${suffix}`
}

/** What is readable at the beginning of a path, of at most so many characters: looked at no further than it takes. */
function beginning(path: string, most: number): string {
  let words = ''
  for (let index = 0; index < path.length && words.length < most; index++) {
    // A letter beyond ASCII may become several, of which the last one is none of these.
    for (const unit of path.charAt(index).toLowerCase()) {
      if (/[a-z0-9]/.test(unit)) words += unit
      else if (words !== '' && !words.endsWith('-')) words += '-'
    }
  }
  return words.replace(/-$/, '')
}

/** FNV-1a with 64 bits, kept in two halves: the prime is 2 ** 40 + 435. */
function hash(text: string): string {
  let [high, low] = [0xcbf29ce4, 0x84222325]
  for (let index = 0; index < text.length; index++) {
    const mixed = (low ^ text.charCodeAt(index)) >>> 0
    const product = mixed * 435
    low = product >>> 0
    high = (high * 435 + Math.floor(product / 2 ** 32) + ((mixed << 8) >>> 0)) >>> 0
  }
  return ((BigInt(high) << 32n) | BigInt(low)).toString(36)
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
    // Stryker disable next-line OptionalChaining: every path is there; the compiler does not see that.
    const isUnique = owners.get(name)?.size === 1
    const isFree = !reserved.includes(name) && !isNumbered(name, numberedFrom)
    return isUnique && isFree && name.length <= longest && label.test(name) ? name : hashedName(path)
  })
}

/** Tells whether a volume's name is one that a path has given it. Most names do not even begin so. */
export const isNamedAfter = (name: string, path: string): boolean =>
  name.length <= longest &&
  path.length <= longestPath &&
  (isPlainName(name, path) || (isLikeHashed(name, path) && name === hashedName(path)))

// Stryker disable ConditionalExpression,LogicalOperator,Regex,ArithmeticOperator,StringLiteral: these spare what comes to the same.
function isPlainName(name: string, path: string): boolean {
  if (name.length !== path.length - 1) return false
  // Letter by letter, since it is asked of every mount of an image volume, and a name would have to be made for each.
  for (let index = 0; index < name.length; index++) {
    const code = path.charCodeAt(index + 1)
    if (name.charCodeAt(index) !== (code === slash ? dash : code)) return false
  }
  return true
}

const slash = 47
const dash = 45

/** A hash has at most 13 characters. */
const isLikeHashed = (name: string, path: string): boolean =>
  /-[0-9a-z]{1,13}$/.test(name) && name.startsWith(beginning(path, longest - 14) || 'model-')
// Stryker restore all
