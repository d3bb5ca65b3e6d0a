import { type Values, withModels } from './config.js'
import { fieldsOfModel, mainFields, moreFields } from './fields.js'
import { FieldInput } from './field-input.js'
import { Fold } from './fold.js'
import type { Messages } from './messages.js'

interface Props {
  readonly values: Values
  readonly messages: Messages
  readonly onChange: (values: Values) => void
}

/** The config as a form, with what the library says beside each field. */
export function ConfigForm({ values, messages, onChange }: Props) {
  const input = (field: (typeof mainFields)[number]) => (
    <FieldInput
      key={field.path}
      field={field}
      text={values.texts[field.path] ?? ''}
      messages={messages.byField[field.path] ?? []}
      onInput={(text) => onChange({ ...values, texts: { ...values.texts, [field.path]: text } })}
    />
  )
  const { models } = values
  return (
    <form class="config" onSubmit={(event) => event.preventDefault()}>
      {Array.from({ length: models }, (_, index) => (
        <fieldset key={index} class="fields">
          <legend class={models === 1 ? 'hidden' : ''}>{models === 1 ? 'Model' : `Model ${index + 1}`}</legend>
          {fieldsOfModel(index, models).map(input)}
        </fieldset>
      ))}
      <div class="row">
        <button type="button" class="small" onClick={() => onChange(withModels(values, models + 1))}>
          Add a model
        </button>
        {models > 1 && (
          <button type="button" class="small" onClick={() => onChange(withModels(values, models - 1))}>
            Remove the last model
          </button>
        )}
      </div>
      <div class="fields">{mainFields.map(input)}</div>
      <div class="more">
        {moreFields.map(({ title, fields }) => (
          <Fold key={title} title={title} isNeeded={fields.some(({ path }) => messages.byField[path] !== undefined)}>
            <div class="fields">{fields.map(input)}</div>
          </Fold>
        ))}
      </div>
      {messages.others.map((message) => (
        <p key={message} class="message">
          {message}
        </p>
      ))}
    </form>
  )
}
