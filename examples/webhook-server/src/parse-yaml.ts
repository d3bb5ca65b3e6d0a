import { Lexer, parseDocument, Parser } from 'yaml'

/*
 * A parser of YAML takes more than its time: it calls itself for each list in a list, until the stack ends, and compares each key of a
 * map with all others. So a text is measured first, by the library's own lexer, which does neither.
 */

/** Lists and maps in each other. A ConfigMap has three, and five in its managedFields. */
const deepest = 32

/** Pieces of the text outside of block scalars. KServe's ConfigMap has a few hundred. */
const mostLexemes = 10_000

/** Reads one YAML or JSON document. Throws an error with the reason where it is none, or more than one should ever need. */
export function parseYaml(text: string): unknown {
  checkLimits(text)
  const document = parseDocument(text)
  if (document.errors[0] !== undefined) throw document.errors[0]
  // Also throws, at aliases that unfold without end.
  return document.toJS()
}

function checkLimits(text: string): void {
  const parser = new Parser()
  let lexemes = 0
  for (const lexeme of new Lexer().lex(text)) {
    // What it finds is not needed yet, but to look for it is what moves it on.
    for (const _ of parser.next(lexeme));
    if (parser.stack.length > deepest) throw new RangeError(`more than ${deepest} lists and maps in each other`)
    if (++lexemes > mostLexemes) throw new RangeError(`more than ${mostLexemes} keys, values and marks`)
  }
}
