import { isList } from '../json.js'
import { cleanPath } from '../kubernetes/clean-path.js'
import { escapeExpansion, unescapeExpansion } from '../kubernetes/expansion.js'
import type { MergeList } from '../overlay/overlay.js'

/** An argument, or a URI and the path that it goes to. */
type Pair = readonly [first: unknown, path?: unknown]

/** A URI and the path that it goes to, as KServe's storage initializer takes them. */
interface UriPair {
  readonly uri: string
  /** A clean path, as it is once the kubelet has read the arguments. */
  readonly path: string
}

/** The scheme of the pairs that are ours. */
const scheme = 'oci://'

/** The pair of a model. */
export const uriPair = ({ image, path }: { readonly image: string; readonly path: string }): UriPair => ({
  uri: `${scheme}${image}`,
  path,
})

/** Reads a storage initializer's arguments: an `oci://` URI with the path after it, every other argument by itself. */
export function pairsOf(args: unknown): readonly Pair[] {
  if (!isList(args)) return []
  const pairs: Pair[] = []
  for (let index = 0; index < args.length; index++) {
    const hasPath = isOci(args[index]) && isPathOf(args, index + 1)
    pairs.push(hasPath ? [args[index], args[++index]] : [args[index]])
  }
  return pairs
}

const isOci = (argument: unknown): boolean => typeof argument === 'string' && argument.startsWith(scheme)

/** Tells whether a pair is one that the fetch mode makes: every `oci://` pair is. */
const isOciPair = ([first]: Pair): boolean => isOci(first)

/**
 * The paths that an argument may mean, as the kubelet mounts them: the one that it makes of the text, and the text itself, as KServe
 * writes a path with a `$` in it.
 */
function readings(argument: unknown): readonly string[] {
  if (typeof argument !== 'string') return []
  const raw = cleanPath(argument)
  return argument.includes('$$') ? [cleanPath(unescapeExpansion(argument)), raw] : [raw]
}

/** The paths that a pair may be at. */
const pairPaths = ([, path]: Pair): readonly string[] => readings(path)

/** Tells whether arguments have an `oci://` pair. */
export const hasOciPairs = (args: unknown): boolean => isList(args) && args.some(isOci)

/** Tells whether arguments are `oci://` pairs, and nothing else. */
export function areOciPairs(args: unknown): boolean {
  if (!isList(args)) return true
  for (let index = 0; index < args.length; index++) {
    if (!isOci(args[index])) return false
    if (isPathOf(args, index + 1)) index++
  }
  return true
}

/** The arguments that are no `oci://` pair. */
export function withoutOciPairs(args: unknown): readonly unknown[] {
  const others: unknown[] = []
  if (!isList(args)) return others
  for (let index = 0; index < args.length; index++) {
    if (!isOci(args[index])) others.push(args[index])
    else if (isPathOf(args, index + 1)) index++
  }
  return others
}

/** Tells whether the argument behind a URI is its path. */
const isPathOf = (args: readonly unknown[], index: number): boolean => index < args.length && !isAnyUri(args[index])

/** The paths that `oci://` pairs may be at, and nothing else goes to. */
export function ociPaths(args: unknown): ReadonlySet<string> {
  const paths = new Set<string>()
  if (!isList(args)) return paths
  for (let index = 0; index < args.length; index++) {
    if (!isOci(args[index]) || !isPathOf(args, index + 1)) continue
    for (const path of readings(args[++index])) paths.add(path)
  }
  // Stryker disable next-line ConditionalExpression: of no paths none is taken out; to look for foreign ones takes time.
  if (paths.size > 0) for (const foreign of foreignPaths(args)) for (const path of foreign.paths) paths.delete(path)
  return paths
}

const isAnyUri = (argument: unknown): boolean =>
  typeof argument === 'string' && /^[a-z][a-z0-9+.-]*:\/\//i.test(argument)

/** A path that a URI with another scheme goes to: the index of its argument, and what it may mean. */
interface ForeignPath {
  readonly index: number
  readonly uri: unknown
  readonly paths: readonly string[]
}

/** Finds the arguments that are paths of a URI with another scheme. */
export function foreignPaths(args: unknown): readonly ForeignPath[] {
  const found: ForeignPath[] = []
  if (!isList(args)) return found
  let isBehindForeign = false
  for (let index = 0; index < args.length; index++) {
    const argument: unknown = args[index]
    const isUri = isAnyUri(argument)
    if (isBehindForeign && !isUri) found.push({ index, uri: args[index - 1], paths: readings(argument) })
    isBehindForeign = isUri && !isOci(argument)
  }
  return found
}

/**
 * Merges arguments that are pairs. A wanted pair takes the place of the `oci://` pair with its path, or goes to the end; other
 * `oci://` pairs go, and pairs with other schemes stay where they are. Where an argument may mean the paths of two wanted pairs, what
 * the kubelet makes of it counts.
 */
export const mergePairs = (wanted: readonly UriPair[]): MergeList => {
  const byPath = new Map(wanted.map((pair) => [pair.path, pair]))
  return (args) => {
    const open = new Set(wanted)
    const merged: unknown[] = []
    for (const pair of pairsOf(args)) {
      if (!isOciPair(pair)) {
        merged.push(...pair)
        continue
      }
      const path = pairPaths(pair).find((each) => byPath.has(each))
      const replacement = path === undefined ? undefined : byPath.get(path)
      if (replacement === undefined || !open.delete(replacement)) continue
      merged.push(...argumentsOf(replacement))
    }
    for (const pair of open) merged.push(...argumentsOf(pair))
    return merged
  }
}

const argumentsOf = ({ uri, path }: UriPair): readonly string[] => [uri, escapeExpansion(path)]
