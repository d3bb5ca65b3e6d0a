import type { Document } from 'yaml'
import { keepBrackets, layoutOf } from './layout.js'
import { ManifestError } from './manifest-error.js'
import { parse } from './parse.js'
import { read, type Reading } from './read.js'
import { isJson, type Piece } from './split.js'
import { update } from './update.js'

/** A document, and what it means to `kubectl`. */
export interface ManifestDocument {
  readonly piece: Piece
  /** As `kubectl` hands it to its parser: no byte order mark and no carriage returns, but a line break at the end. */
  readonly text: string
  readonly tree: Document
  readonly reading: Reading
}

/**
 * Reads a piece of a stream.
 *
 * @returns undefined where there is no value, as in a piece of comments.
 * @throws {@link ManifestError} for what is no YAML, and for what `kubectl` does not read.
 */
export function readDocument(piece: Piece): ManifestDocument | undefined {
  const text = `${piece.text
    .replace(/^\uFEFF/, '')
    .replaceAll('\r\n', '\n')
    .replace(/\n$/, '')}\n`
  const tree = parse(text, piece.line)
  if (tree === undefined) return undefined
  const reading = read(tree)
  return reading.value === null ? undefined : { piece, text, tree, reading }
}

/** What stands behind the end of a document (`...`). `kubectl` passes over it. */
export const restOf = ({ text, tree }: ManifestDocument): string => text.slice(tree.range?.[2] ?? text.length)

/**
 * Writes a document with another value: JSON as JSON, all else by the YAML library. This uses up the document.
 *
 * @throws {@link ManifestError} where readers of YAML would disagree about what is written.
 */
export function writeDocument(document: ManifestDocument, value: unknown): string {
  const { piece, text, tree, reading } = document
  const [start, end] = tree.contents?.range ?? [0, 0]
  const written = hasJson(document)
    ? text.slice(0, start) + json(value, text.slice(start, end)) + text.slice(end)
    : yaml(tree, reading, value, text) + restOf(document)
  const [character] = ambiguous.exec(written) ?? []
  if (character !== undefined) {
    const code = (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
    throw new ManifestError(
      `the character U+${code} is a line break, or not allowed, to some readers of YAML; escape it`,
    )
  }
  const mark = piece.text.startsWith('\uFEFF') ? '\uFEFF' : ''
  const body = piece.text.endsWith('\n') ? written : written.replace(/\n$/, '')
  return mark + (piece.text.includes('\r\n') ? body.replaceAll('\n', '\r\n') : body)
}

function yaml(tree: Document, reading: Reading, value: unknown, text: string): string {
  const layout = layoutOf(text, tree)
  keepBrackets(text, tree)
  update(tree, reading, value)
  return tree.toString(layout)
}

/** Whether the value is JSON, of numbers that JSON.stringify writes. */
function hasJson({ text, tree, reading }: ManifestDocument): boolean {
  const [start, end] = tree.contents?.range ?? [0, 0]
  return isJson(text.slice(start, end)) && ![...reading.values.values()].some((value) => typeof value === 'bigint')
}

function json(value: unknown, source: string): string {
  const written = JSON.stringify(value, null, /^\{\n([ \t]+)/.exec(source)?.[1])
  return written.replace(
    new RegExp(ambiguous, 'gu'),
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

/** What YAML 1.1 takes for a line break and 1.2 does not, and what go-yaml refuses. */
const ambiguous = /[\u007F-\u009F\u2028\u2029\uFFFE\uFFFF]|[\0-\x08\x0B-\x1F]/u
