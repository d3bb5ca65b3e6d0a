import { useState } from 'preact/hooks'
import { Editor } from '../editor/editor.js'
import { type Example, examples } from '../examples.js'
import type { Mark } from './read.js'

interface Props {
  readonly text: string
  readonly marks: readonly Mark[]
  readonly onExample: (example: Example) => void
  readonly onText: (text: string) => void
}

/** A pod out of the examples, or pasted. */
export function PodInput({ text, marks, onExample, onText }: Props) {
  const [picks, setPicks] = useState(0)
  const chosen = examples.findIndex((example) => example.text === text)
  return (
    <>
      <div class="field">
        <label for="example">Example</label>
        <select
          id="example"
          value={String(chosen)}
          onChange={({ currentTarget }) => {
            const example = examples[Number(currentTarget.value)]
            if (example === undefined) return
            onExample(example)
            setPicks(picks + 1)
          }}
        >
          {chosen === -1 && <option value="-1">your own</option>}
          {examples.map(({ title }, index) => (
            <option key={title} value={String(index)}>
              {title}
            </option>
          ))}
        </select>
      </div>
      <Editor label="Pod, as YAML or JSON" text={text} beginning={picks} marks={marks} onChange={onText} />
    </>
  )
}
