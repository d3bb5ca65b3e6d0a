import {
  isCollection,
  isNode,
  isPair,
  isSeq,
  visit,
  type Document,
  type ToStringOptions,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'

/** How a document is indented by what comes first in it, so that all of it is written like that. */
export function layoutOf(source: string, document: Document): ToStringOptions {
  const layout: ToStringOptions = { lineWidth: 0, doubleQuotedAsJSON: true }
  visit(document, {
    Pair(_, { key, value }) {
      if (!isNode(key) || !key.range || !isCollection(value) || !value.range || value.flow === true) return
      const indent = columnOf(source, value.range[0]) - columnOf(source, key.range[0])
      if (isSeq(value)) layout.indentSeq ??= indent > 0
      else if (indent > 0) layout.indent ??= indent
    },
  })
  return layout
}

const columnOf = (source: string, offset: number): number => offset - source.lastIndexOf('\n', offset - 1) - 1

/** Makes each collection between brackets be written as it was: on one line or one entry a line, with blanks inside or without. */
export function keepBrackets(source: string, document: Document): void {
  visit(document, {
    Collection(_, collection) {
      if (collection.flow !== true || collection.items.length === 0 || !collection.range) return
      const write = collection.toString.bind(collection)
      const { padding, options } = bracketsOf(source, collection)
      collection.toString = (context, onComment, onChompKeep) =>
        context === undefined
          ? write()
          : write(
              { ...context, flowCollectionPadding: padding, options: { ...context.options, ...options } },
              onComment,
              onChompKeep,
            )
    },
  })
}

function bracketsOf(source: string, { items, range }: YAMLMap | YAMLSeq) {
  const [start = 0, end = 0] = range ?? []
  const opening = /[ \t]*(?<end>\n|#)?/y
  opening.lastIndex = start + 1
  const found = opening.exec(source)
  const blanks = found?.[0]
  if (found?.groups?.end === undefined) return { padding: blanks === '' ? '' : ' ', options: { lineWidth: 0 } }
  const last = items.at(-1)
  const lastNode = isPair(last) ? (last.value ?? last.key) : last
  const lastEnd = isNode(lastNode) ? (lastNode.range?.[1] ?? end) : end
  const trailingComma = /^\s*,/.test(source.slice(lastEnd, end))
  // Nothing is as narrow as this; texts are never folded.
  return { padding: ' ', options: { lineWidth: 1, trailingComma } }
}
