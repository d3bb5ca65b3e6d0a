import equal from 'fast-deep-equal'
import { isList, type JsonObject } from '../json.js'
import { cleanPath } from '../kubernetes/clean-path.js'
import type { Field } from '../overlay/merge/field.js'
import { fault, write } from '../overlay/merge/walk.js'

/** An argument, or a URI and the path that it goes to. */
export type Pair = readonly [first: unknown, path?: unknown]

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

const isOci = (argument: unknown): boolean => typeof argument === 'string' && argument.startsWith('oci://')

/** Tells whether a pair is one that the fetch mode makes: every `oci://` pair is. */
export const isOciPair = ([first]: Pair): boolean => isOci(first)

/** The path of a pair, as the kubelet mounts it. */
export const pairPath = ([, path]: Pair): string | undefined => (typeof path === 'string' ? cleanPath(path) : undefined)

/**
 * Arguments that are pairs. A wanted pair takes the place of the `oci://` pair with its path, or goes to the end; other `oci://`
 * pairs go, and pairs with other schemes stay where they are.
 */
export function uriPairs(key: string, wanted: readonly (readonly [uri: string, path: string])[]): Field {
  return {
    merge: (holder: JsonObject, walk) => {
      const actual = holder[key]
      if (actual === undefined || actual === null) return write(walk, holder, key, wanted.flat())
      if (!isList(actual)) return fault(walk, key, 'a list of strings', actual)
      const merged = mergePairs(actual, wanted)
      if (!equal(actual, merged)) write(walk, holder, key, merged)
    },
  }
}

/** Tells whether arguments hold the wanted pairs, and no other `oci://` pairs. */
export const hasPairs = (args: unknown, wanted: readonly (readonly [uri: string, path: string])[]): boolean =>
  isList(args) && equal(args, mergePairs(args, wanted))

function mergePairs(
  args: readonly unknown[],
  wanted: readonly (readonly [uri: string, path: string])[],
): readonly unknown[] {
  const open = [...wanted]
  const merged = pairsOf(args).flatMap((pair) => {
    if (!isOciPair(pair)) return pair
    const index = open.findIndex(([, path]) => path === pairPath(pair))
    return index < 0 ? [] : open.splice(index, 1).flat()
  })
  return [...merged, ...open.flat()]
}
