import { isDeepStrictEqual } from 'node:util'
import {
  Alias,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { carryComments, changeValue, copyComments } from './comments.js'
import { create, createPair, type Created } from './create.js'
import { isObject, type JsonObject } from './json.js'
import { matchEntries } from './match.js'
import { keyOf, mergedFields, type Reading } from './read.js'

/**
 * Gives a document another value, and changes only what has to be: nodes whose value stays are kept as they are, with their
 * comments and styles. An alias stays where its anchor has the value that is wanted, and becomes a copy elsewhere.
 */
export function update(document: Document, { values, anchors }: Reading, wanted: unknown): void {
  const taken = new Set(anchors)
  /** What each anchor stands for, as far as the document is done. */
  const anchored = new Map<string, unknown>()
  /** The first copy of what aliases stood for; later ones become aliases of it. */
  const copies = new Map<unknown, Created>()

  const valueOf = (node: unknown): unknown => (isNode(node) ? values.get(node) : null)

  function toValue(node: unknown, value: unknown): Node | null {
    if (!isNode(node)) return value === null ? null : create(value)
    if (isAlias(node)) return aliasToValue(node, value)
    if (node.anchor !== undefined) anchored.set(node.anchor, value)
    return nodeToValue(node, value)
  }

  function nodeToValue(node: Created, value: unknown): Created {
    if (isMap(node) && isObject(value)) return mapToValue(node, value)
    if (isSeq(node) && Array.isArray(value)) return listToValue(node, value)
    if (isScalar(node) && values.get(node) === value) return node
    return Object.assign(copyComments(node, create(value)), node.anchor === undefined ? {} : { anchor: node.anchor })
  }

  function aliasToValue(alias: Alias, value: unknown): Node {
    if (anchored.has(alias.source) && isDeepStrictEqual(anchored.get(alias.source), value)) return alias
    const copy = copies.get(value)
    if (copy === undefined) {
      const created = copyComments(alias, create(value))
      if (isCollection(created)) copies.set(value, created)
      return created
    }
    copy.anchor ??= freshAnchor(alias.source)
    anchored.set(copy.anchor, value)
    return copyComments(alias, new Alias(copy.anchor))
  }

  function freshAnchor(name: string): string {
    let number = 2
    while (taken.has(name + String(number))) number++
    taken.add(name + String(number))
    return name + String(number)
  }

  function listToValue(list: YAMLSeq, value: readonly unknown[]): YAMLSeq {
    const indexes = matchEntries(list.items.map(valueOf), value)
    const kept = new Set(indexes)
    carryComments(list, (index) => kept.has(index))
    const old = list.items
    list.items = value.map((entry, at) => {
      const index = indexes[at]
      return index === undefined ? create(entry) : toValue(old[index], entry)
    })
    return laidOut(list, old.length)
  }

  function mapToValue(map: YAMLMap, value: JsonObject): YAMLMap {
    const before = valueOf(map)
    const { own, merged } = giversOf(map.items)
    const areMergesKept = [...merged].every((key) => Object.hasOwn(value, key))
    const isMerged = (key: string): boolean =>
      areMergesKept && merged.has(key) && isObject(before) && isDeepStrictEqual(before[key], value[key])
    const added = new Set(Object.keys(value).filter((key) => !own.has(key) && !isMerged(key)))
    const stays = (pair: Pair): boolean => {
      const key = keyOf(pair, values)
      return key === undefined ? areMergesKept : Object.hasOwn(value, key) && !added.has(key)
    }
    const old = map.items
    carryComments(map, (index) => old[index] !== undefined && stays(old[index]))
    map.items = old.filter(stays)
    for (const pair of map.items) {
      const key = keyOf(pair, values)
      const counts = key !== undefined && own.get(key) === pair
      pair.key = toValue(pair.key, valueOf(pair.key))
      changeValue(pair, (node) => toValue(node, counts ? value[key] : valueOf(node)))
    }
    map.items.push(...[...added].map((key) => createPair(key, value[key])))
    return laidOut(map, old.length)
  }

  /** Which pairs give keys their values, and which keys have theirs from a merge. */
  function giversOf(pairs: readonly Pair[]) {
    const own = new Map<string, Pair>()
    const merged = new Set<string>()
    for (const pair of pairs) {
      const key = keyOf(pair, values)
      if (key !== undefined) {
        own.set(key, pair)
        merged.delete(key)
        continue
      }
      for (const [each] of mergedFields(pair, valueOf(pair.value))) {
        own.delete(each)
        merged.add(each)
      }
    }
    return { own, merged }
  }

  document.contents = toValue(document.contents, wanted)
}

/** What was empty need not stay between brackets, and a block can't be empty. */
function laidOut<T extends YAMLMap | YAMLSeq>(collection: T, formerLength: number): T {
  if (collection.items.length === 0) collection.flow = true
  else if (formerLength === 0) collection.flow = false
  return collection
}
