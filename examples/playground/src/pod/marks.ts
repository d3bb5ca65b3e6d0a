import type { Said } from './inject.js'
import { rangeOf } from './range.js'
import type { Mark, Read } from './read.js'

/** Marks what is said of fields at their places in the text that the documents were read from. */
export const marksOf = (
  said: readonly Said[],
  severity: Mark['severity'],
  documents: readonly Read[],
  text: string,
): readonly Mark[] =>
  said.flatMap(({ index, field, message }) => {
    const read = documents[index]
    if (read === undefined) return []
    const [from, to] = rangeOf(read.document, text, field)
    return [{ from, to, severity, field, message }]
  })
