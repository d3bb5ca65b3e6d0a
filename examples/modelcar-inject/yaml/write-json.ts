import { isMap, isScalar, isSeq, type Document, type Scalar } from 'yaml'
import { escaped } from './characters.js'
import { resolve } from './scalars.js'

/**
 * Writes the tree of a JSON document as JSON, laid out as by `JSON.stringify`. Scalars that stay are written as they came, since a number of
 * twenty digits, or `1e400`, would become another one on the way through a `number`.
 *
 * @param source - what the document was parsed from.
 */
export function writeJson({ contents }: Document, source: string): string {
  const indent = /^\{\n([ \t]+)/.exec(source.slice(...(contents?.range ?? [0])))?.[1] ?? ''
  const colon = indent === '' ? ':' : ': '

  function write(node: unknown, lineBreak: string): string {
    const inner = lineBreak + indent
    const list = (entries: readonly string[]): string =>
      entries.length === 0 ? '' : inner + entries.join(`,${inner}`) + lineBreak
    if (isSeq(node)) return `[${list(node.items.map((item) => write(item, inner)))}]`
    if (isMap(node))
      return `{${list(node.items.map(({ key, value }) => write(key, inner) + colon + write(value, inner)))}}`
    return isScalar(node) ? escaped(scalar(node, source)) : 'null'
  }
  return write(contents, indent === '' ? '' : '\n')
}

/** New ones are plain only where they are no text, or cannot be taken for anything else. */
function scalar({ range, value, type }: Scalar, source: string): string {
  if (range) return source.slice(range[0], range[1])
  const text = String(value)
  return type === 'PLAIN' && resolve(text) !== text ? text : JSON.stringify(text)
}
