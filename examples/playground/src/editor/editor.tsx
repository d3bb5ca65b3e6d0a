import { defaultKeymap, history, historyKeymap } from '@codemirror/commands'
import { yaml } from '@codemirror/lang-yaml'
import { bracketMatching, indentOnInput } from '@codemirror/language'
import { lintGutter, lintKeymap, setDiagnostics } from '@codemirror/lint'
import { EditorView, keymap, lineNumbers } from '@codemirror/view'
import { useEffect, useRef } from 'preact/hooks'
import type { Mark } from '../pod/read.js'
import { MarkList } from './mark-list.js'
import { look } from './theme.js'

interface Props {
  readonly label: string
  readonly text: string
  /** Another number begins with the text anew. */
  readonly beginning?: number
  readonly marks: readonly Mark[]
  readonly onChange: (text: string) => void
}

/**
 * A YAML editor whose marks have their messages, in it and below it. Tab leaves it, as in any other field; F8 goes from mark to mark.
 * It begins with the text and then only tells what becomes of it. Another `beginning`, rather than another `key`, leaves the list of marks
 * in the page, so that a screen reader reads out what changes in it.
 */
export function Editor({ label, text, beginning = 0, marks, onChange }: Props) {
  const parent = useRef<HTMLDivElement>(null)
  const view = useRef<EditorView>(null)
  const change = useRef(onChange)
  change.current = onChange

  useEffect(() => {
    if (parent.current === null) return
    const made = new EditorView({
      parent: parent.current,
      doc: text,
      extensions: [
        lineNumbers(),
        lintGutter(),
        history(),
        indentOnInput(),
        bracketMatching(),
        keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
        yaml(),
        look,
        EditorView.contentAttributes.of({ tabindex: '0', 'aria-label': label }),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) change.current(update.state.doc.toString())
        }),
      ],
    })
    view.current = made
    return () => made.destroy()
  }, [label, beginning])

  useEffect(() => {
    const current = view.current
    // Who types fast is ahead of what the page shows; the marks of that text are on their way.
    if (current === null || current.state.doc.toString() !== text) return
    current.dispatch(setDiagnostics(current.state, marks.map(diagnosticOf)))
  }, [marks, text, beginning])

  const goTo = ({ from, to }: Mark): void => {
    view.current?.dispatch({ selection: { anchor: from, head: to }, scrollIntoView: true })
    view.current?.focus()
  }
  return (
    <>
      <div class="editor" ref={parent} />
      <MarkList marks={marks} onGoTo={goTo} />
    </>
  )
}

const diagnosticOf = ({ from, to, severity, field, message }: Mark) => ({
  from,
  to,
  severity,
  message: field === '' ? message : `${field}: ${message}`,
})
