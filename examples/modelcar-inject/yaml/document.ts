import type { Document } from 'yaml'
import { refusedIn } from './characters.js'
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
  const character = piece.isJson ? undefined : refusedIn(text)
  if (character !== undefined) throw new ManifestError(`kubectl does not read the character ${character}; escape it`)
  const tree = parse(text, piece)
  if (tree === undefined) return undefined
  const reading = read(tree)
  return reading.value === null ? undefined : { piece, text, tree, reading }
}

/** What stands behind the end of a document (`...`). `kubectl` passes over it. */
export const restOf = ({ text, tree }: ManifestDocument): string => text.slice(tree.range?.[2] ?? text.length)
