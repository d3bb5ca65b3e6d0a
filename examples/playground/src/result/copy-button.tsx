import { useState } from 'preact/hooks'

interface Props {
  readonly label: string
  readonly text: string
}

/** Puts a text on the clipboard, and says so. */
export function CopyButton({ label, text }: Props) {
  const [told, setTold] = useState({ text: '', outcome: '' })
  const copy = async (): Promise<void> => setTold({ text, outcome: await outcomeOf(text) })
  return (
    <>
      <button type="button" class="small" onClick={() => void copy()}>
        {label}
      </button>
      <span role="status" class="hint">
        {told.text === text ? told.outcome : ''}
      </span>
    </>
  )
}

async function outcomeOf(text: string): Promise<string> {
  try {
    await navigator.clipboard.writeText(text)
    return 'Copied'
  } catch {
    // Without TLS, or without leave, a browser has no clipboard for a page.
    return 'Your browser does not let this page copy'
  }
}
