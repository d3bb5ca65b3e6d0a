import { Composer, LineCounter, Parser, visit, type CST, type Document, type Tags } from 'yaml'
import { stringifyString } from 'yaml/util'
import { hasKeptBreaks, textWithBreaks, withLineFeeds } from './breaks.js'
import { escaped, isSafe } from './characters.js'
import { checkDoubtful } from './doubtful.js'
import { createLexer } from './lexer.js'
import { ManifestError } from './manifest-error.js'
import type { Piece } from './split.js'

/** `kubectl` reads ten times as many; more than this nobody writes, and the parser calls itself at every level. */
export const maxDepth = 1000

/**
 * Parses a document. Every scalar stays the text that it is, so that it is written as it came; `scalars.ts` says
 * what it means. `kubectl` reads the first document only: what follows a line of `...` it passes over.
 *
 * @param piece - says on which line of the stream the text begins, and whether it is JSON.
 * @throws {@link ManifestError} for what is no YAML.
 */
export function parse(text: string, { line, isJson }: Pick<Piece, 'line' | 'isJson'>): Document | undefined {
  const keepsBreaks = !isJson && hasKeptBreaks(text)
  // In JSON, too, a carriage return is white space; but there the other characters may stand in a text.
  const source = isJson ? text.replaceAll('\r', '\n') : withLineFeeds(text)
  const lines = new LineCounter()
  lines.addNewLine(0)
  const composer = new Composer({
    schema: 'failsafe',
    customTags: (tags) => tags.map(unfolded),
    resolveKnownTags: false,
    uniqueKeys: false,
    logLevel: 'silent',
    keepSourceTokens: keepsBreaks,
  })
  const [document] = composer.compose(tokensOf(source, lines))
  const error = document?.errors.find((each) => !isFineByKubectl(each))
  if (error !== undefined) {
    const at = lines.linePos(error.pos[0])
    throw new ManifestError(`${error.message} at line ${String(at.line + line - 1)}, column ${String(at.col)}`)
  }
  if (!isJson) checkDoubtful(source, document)
  if (document === undefined) return undefined
  if (keepsBreaks) keepBreaks(document, text)
  // A document with errors is not written.
  document.errors = []
  return document
}

const isFineByKubectl = ({ message }: Error): boolean => message.startsWith('Comments must be separated')

function keepBreaks(document: Document, text: string): void {
  visit(document, { Scalar: (_, scalar) => void (scalar.value = textWithBreaks(scalar, text) ?? scalar.value) })
}

function* tokensOf(text: string, lines: LineCounter): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine)
  for (const lexeme of createLexer().lex(text)) {
    yield* parser.next(lexeme)
    if (parser.stack.length > maxDepth) throw new ManifestError(`expected at most ${String(maxDepth)} levels`)
  }
  yield* parser.end()
}

/**
 * Texts are written without new line breaks in them, however narrow a collection is made; between brackets on one line, and so where
 * a character has to be escaped.
 */
const unfolded = (tag: Tags[number]): Tags[number] =>
  typeof tag === 'string' || tag.collection !== undefined
    ? tag
    : {
        ...tag,
        stringify: ({ value, type, comment }, context, onComment, onChompKeep) => {
          const text = String(value)
          // Without it the colon in front, and a comma behind, would be taken for one text with the key.
          if (context.inFlow === true && text === '' && type === 'PLAIN') return 'null'
          const isQuoted = !isSafe(text) || (context.inFlow === true && text.includes('\n'))
          const style = isQuoted ? 'QUOTE_DOUBLE' : type
          const options = { ...context.options, lineWidth: 0 }
          const scalar = { value: text, ...(style && { type: style }), ...(comment && { comment }) }
          const written = stringifyString(scalar, { ...context, options }, onComment, onChompKeep)
          return isQuoted ? escaped(written) : written
        },
      }
