import { restOf, type ManifestDocument } from './document.js'
import { keepBrackets, layoutOf } from './layout.js'
import { ManifestError } from './manifest-error.js'
import { isJson } from './split.js'
import { update } from './update.js'

/**
 * Writes a document with another value: JSON as JSON, all else by the YAML library. This uses up the document.
 *
 * @throws {@link ManifestError} where readers of YAML would disagree about what is written.
 */
export function writeDocument(document: ManifestDocument, value: unknown): string {
  const { piece, text, tree } = document
  const [start, end] = tree.contents?.range ?? [0, 0]
  const contents = text.slice(start, end)
  const written = isJson(contents)
    ? text.slice(0, start) + json(value, contents) + text.slice(end)
    : yaml(document, value) + restOf(document)
  checkCharacters(written)
  const mark = piece.text.startsWith('\uFEFF') ? '\uFEFF' : ''
  const body = piece.text.endsWith('\n') ? written : written.replace(/\n$/, '')
  return mark + (piece.text.includes('\r\n') ? body.replaceAll('\n', '\r\n') : body)
}

function yaml({ tree, text, reading }: ManifestDocument, value: unknown): string {
  checkCharacters(text)
  const layout = layoutOf(text, tree)
  keepBrackets(text, tree)
  update(tree, reading, value)
  return tree.toString(layout)
}

/** What YAML 1.1 takes for a line break and 1.2 does not, and what go-yaml refuses. */
const ambiguous = /[\u007F-\u009F\u2028\u2029\uFFFE\uFFFF]|[\0-\x08\x0B-\x1F]/u

function checkCharacters(text: string): void {
  const found = ambiguous.exec(text)?.[0].charCodeAt(0)
  if (found === undefined) return
  const code = found.toString(16).toUpperCase().padStart(4, '0')
  throw new ManifestError(`some readers of YAML take the character U+${code} for a line break, or refuse it; escape it`)
}

/** Laid out as it was, with whole numbers of any length. */
function json(value: unknown, source: string): string {
  const indent = /^\{\n([ \t]+)/.exec(source)?.[1]
  const replacer = (_: string, each: unknown): unknown => (typeof each === 'bigint' ? `\0${String(each)}` : each)
  return JSON.stringify(value, replacer, indent)
    .replaceAll(/"\\u0000(-?\d+)"/g, '$1')
    .replaceAll(new RegExp(ambiguous, 'gu'), (character) => {
      return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
    })
}
