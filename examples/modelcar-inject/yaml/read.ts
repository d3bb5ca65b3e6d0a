import {
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Document,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
} from 'yaml'
import { define, isObject } from './json.js'
import { ManifestError } from './manifest-error.js'
import { fieldOf, type Path } from './path.js'
import { maxDepth } from './parse.js'
import { keyText, resolve, resolveTagged } from './scalars.js'

/** What a document means to `kubectl`. */
export interface Reading {
  /** JSON; what an alias stands for is shared with its anchor. */
  readonly value: unknown
  /** Of every node in the document. */
  readonly values: ReadonlyMap<Node, unknown>
  readonly anchors: Iterable<string>
  readonly overridden: readonly Overridden[]
}

/** A key whose value does not count, since there is another one behind it: of the same key again, or of a merge. */
export interface Overridden {
  readonly path: Path
  readonly by: 'key' | 'merge'
}

/**
 * Reads a document as `kubectl` does: of a key that is there twice the last one counts, and a merge goes over what is in front
 * of it.
 *
 * @throws {@link ManifestError}, with the path, for what `kubectl` does not read either.
 */
export function read(document: Document): Reading {
  const path: (string | number)[] = []
  const values = new Map<Node, unknown>()
  const overridden: Overridden[] = []
  const aliases = countedAliases()

  function readNode(node: unknown): unknown {
    aliases.countNode(path.length)
    if (!isNode(node)) return null
    const value = isAlias(node)
      ? aliases.follow(node.source, path.length)
      : aliases.anchor(node.anchor, path.length, () => readAnchored(node))
    values.set(node, value)
    return value
  }

  function readAnchored(node: Node): unknown {
    if (isMap(node)) return readMap(node)
    if (isSeq(node)) return node.items.map((item, index) => below(index, item))
    return isScalar(node) ? scalarValue(node) : null
  }

  function readMap({ items }: YAMLMap): unknown {
    const object: Record<string, unknown> = {}
    const own = new Set<string>()
    for (const pair of items) {
      if (!isMerge(pair)) readNode(pair.key)
      const key = keyOf(pair, values)
      if (key === undefined) {
        for (const [merged, value] of mergedFields(pair, below('<<', pair.value))) {
          if (own.has(merged)) overridden.push({ path: [...path, merged], by: 'merge' })
          define(object, merged, value)
        }
      } else {
        if (own.has(key)) overridden.push({ path: [...path, key], by: 'key' })
        own.add(key)
        define(object, key, below(key, pair.value))
      }
    }
    return object
  }

  function below(step: string | number, node: unknown): unknown {
    path.push(step)
    const value = readNode(node)
    path.pop()
    return value
  }

  try {
    return { value: readNode(document.contents), values, anchors: aliases.names(), overridden }
  } catch (error) {
    if (error instanceof ManifestError && path.length > 0) throw new ManifestError(error.message, fieldOf(path))
    throw error
  }
}

function scalarValue({ value, type, tag }: Scalar): unknown {
  const text = String(value)
  const resolved = tag !== undefined ? resolveTagged(text, tag) : type === 'PLAIN' ? resolve(text) : text
  if (typeof resolved === 'number' && !Number.isFinite(resolved)) throw new ManifestError(`JSON has no number ${text}`)
  return resolved
}

export const isMerge = ({ key }: Pair): boolean =>
  isScalar(key) &&
  key.value === '<<' &&
  (key.tag === undefined ? key.type === 'PLAIN' : key.tag === 'tag:yaml.org,2002:merge')

/** The key of a pair as JSON has it; undefined for a merge (`<<`). */
export function keyOf(pair: Pair, values: ReadonlyMap<Node, unknown>): string | undefined {
  if (isMerge(pair)) return undefined
  const { key } = pair
  return keyText(isNode(key) ? values.get(key) : null, isScalar(key) ? (key.source ?? '') : '')
}

/** What a merge brings; of several maps the earlier one goes over the later one. */
export function mergedFields({ value: node }: Pair, value: unknown): readonly (readonly [string, unknown])[] {
  const sources: readonly unknown[] = isSeq(node) && Array.isArray(value) ? value.toReversed() : [value]
  return sources.flatMap((source) => {
    if (isObject(source)) return Object.entries(source)
    throw new ManifestError('expected a map behind <<, or a list of maps')
  })
}

/** An anchor means something from its own place on, so one of the same name inside of what it stands for goes before it. */
interface Anchor {
  value?: unknown
  size?: number
  /** How many levels it has below itself. */
  height?: number
}

/**
 * Follows aliases, and counts what they stand for: no more than go-yaml allows, so that a short text can't be a long value.
 */
function countedAliases() {
  const anchors = new Map<string, Anchor>()
  let nodes = 0
  let fromAliases = 0
  let deepest = 0
  return {
    names: () => anchors.keys(),
    countNode(depth: number): void {
      nodes++
      deepest = Math.max(deepest, depth)
    },
    anchor(name: string | undefined, depth: number, read: () => unknown): unknown {
      if (name === undefined) return read()
      const anchor: Anchor = {}
      anchors.set(name, anchor)
      const before = { nodes, deepest }
      deepest = depth
      anchor.value = read()
      anchor.size = nodes - before.nodes + 1
      anchor.height = deepest - depth
      deepest = Math.max(deepest, before.deepest)
      return anchor.value
    },
    follow(name: string, depth: number): unknown {
      const anchor = anchors.get(name)
      if (anchor?.size === undefined) {
        const message = anchor ? 'the anchor has this alias inside' : 'there is no such anchor in front of it'
        throw new ManifestError(`*${name}: ${message}`)
      }
      nodes += anchor.size
      deepest = Math.max(deepest, depth + (anchor.height ?? 0))
      if (deepest > maxDepth) throw new ManifestError(`*${name}: expected at most ${String(maxDepth)} levels`)
      fromAliases += anchor.size + 1
      if (fromAliases > 100 && nodes > 1000 && fromAliases > nodes * allowedShare(nodes)) {
        throw new ManifestError(`*${name}: all aliases together stand for more values than kubectl reads`)
      }
      return anchor.value
    },
  }
}

/** `allowedAliasRatio` of go-yaml's `decode.go`. */
function allowedShare(nodes: number): number {
  const scale = (nodes - 400_000) / 3_600_000
  return 0.99 - 0.89 * Math.min(Math.max(scale, 0), 1)
}
