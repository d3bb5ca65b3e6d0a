import type { Lexer } from 'yaml'

/** What the library's lexer keeps to itself. */
export interface OpenLexer {
  /** How far the next line has to be indented to belong to the value. */
  indentNext: number
  readonly flowLevel: number
  parseQuotedScalar: () => Generator<string, string>
}

/** The fields are in every version 2 of the library; the tests of what is read without indentation hold that. */
export const asOpenLexer = (lexer: Lexer): OpenLexer => lexer as unknown as OpenLexer
