import {
  isCollection,
  isNode,
  isPair,
  isScalar,
  visit,
  type Document,
  type Node,
  type Pair,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'

const join = (...comments: readonly (string | null | undefined)[]): string | null =>
  comments.filter((comment) => comment != null).join('\n') || null

/** Gives each comment that stands beside a key to the key. The parser counts it to the value, and it would be written below the key. */
export function keepBesideKeys(source: string, document: Document): void {
  const isBeside = /[ \t]*:[ \t]+(?:[&!]\S*[ \t]+)*#/y
  visit(document, {
    Pair(_, { key, value }) {
      if (!isNode(key) || !key.range || !isNode(value)) return
      isBeside.lastIndex = key.range[1]
      if (!isBeside.test(source)) return
      const isEmpty = isScalar(value) && value.source === ''
      const comment = isEmpty ? value.comment : value.commentBefore
      if (comment == null) return
      const [first, ...below] = comment.split('\n')
      Object.assign(key, { comment: first })
      value.commentBefore = below.join('\n') || null
      if (isEmpty) value.comment = null
    },
  })
}

/** Puts the comments of a node that goes on the one that comes in its place. */
export function copyComments<T extends Node>(from: Node, to: T): T {
  to.spaceBefore = from.spaceBefore ?? false
  // Behind a collection would be at its end.
  if (isCollection(to)) to.commentBefore = join(from.commentBefore, from.comment)
  else Object.assign(to, { commentBefore: from.commentBefore, comment: isCollection(from) ? null : from.comment })
  return to
}

/** Keeps the comments in front of and behind entries that go: they move to the next entry that stays, or to the end. */
export function carryComments(collection: YAMLMap | YAMLSeq, stays: (index: number) => boolean): void {
  let carried: string | null = null
  collection.items.forEach((item: unknown, index) => {
    const first = isPair(item) ? item.key : item
    if (!isNode(first)) return
    if (!stays(index))
      carried = join(carried, first.commentBefore, beside(item), commentBehind(isPair(item) ? item.value : item))
    else if (carried !== null) [first.commentBefore, carried] = [join(carried, first.commentBefore), null]
  })
  collection.comment = join(carried, collection.comment)
}

/** The comment on the line of a key, or behind the bracket that ends its value. */
function beside(item: unknown): string | null {
  if (!isPair(item)) return null
  const { key, value } = item
  return join(isNode(key) ? key.comment : null, isCollection(value) ? behindValue(value) : null)
}

/** The comment on the line on which a value ends; behind a block there is none. */
const behindValue = (value: unknown): string | null =>
  isNode(value) && (!isCollection(value) || value.flow === true) ? (value.comment ?? null) : null

/** Changes the value of a pair. A comment behind it stays there, or beside the key where the value becomes a block. */
export function changeValue(pair: Pair, change: (value: unknown) => Node | null): void {
  const { key, value: before } = pair
  const comment = behindValue(before)
  if (isNode(before) && comment !== null) before.comment = null
  const value = change(before)
  pair.value = value
  if (value === null || comment === null) return
  if (!isCollection(value) || value.flow === true) value.comment = comment
  else if (isNode(key)) key.comment = join(key.comment, comment)
}

/** Lines of comment behind a block are counted to the innermost collection that ends there. */
function commentBehind(node: unknown): string | null {
  if (!isCollection(node) || node.flow === true) return null
  const last: unknown = node.items.at(-1)
  return join(commentBehind(isPair(last) ? last.value : last), node.comment)
}
