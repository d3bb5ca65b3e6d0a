import { yaml } from '@codemirror/lang-yaml'
import { EditorState, type Extension } from '@codemirror/state'
import { EditorView } from '@codemirror/view'
import { look } from './theme.js'

/** A text to read and to copy from: it takes the focus, so that it can be scrolled by keyboard, and no input. */
export const readOnly = (label: string): Extension => [
  yaml(),
  look,
  EditorState.readOnly.of(true),
  EditorView.editable.of(false),
  EditorView.contentAttributes.of({
    tabindex: '0',
    role: 'textbox',
    'aria-readonly': 'true',
    'aria-multiline': 'true',
    'aria-label': label,
  }),
]
