import { includes, preferred } from 'modelcar'
import { type Document, isAlias, isMap, isScalar, isSeq, parse } from 'yaml'

/** The tags of an overlay that are neither of these two, misspelt ones perhaps, each with where it stands. */
export const unknownTags = (document: Document.Parsed): readonly { readonly tag: string; readonly at: number }[] =>
  document.warnings.flatMap(({ code, message, pos: [at] }) => {
    const [tag] = /![^\s]*/.exec(message) ?? []
    return code === 'TAG_RESOLVE_FAILED' && tag !== undefined && !tags.includes(tag) ? [{ tag, at }] : []
  })

const tags = ['!preferred', '!includes']

/** An overlay as YAML: `!preferred` and `!includes` in front of a value stand for the functions of these names. */
export function overlayOf(document: Document.Parsed): object {
  const value = valueOf(document.contents, document)
  return typeof value === 'object' && value !== null ? value : {}
}

function valueOf(node: unknown, document: Document.Parsed): unknown {
  if (isAlias(node)) return valueOf(node.resolve(document), document)
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }) => [
      String(isScalar(key) ? key.value : key),
      valueOf(value, document),
    ])
    return marked(node.tag, Object.fromEntries(entries))
  }
  if (isSeq(node)) {
    const entries = node.items.map((item) => valueOf(item, document))
    return node.tag === '!includes' ? includes(entries) : marked(node.tag, entries)
  }
  if (!isScalar(node)) return null
  // A tag that the parser does not know makes a text of every value.
  const isPlain = node.tag === '!preferred' && node.type === 'PLAIN'
  return marked(node.tag, isPlain ? parsed(node.source ?? '') : node.value)
}

const marked = (tag: string | undefined, value: unknown): unknown => (tag === '!preferred' ? preferred(value) : value)

function parsed(source: string): unknown {
  const value: unknown = parse(source)
  return value
}
