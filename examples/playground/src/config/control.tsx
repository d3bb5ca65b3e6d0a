import type { Field } from './field.js'

interface Props {
  readonly field: Field
  readonly text: string
  readonly isWrong: boolean
  /** The ids of what describes it. */
  readonly describedBy: string | undefined
  readonly onInput: (text: string) => void
}

/** What a field is filled in with. */
export function Control({ field, text, isWrong, describedBy, onInput }: Props) {
  const { path, kind, placeholder, choices = {}, unset = 'not set' } = field
  const common = { id: path, name: path, value: text, 'aria-invalid': isWrong, 'aria-describedby': describedBy }
  const typed = {
    ...common,
    placeholder,
    autocomplete: 'off',
    spellcheck: false,
    onInput: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) =>
      onInput(currentTarget.value),
  } as const
  if (kind === 'yaml') return <textarea {...typed} rows={Math.max(2, lines(text))} />
  if (kind !== 'choice') return <input {...typed} type="text" inputMode={kind === 'number' ? 'numeric' : 'text'} />
  return (
    <select {...common} onChange={({ currentTarget }) => onInput(currentTarget.value)}>
      <option value="">{unset}</option>
      {Object.keys(choices).map((choice) => (
        <option key={choice} value={choice}>
          {choice}
        </option>
      ))}
    </select>
  )
}

const lines = (text: string): number => text.split('\n').length
