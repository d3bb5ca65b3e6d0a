import { endOf, isBlock, isFlow, isNothing, startOf, type Collection, type Extent, type Place } from './nodes.js'
import { beginsLine, columnOf, commentsEndOf, indentOf, lineEndOf, lineStartOf, startOfGap } from './lines.js'
import { block, flow, type Style } from './writing.js'

/** A range of the text, and what comes in its place. */
export interface Edit extends Extent {
  readonly text: string
}

export interface Text {
  readonly source: string
  readonly style: Style
}

/** Adds entries behind the last one that a collection has. */
export function add(
  node: Collection,
  { holder }: Place,
  extents: readonly Extent[],
  removed: ReadonlySet<number>,
  values: object,
  text: Text,
): Edit {
  if (isFlow(node)) return addInFlow(extents, removed, values, text)
  const { source, style } = text
  const column = columnOf(source, extents[0]?.start ?? 0)
  // A comment under a list that is not indented may as well be the next key's.
  const isAmbiguous = typeof holder === 'object' && columnOf(source, startOf(holder.key)) === column
  const lineEnd = lineEndOf(source, extents.at(-1)?.end ?? 0)
  const at = commentsEndOf(source, lineEnd, isAmbiguous ? column + 1 : column)
  return { start: at, end: at, text: style.lineBreak + ' '.repeat(column) + block(values, column, style) }
}

function addInFlow(
  extents: readonly Extent[],
  removed: ReadonlySet<number>,
  values: object,
  { source, style }: Text,
): Edit {
  const { start, end } = extents.findLast((_, index) => !removed.has(index)) ?? { start: 0, end: 0 }
  const { json, lineBreak } = style
  if (!beginsLine(source, start)) {
    const entries = withoutBrackets(flow(values, '', { ...style, json: json && { indent: undefined } }))
    return { start: end, end, text: (json === undefined ? ', ' : ',') + entries }
  }
  const indent = indentOf(source, start)
  const entries = withoutBrackets(flow(values, indent.slice(json?.indent?.length ?? 0), style))
  return { start: end, end, text: `,${lineBreak}${indent}${entries}` }
}

const withoutBrackets = (written: string): string => written.slice(1, -1).trim()

/** Removes an entry; comments above it stay. */
export function remove(
  collection: Collection,
  extents: readonly Extent[],
  index: number,
  removed: ReadonlySet<number>,
  { source }: Text,
): Edit {
  const { start, end } = extents[index] ?? { start: 0, end: 0 }
  const isFirst = extents.slice(0, index).every((_, before) => removed.has(before))
  // The first one shares its line with what is before the collection, so the next takes its place.
  if (isFirst) return { start, end: extents[index + 1]?.start ?? end, text: '' }
  if (isFlow(collection)) return { start: extents[index - 1]?.end ?? start, end, text: '' }
  return { start: lineEndOf(source, lineStartOf(source, start)), end: lineEndOf(source, end), text: '' }
}

/** Replaces a value. What stood in a block stays in one, and what stood between brackets, or on one line, does so too. */
export function replace({ node, holder }: Place, value: unknown, { source, style }: Text): readonly Edit[] {
  const start = startOf(node)
  const end = start + source.slice(start, endOf(node)).trimEnd().length
  const lineEnd = lineEndOf(source, end)
  if (isFilled(value) && isNothing(node) && typeof holder === 'object') {
    const keyColumn = columnOf(source, startOf(holder.key))
    const column = Array.isArray(value) && !style.indentSeq ? keyColumn : keyColumn + 2
    const body = style.lineBreak + ' '.repeat(column) + block(value, column, style)
    // Two edits, so that a comment behind the key stays there.
    return [
      { start: startOfGap(source, start), end, text: '' },
      { start: lineEnd, end: lineEnd, text: body },
    ]
  }
  if (isFilled(value) && holder !== 'brackets' && (isNothing(node) || isBlock(node))) {
    return [{ start, end: lineEnd, text: block(value, columnOf(source, start), style) }]
  }
  const text = flow(value, indentOf(source, start), style)
  if (isBlock(node)) {
    // Below its key a list may be as little indented as the key; brackets may not. Without a comment between they go beside it.
    const behindKey = startOfGap(source, start, /\s/)
    return [{ start: source[behindKey - 1] === ':' ? behindKey : start, end, text: ` ${text}` }]
  }
  return [{ start, end, text: start === end ? ` ${text}` : text }]
}

/** Whether a value has a block to be written as. */
const isFilled = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0
