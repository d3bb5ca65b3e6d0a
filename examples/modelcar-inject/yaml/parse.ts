import { Composer, Lexer, LineCounter, Parser, type CST, type Document, type Tags } from 'yaml'
import { stringifyString } from 'yaml/util'
import { ManifestError } from './manifest-error.js'

/** `kubectl` reads ten times as many; more than this nobody writes, and the parser calls itself at every level. */
export const maxDepth = 1000

/**
 * Parses a document. Every scalar stays the text that it is, so that it is written as it came; `scalars.ts` says
 * what it means. `kubectl` reads the first document only: what follows a line of `...` it passes over.
 *
 * @param line - that the text begins on, from 1.
 * @throws {@link ManifestError} for what is no YAML.
 */
export function parse(text: string, line: number): Document | undefined {
  const lines = new LineCounter()
  lines.addNewLine(0)
  const composer = new Composer({
    schema: 'failsafe',
    customTags: (tags) => tags.map(unfolded),
    resolveKnownTags: false,
    uniqueKeys: false,
    logLevel: 'silent',
  })
  const [document] = composer.compose(tokensOf(text, lines))
  const [error] = document?.errors ?? []
  if (error === undefined) return document
  const at = lines.linePos(error.pos[0])
  throw new ManifestError(`${error.message} at line ${String(at.line + line - 1)}, column ${String(at.col)}`)
}

function* tokensOf(text: string, lines: LineCounter): Generator<CST.Token> {
  const parser = new Parser(lines.addNewLine)
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme)
    if (parser.stack.length > maxDepth) throw new ManifestError(`expected at most ${String(maxDepth)} levels`)
  }
  yield* parser.end()
}

/** Texts are written without new line breaks in them, however narrow a collection is made; between brackets on one line. */
const unfolded = (tag: Tags[number]): Tags[number] =>
  typeof tag === 'string' || tag.collection !== undefined
    ? tag
    : {
        ...tag,
        stringify: ({ value, type, comment }, context, onComment, onChompKeep) => {
          const text = String(value)
          const style = context.inFlow === true && text.includes('\n') ? 'QUOTE_DOUBLE' : type
          const options = { ...context.options, lineWidth: 0 }
          const scalar = { value: text, ...(style && { type: style }), ...(comment && { comment }) }
          return stringifyString(scalar, { ...context, options }, onComment, onChompKeep)
        },
      }
