import {
  isAlias,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { tokensOf } from './pointer.js'

export type MapNode = YAMLMap<Node, Node | null>
export type SeqNode = YAMLSeq<Node>
export type Collection = MapNode | SeqNode
export type PairNode = Pair<Node, Node | null>

/** A node, and where it stands in the text: behind a key in a block, behind a dash in a block, or between brackets. */
export interface Place {
  readonly node: Node
  readonly holder: PairNode | 'dash' | 'brackets'
}

/** A range of the text. */
export interface Extent {
  readonly start: number
  readonly end: number
}

export const isMapNode = (node: unknown): node is MapNode => isMap<Node, Node | null>(node)
export const isSeqNode = (node: unknown): node is SeqNode => isSeq<Node>(node)
export const isCollectionNode = (node: unknown): node is Collection => isMapNode(node) || isSeqNode(node)

export const isFlow = ({ flow }: Collection): boolean => flow === true
export const isBlock = (node: Node): node is Collection => isCollectionNode(node) && !isFlow(node)

/** Whether a node is nothing that a value of its own could be merged into. */
export const isNothing = (node: Node): boolean =>
  isAlias(node) || (isScalar(node) && node.value === null) || (isCollection(node) && node.items.length === 0)

/** A pair's key as text; that of a merge is `<<`. */
export const keyOf = ({ key }: Pair): string => (isScalar(key) ? (key.source ?? String(key.value)) : String(key))

/** Where a collection has an entry, by a token of a JSON pointer; -1 where there is none. */
export function indexIn(collection: Collection, token: string): number {
  if (isMapNode(collection)) return collection.items.findIndex((pair) => keyOf(pair) === token)
  return /^\d+$/.test(token) && Number(token) < collection.items.length ? Number(token) : -1
}

export function entryOf(collection: Collection, index: number): Place | undefined {
  if (isMapNode(collection)) {
    const pair = collection.items[index]
    return pair?.value ? { node: pair.value, holder: isFlow(collection) ? 'brackets' : pair } : undefined
  }
  const node = collection.items[index]
  return node && { node, holder: isFlow(collection) ? 'brackets' : 'dash' }
}

/** Follows a JSON pointer through what a document itself holds; it leads through no alias and no merge. */
export function placeAt({ contents }: Document, pointer: string): Place | undefined {
  let place: Place | undefined = contents === null ? undefined : { node: contents, holder: 'dash' }
  for (const token of tokensOf(pointer)) {
    const node: Node | undefined = place?.node
    place = isCollectionNode(node) ? entryOf(node, indexIn(node, token)) : undefined
  }
  return place
}

/** What the entries of a collection take up: a key with its value, or an entry with its dash. */
export function extentsOf(collection: Collection): readonly Extent[] {
  if (isMapNode(collection)) {
    return collection.items.map(({ key, value }) => ({ start: startOf(key), end: endOf(value ?? key) }))
  }
  const dashes = dashesOf(collection)
  return collection.items.map((item, index) => ({ start: dashes[index] ?? startOf(item), end: endOf(item) }))
}

function dashesOf({ srcToken }: SeqNode): readonly number[] {
  if (srcToken?.type !== 'block-seq') return []
  const starts = srcToken.items.flatMap(({ start }) => start)
  return starts.filter(({ type }) => type === 'seq-item-ind').map(({ offset }) => offset)
}

export const startOf = (node: Node): number => node.range?.[0] ?? 0

/** Where a node ends. The parser counts the empty lines and comments behind a block to it; here they are none of it. */
export function endOf(node: Node): number {
  const last = isBlock(node) ? entryOf(node, node.items.length - 1) : undefined
  return last === undefined ? (node.range?.[1] ?? 0) : endOf(last.node)
}
