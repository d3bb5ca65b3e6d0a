import { Control } from './control.js'
import type { Field } from './field.js'

interface Props {
  readonly field: Field
  readonly text: string
  readonly messages: readonly string[]
  readonly onInput: (text: string) => void
}

/** A labelled input, with its hint and its messages, which screen readers read as its description. */
export function FieldInput({ field, text, messages, onInput }: Props) {
  const { path, label, isWide = false, hint } = field
  const [hintId, messagesId] = [`${path}-hint`, `${path}-messages`]
  const isWrong = messages.length > 0
  const described = [isWrong && messagesId, hint !== undefined && hintId].filter((each) => each !== false).join(' ')
  return (
    <div class={isWide ? 'field wide' : 'field'}>
      <label for={path}>{label}</label>
      <Control
        field={field}
        text={text}
        isWrong={isWrong}
        describedBy={described === '' ? undefined : described}
        onInput={onInput}
      />
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
