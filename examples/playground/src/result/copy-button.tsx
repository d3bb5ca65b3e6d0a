import { useState } from 'preact/hooks'

/** Puts a text on the clipboard, and says so. */
export function CopyButton({ label, text }: { readonly label: string; readonly text: string }) {
  const [copied, setCopied] = useState<string>()
  const copy = async (): Promise<void> => {
    await navigator.clipboard.writeText(text)
    setCopied(text)
  }
  return (
    <>
      <button type="button" class="small" onClick={() => void copy()}>
        {label}
      </button>
      <span role="status" class="hint">
        {copied === text ? 'Copied' : ''}
      </span>
    </>
  )
}
