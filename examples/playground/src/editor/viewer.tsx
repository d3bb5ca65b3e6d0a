import { EditorView } from '@codemirror/view'
import { useEffect, useRef } from 'preact/hooks'
import { readOnly } from './read-only.js'

/** A text that is only shown. */
export function Viewer({ label, text }: { readonly label: string; readonly text: string }) {
  const parent = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (parent.current === null) return
    const view = new EditorView({ doc: text, extensions: readOnly(label), parent: parent.current })
    return () => view.destroy()
  }, [label, text])
  return <div class="viewer" ref={parent} />
}
