import type { Mark } from '../pod/read.js'

interface Props {
  readonly marks: readonly Mark[]
  readonly onGoTo: (mark: Mark) => void
}

/**
 * What an editor marks, to be read without it; each leads to its place. How many there are is read out when it changes, and the first:
 * a screen reader would read the list in pieces.
 */
export const MarkList = ({ marks, onGoTo }: Props) => (
  <>
    <p role="status" class="hidden">
      {inShort(marks)}
    </p>
    {marks.length > 0 && (
      <ul class="marks">
        {marks.map((mark, index) => (
          <li key={index} class={mark.severity}>
            <strong>{mark.severity === 'error' ? 'Error' : 'Warning'}</strong>{' '}
            {mark.field !== '' && (
              <button type="button" class="link" onClick={() => onGoTo(mark)}>
                {mark.field}
              </button>
            )}{' '}
            <span>{mark.message}</span>
          </li>
        ))}
      </ul>
    )}
  </>
)

export function inShort(marks: readonly Mark[]): string {
  const [first] = marks
  if (first === undefined) return ''
  const counts = (['error', 'warning'] as const)
    .map((severity) => [marks.filter((mark) => mark.severity === severity).length, severity] as const)
    .filter(([count]) => count > 0)
    .map(([count, severity]) => `${count} ${severity}${count === 1 ? '' : 's'}`)
  return `${counts.join(', ')}. ${first.field === '' ? '' : `${first.field}: `}${first.message}`
}
