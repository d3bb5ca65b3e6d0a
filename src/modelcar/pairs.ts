import { isList } from '../json.js'
import { cleanPath } from '../kubernetes/clean-path.js'
import type { MergeList } from '../overlay/overlay.js'

/** An argument, or a URI and the path that it goes to. */
export type Pair = readonly [first: unknown, path?: unknown]

/** A URI and the path that it goes to, as KServe's storage initializer takes them. */
export type UriPair = readonly [uri: string, path: string]

/** The scheme of the pairs that are ours. */
const scheme = 'oci://'

/** The pair of a model. */
export const uriPair = ({ image, path }: { readonly image: string; readonly path: string }): UriPair => [
  `${scheme}${image}`,
  path,
]

/** Reads a storage initializer's arguments: an `oci://` URI with the argument after it, every other argument by itself. */
export function pairsOf(args: unknown): readonly Pair[] {
  if (!isList(args)) return []
  const pairs: Pair[] = []
  for (let index = 0; index < args.length; index++) {
    const isUri = isOci(args[index])
    const hasPath = isUri && index + 1 < args.length && !isOci(args[index + 1])
    pairs.push(hasPath ? [args[index], args[++index]] : [args[index]])
  }
  return pairs
}

const isOci = (argument: unknown): boolean => typeof argument === 'string' && argument.startsWith(scheme)

/** Tells whether a pair is one that the fetch mode makes: every `oci://` pair is. */
export const isOciPair = ([first]: Pair): boolean => isOci(first)

/** The path of a pair, as the kubelet mounts it. */
export const pairPath = ([, path]: Pair): string | undefined => (typeof path === 'string' ? cleanPath(path) : undefined)

/**
 * Merges arguments that are pairs. A wanted pair takes the place of the `oci://` pair with its path, or goes to the end; other
 * `oci://` pairs go, and pairs with other schemes stay where they are.
 */
export const mergePairs =
  (wanted: readonly UriPair[]): MergeList =>
  (args) => {
    const open = new Map<unknown, UriPair>(wanted.map((pair) => [pair[1], pair]))
    const merged: unknown[] = []
    for (const pair of pairsOf(args)) {
      if (!isOciPair(pair)) {
        merged.push(...pair)
        continue
      }
      const path = pairPath(pair)
      const replacement = open.get(path)
      if (replacement === undefined) continue
      open.delete(path)
      merged.push(...replacement)
    }
    for (const pair of open.values()) merged.push(...pair)
    return merged
  }
