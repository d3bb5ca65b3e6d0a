import { isScalar, isSeq, stringify, visit, type Document } from 'yaml'
import { columnOf } from './lines.js'

/** How a document is written, so that what is added looks like the rest. */
export interface Style {
  /** Of a JSON document what a level is indented by, none for one on a single line; undefined for YAML. */
  readonly json: { readonly indent: string | undefined } | undefined
  readonly lineBreak: string
  /** Whether lists are indented more than the key that they stand behind. */
  readonly indentSeq: boolean
}

export const styleOf = (source: string, document: Document): Style => ({
  json: jsonStyle(source, document),
  lineBreak: source.includes('\r\n') ? '\r\n' : '\n',
  indentSeq: isSeqIndented(source, document),
})

function jsonStyle(source: string, { contents }: Document): Style['json'] {
  const [start = 0, end = 0] = contents?.range ?? []
  const text = source.slice(start, end)
  try {
    if (!text.startsWith('{')) return undefined
    JSON.parse(text)
    return { indent: /^\{\r?\n([ \t]+)/.exec(text)?.[1] }
  } catch {
    return undefined
  }
}

/** The first list says how all are written. */
function isSeqIndented(source: string, document: Document): boolean {
  let isIndented = true
  visit(document, {
    Pair: (_, { key, value }) => {
      if (!isScalar(key) || !key.range || !isSeq(value) || !value.range || value.flow === true) return undefined
      isIndented = columnOf(source, value.range[0]) > columnOf(source, key.range[0])
      return visit.BREAK
    },
  })
  return isIndented
}

/** A value in block style for a column; the first line is not indented. */
export function block(value: unknown, column: number, { lineBreak, indentSeq }: Style): string {
  const lines = stringify(value, { ...options, indentSeq })
    .replace(/\n$/, '')
    .split('\n')
  return lines.map((line, index) => (line === '' || index === 0 ? line : ' '.repeat(column) + line)).join(lineBreak)
}

/** A value between brackets: on one line, or as JSON is in this document, with what further lines of it are indented by. */
export function flow(value: unknown, indent: string, { json, lineBreak }: Style): string {
  if (json === undefined) return stringify(value, { ...options, collectionStyle: 'flow', singleQuote: false }).trimEnd()
  return JSON.stringify(value, null, json.indent).replaceAll('\n', lineBreak + indent)
}

/** No line is folded, a text between brackets takes one line, and what an older YAML takes for something else than text, such as `on`, is quoted. */
const options = {
  version: '1.1',
  lineWidth: 0,
  blockQuote: 'literal',
  doubleQuotedAsJSON: true,
  aliasDuplicateObjects: false,
} as const
