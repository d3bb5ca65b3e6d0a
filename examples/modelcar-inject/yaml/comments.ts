import { isCollection, isNode, isPair, type Node, type YAMLMap, type YAMLSeq } from 'yaml'

const join = (...comments: readonly (string | null | undefined)[]): string | null =>
  comments.filter((comment) => comment != null).join('\n') || null

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
    if (!stays(index)) carried = join(carried, first.commentBefore, commentBehind(isPair(item) ? item.value : item))
    else if (carried !== null) [first.commentBefore, carried] = [join(carried, first.commentBefore), null]
  })
  collection.comment = join(carried, collection.comment)
}

/** Lines of comment behind a block are counted to the innermost collection that ends there. */
function commentBehind(node: unknown): string | null {
  if (!isCollection(node) || node.flow === true) return null
  const last: unknown = node.items.at(-1)
  return join(commentBehind(isPair(last) ? last.value : last), node.comment)
}
