import type { ComponentChildren } from 'preact'
import { useEffect, useRef } from 'preact/hooks'

interface Props {
  readonly title: string
  /** Whether something in it has to be seen. It opens then, and stays so until somebody closes it. */
  readonly isNeeded: boolean
  readonly children: ComponentChildren
}

/** What can be folded away under its title. */
export function Fold({ title, isNeeded, children }: Props) {
  const details = useRef<HTMLDetailsElement>(null)
  useEffect(() => {
    if (isNeeded && details.current !== null) details.current.open = true
  }, [isNeeded])
  return (
    <details ref={details}>
      <summary>{title}</summary>
      {children}
    </details>
  )
}
