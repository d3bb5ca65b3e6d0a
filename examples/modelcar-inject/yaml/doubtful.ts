import { isScalar, visit, type Document, type Scalar } from 'yaml'
import { ManifestError } from './manifest-error.js'

/*
 * What the YAML library reads otherwise than go-yaml, and would not say. Nobody means it, so it is refused and not imitated.
 */

/** Texts that have nothing of this, and so need no look at every node. */
const isDoubtful = /:[,[\]{}]|[|>][-+]?[1-9]|\n\uFEFF|^%/

/**
 * @param text - what the document was parsed from, with a line feed at the end of every line.
 * @throws {@link ManifestError}
 */
export function checkDoubtful(text: string, document: Document | undefined): void {
  if (!isDoubtful.test(text)) return
  if (text.includes('\n\uFEFF')) {
    throw new ManifestError(
      'expected a byte order mark at the beginning of a document only; kubectl takes it for text elsewhere',
    )
  }
  if (document === undefined) {
    const line = text.split('\n').find((each) => each.startsWith('%'))
    if (line === undefined) return
    throw new ManifestError(
      `expected no directive, found ${JSON.stringify(line.slice(0, 80))}; kubectl reads none in front of "---"`,
    )
  }
  visit(document, {
    Pair(_, { key }) {
      if (!isScalar(key) || key.type !== 'PLAIN' || !key.range) return
      if (!/^:[,[\]{}]/.test(text.slice(key.range[1], key.range[1] + 2))) return
      throw new ManifestError(
        `expected a blank behind "${String(key.value)}:"; kubectl takes the colon for a part of the text`,
      )
    },
    Scalar: (_, scalar) => checkBlanks(scalar, text),
  })
}

/** Of blanks alone go-yaml keeps those behind the indentation that is asked for. */
function checkBlanks({ type, value, range }: Scalar, text: string): void {
  if (type !== 'BLOCK_LITERAL' && type !== 'BLOCK_FOLDED') return
  if (!range || String(value).trim() !== '') return
  const [header = '', ...lines] = text.slice(range[0], range[1]).split('\n')
  const indent = /[1-9]/.exec(header.split('#')[0] ?? '')?.[0]
  if (indent === undefined || lines.every((line) => line.length < Number(indent))) return
  throw new ManifestError(
    'expected a text between quotes, found nothing but blanks in a block with an indentation of its own',
  )
}
