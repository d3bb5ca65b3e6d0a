import { useState } from 'preact/hooks'
import { Diff } from '../editor/diff.js'

/** What happened to the pod, shown where somebody asks for it. */
export function Changed({ before, after }: { readonly before: string; readonly after: string }) {
  const [isOpen, setOpen] = useState(false)
  return (
    <details onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>What it changed</summary>
      {isOpen && <Diff before={before} after={after} view="unified" isWhole={false} />}
    </details>
  )
}
