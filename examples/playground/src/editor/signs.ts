import { type Chunk, getChunks } from '@codemirror/merge'
import { type BlockInfo, type EditorView, gutter, GutterMarker } from '@codemirror/view'

class Sign extends GutterMarker {
  readonly text: string
  override readonly elementClass: string

  constructor(text: string, kind: 'added' | 'removed') {
    super()
    this.text = text
    this.elementClass = `cm-sign-${kind}`
  }

  override toDOM(): Node {
    return document.createTextNode(this.text)
  }
}

const added = new Sign('+', 'added')
const removed = new Sign('−', 'removed')

/** A gutter with a sign for each line that was added or removed, so that nobody needs to see the colours. Where a unified diff shows removed lines, the theme has it. */
export const signs = gutter({
  class: 'cm-signs',
  lineMarker: (view, line) => signOf(view, line),
  lineMarkerChange: () => true,
})

function signOf(view: EditorView, { from }: BlockInfo): Sign | null {
  const found = getChunks(view.state)
  if (found === null) return null
  const isA = found.side === 'a'
  const isChanged = found.chunks.some((chunk: Chunk) =>
    isA ? from >= chunk.fromA && from < chunk.toA : from >= chunk.fromB && from < chunk.toB,
  )
  if (!isChanged) return null
  return isA ? removed : added
}
