import { type Chunk, getChunks, getOriginalDoc } from '@codemirror/merge'
import { type BlockInfo, type EditorView, gutter, GutterMarker } from '@codemirror/view'

const ofLines = {
  class: 'cm-signs',
  lineMarker: (view: EditorView, { from }: BlockInfo) => signOfLine(view, from),
  lineMarkerChange: () => true,
}

/** A gutter with a sign for each line that was added or removed, so that nobody needs to see the colours. */
export const signs = gutter(ofLines)

/** The same of a unified diff. It has the removed lines of a chunk in one widget, in front of those that were added. */
export const unifiedSigns = gutter({
  ...ofLines,
  widgetMarker: (view, _widget, { from }) => signsOfRemoved(view, from),
})

class Sign extends GutterMarker {
  readonly text: string
  override readonly elementClass: string

  constructor(text: string, kind: 'added' | 'removed') {
    super()
    this.text = text
    this.elementClass = `cm-sign-${kind}`
  }

  override eq(other: GutterMarker): boolean {
    return other instanceof Sign && other.text === this.text
  }

  override toDOM(): Node {
    return document.createTextNode(this.text)
  }
}

const minus = '−'
const added = new Sign('+', 'added')
const removed = new Sign(minus, 'removed')

function signOfLine({ state }: EditorView, from: BlockInfo['from']): Sign | null {
  const { chunks, side } = getChunks(state) ?? noChunks
  const isIn = ({ fromA, toA, fromB, toB }: Chunk): boolean =>
    side === 'a' ? from >= fromA && from < toA : from >= fromB && from < toB
  if (!chunks.some(isIn)) return null
  return side === 'a' ? removed : added
}

function signsOfRemoved({ state }: EditorView, from: BlockInfo['from']): Sign | null {
  const { chunks } = getChunks(state) ?? noChunks
  const chunk = chunks.find(({ fromA, toA, fromB }) => fromB === from && fromA < toA)
  if (chunk === undefined) return null
  const before = getOriginalDoc(state)
  const lines = before.lineAt(chunk.endA).number - before.lineAt(chunk.fromA).number + 1
  return new Sign(Array.from({ length: lines }, () => minus).join('\n'), 'removed')
}

const noChunks = { chunks: [], side: null }
