import type { Mark } from '../pod/read.js'

interface Props {
  readonly marks: readonly Mark[]
  readonly onGoTo: (mark: Mark) => void
}

/** What an editor marks, to be read without it; each leads to its place. */
export const MarkList = ({ marks, onGoTo }: Props) => (
  <div aria-live="polite">
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
  </div>
)
