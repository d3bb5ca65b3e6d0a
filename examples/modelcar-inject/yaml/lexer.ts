import { Lexer } from 'yaml'
import { asOpenLexer } from './cast.js'

/** A lexer that asks for no indentation inside of brackets and quotes, as go-yaml asks for none. That of the library does. */
export function createLexer(): Lexer {
  const lexer = new Lexer()
  const open = asOpenLexer(lexer)
  let isQuoted = false
  let indent = open.indentNext
  Object.defineProperty(lexer, 'indentNext', {
    get: () => (isQuoted || open.flowLevel > 0 ? 0 : indent),
    set: (value: number) => (indent = value),
  })
  const parseQuotedScalar = open.parseQuotedScalar.bind(lexer)
  open.parseQuotedScalar = function* () {
    isQuoted = true
    const next = yield* parseQuotedScalar()
    isQuoted = false
    return next
  }
  return lexer
}
