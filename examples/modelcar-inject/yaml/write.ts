import { keepBesideKeys } from './comments.js'
import { restOf, type ManifestDocument } from './document.js'
import { keepBrackets, layoutOf } from './layout.js'
import { isJson } from './split.js'
import { update } from './update.js'
import { writeJson } from './write-json.js'

/** Writes a document with another value: JSON as JSON, all else by the YAML library. This uses up the document. */
export function writeDocument(document: ManifestDocument, value: unknown): string {
  const { piece, text, tree } = document
  const [start, end] = tree.contents?.range ?? [0, 0]
  const written = isJson(text.slice(start, end))
    ? text.slice(0, start) + json(document, value) + text.slice(end)
    : withRest(yaml(document, value), document)
  const mark = piece.text.startsWith('\uFEFF') ? '\uFEFF' : ''
  // Of several line breaks each one may belong to a text.
  const body = piece.text.endsWith('\n') ? written : written.replace(/(?<!\n)\n$/, '')
  return mark + (piece.text.includes('\r\n') ? body.replaceAll('\n', '\r\n') : body)
}

/** A line of `---` that is none to `kubectl`, which knows line feeds only, may not become one. */
function withRest(written: string, document: ManifestDocument): string {
  const rest = restOf(document)
  const lineBreak = document.text.at(-rest.length - 1)
  return rest.startsWith('---') ? written.replace(/\n$/, lineBreak ?? '\n') + rest : written + rest
}

function yaml({ tree, text, reading }: ManifestDocument, value: unknown): string {
  const layout = layoutOf(text, tree)
  keepBrackets(text, tree)
  keepBesideKeys(text, tree)
  update(tree, reading, value)
  return tree.toString(layout)
}

function json({ tree, text, reading }: ManifestDocument, value: unknown): string {
  update(tree, reading, value)
  return writeJson(tree, text)
}
