import type { Document } from 'yaml'
import { ManifestError } from './manifest-error.js'
import { parse } from './parse.js'
import { read, type Reading } from './read.js'
import type { Piece } from './split.js'

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
  const parsed = parseWithTabs(text, piece.line)
  if (parsed === undefined) return undefined
  const reading = read(parsed.tree)
  return reading.value === null ? undefined : { piece, ...parsed, reading }
}

/** Between brackets `kubectl` reads lines that begin with tabs; to the YAML library these are not indented at all. */
function parseWithTabs(text: string, line: number): Pick<ManifestDocument, 'text' | 'tree'> | undefined {
  try {
    const tree = parse(text, line)
    return tree && { text, tree }
  } catch (error) {
    const isIndentation = error instanceof ManifestError && /^Flow .* must be sufficiently indented/.test(error.message)
    const indented = isIndentation ? indentedBySpaces(text) : text
    if (indented === text) throw error
    const tree = parse(indented, line)
    return tree && { text: indented, tree }
  }
}

function indentedBySpaces(text: string): string {
  let indent = 0
  return text.replace(/^( *)(\t*)(?=\S)/gm, (all, spaces: string, tabs: string) => {
    if (tabs === '') indent = spaces.length
    return tabs === '' || spaces !== '' ? all : ' '.repeat(Math.min(indent, 100) + tabs.length)
  })
}

/** What stands behind the end of a document (`...`). `kubectl` passes over it. */
export const restOf = ({ text, tree }: ManifestDocument): string => text.slice(tree.range?.[2] ?? text.length)
