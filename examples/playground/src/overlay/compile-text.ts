import { compileOverlay, type Compiled } from '../injector.js'
import { marksOf } from '../pod/marks.js'
import { type Mark, read, type Read } from '../pod/read.js'
import { overlayOf, unknownTags } from './marked.js'

/** An injector of an overlay as text; or, as marks and not as causes, what is wrong with that text. */
export function compileOverlayText(text: string): Compiled & { readonly marks: readonly Mark[] } {
  const { documents, faults } = read(text)
  const [first] = documents
  const marks = [...faults, ...documents.slice(1).map(another), ...documents.flatMap(tagsOf)]
  if (first === undefined || marks.length > 0) return { injector: undefined, causes: [], marks }
  const compiled = compileOverlay(overlayOf(first.document))
  const said = compiled.causes.map((cause) => ({ ...cause, index: 0 }))
  return { injector: compiled.injector, causes: [], marks: marksOf(said, 'error', documents, text) }
}

const another = ({ document }: Read): Mark => ({
  ...errorAt(document.contents?.range[0] ?? 0),
  message: 'expected one overlay, found another document',
})

const tagsOf = ({ document }: Read): readonly Mark[] =>
  unknownTags(document).map(({ tag, at }) => ({
    ...errorAt(at, tag.length),
    message: `expected the tag !preferred or !includes, found ${tag}`,
  }))

const errorAt = (from: number, length = 0) => ({ from, to: from + length, severity: 'error', field: '' }) as const
