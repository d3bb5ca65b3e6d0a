import { MergeView, unifiedMergeView } from '@codemirror/merge'
import { EditorView } from '@codemirror/view'
import { useEffect, useRef } from 'preact/hooks'
import { byLines } from './line-diff.js'
import { readOnly } from './read-only.js'
import { signs, unifiedSigns } from './signs.js'

/** How a diff is shown. */
export type DiffView = 'side-by-side' | 'unified'

interface Props {
  /** What the texts are, for those who cannot see where they stand. */
  readonly label: string
  readonly before: string
  readonly after: string
  readonly view: DiffView
  /** Whether to show the unchanged lines too that are not near a change. */
  readonly isWhole: boolean
}

/** Two texts and their difference. */
export function Diff({ label, before, after, view, isWhole }: Props) {
  const parent = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (parent.current === null) return
    const shown = (view === 'unified' ? unified : sideBySide)({ label, before, after, isWhole, parent: parent.current })
    return () => shown.destroy()
  }, [label, before, after, view, isWhole])
  return <div class={`diff ${view}`} ref={parent} />
}

interface Shown {
  readonly label: string
  readonly before: string
  readonly after: string
  readonly isWhole: boolean
  readonly parent: Element
}

const collapse = (isWhole: boolean) => (isWhole ? {} : { collapseUnchanged: { margin: 3, minSize: 4 } })

const sideBySide = ({ label, before, after, isWhole, parent }: Shown): { destroy: () => void } =>
  new MergeView({
    a: { doc: before, extensions: [signs, readOnly(`${label} before`)] },
    b: { doc: after, extensions: [signs, readOnly(`${label} after`)] },
    gutter: false,
    highlightChanges: false,
    diffConfig: byLines,
    parent,
    ...collapse(isWhole),
  })

const unified = ({ label, before, after, isWhole, parent }: Shown): { destroy: () => void } =>
  new EditorView({
    doc: after,
    extensions: [
      unifiedSigns,
      readOnly(`${label} before and after, as one text`),
      unifiedMergeView({
        original: before,
        mergeControls: false,
        gutter: false,
        highlightChanges: false,
        diffConfig: byLines,
        ...collapse(isWhole),
      }),
    ],
    parent,
  })
