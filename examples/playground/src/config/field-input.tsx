import type { Field } from './fields.js'

interface Props {
  readonly field: Field
  readonly text: string
  readonly messages: readonly string[]
  readonly onInput: (text: string) => void
}

/** A labelled input, with its hint and its messages, which screen readers read as its description. */
export function FieldInput({ field, text, messages, onInput }: Props) {
  const { path, label, kind, hint, placeholder, choices } = field
  const [id, hintId, messagesId] = [path, `${path}-hint`, `${path}-messages`]
  const isWrong = messages.length > 0
  const described = [isWrong && messagesId, hint !== undefined && hintId].filter((each) => each !== false).join(' ')
  const common = {
    id,
    name: path,
    value: text,
    'aria-invalid': isWrong,
    'aria-describedby': described === '' ? undefined : described,
  }
  return (
    <div class="field">
      <label for={id}>{label}</label>
      {kind === 'choice' ? (
        <select {...common} onChange={({ currentTarget }) => onInput(currentTarget.value)}>
          <option value="">{path === 'mode' ? 'default (sidecar)' : 'not set'}</option>
          {choices?.map((choice) => (
            <option key={choice} value={choice}>
              {choice}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...common}
          type="text"
          inputMode={kind === 'number' ? 'numeric' : 'text'}
          placeholder={placeholder}
          autocomplete="off"
          spellcheck={false}
          onInput={({ currentTarget }) => onInput(currentTarget.value)}
        />
      )}
      <div id={messagesId} aria-live="polite">
        {messages.map((message) => (
          <p key={message} class="message">
            {message}
          </p>
        ))}
      </div>
      {hint !== undefined && (
        <p class="hint" id={hintId}>
          {hint}
        </p>
      )}
    </div>
  )
}
