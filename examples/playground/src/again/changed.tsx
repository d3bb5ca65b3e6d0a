import { useState } from 'preact/hooks'
import { Diff } from '../editor/diff.js'

interface Props {
  readonly before: string
  readonly after: string
  /** Which call came then. */
  readonly call: string
}

/** What happened to the pod, shown where somebody asks for it. */
export function Changed({ before, after, call }: Props) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>
        What it changed<span class="hidden"> before {call}</span>
      </summary>
      {isOpen && <Diff label={`Before ${call}: pod`} before={before} after={after} view="unified" isWhole={false} />}
    </details>
  )
}
