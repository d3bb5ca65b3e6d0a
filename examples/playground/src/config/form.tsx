import { CopyButton } from '../result/copy-button.js'
import type { Field } from './field.js'
import { FieldInput } from './field-input.js'
import { fieldsOfModel, isThere, mainFields } from './fields.js'
import { Fold } from './fold.js'
import type { Messages } from './messages.js'
import { moreFields } from './more-fields.js'
import { type Values, withModels, withText } from './values.js'

interface Props {
  readonly values: Values
  /** What it says, as the library takes it. */
  readonly config: object
  readonly messages: Messages
  readonly onChange: (values: Values) => void
}

/** The config as a form, with what the library says beside each field. */
export function ConfigForm({ values, config, messages, onChange }: Props) {
  const input = (field: Field) => (
    <FieldInput
      key={field.path}
      field={field}
      text={values.texts[field.path] ?? ''}
      messages={messages.byField[field.path] ?? []}
      onInput={(text) => onChange(withText(values, field.path, text))}
    />
  )
  const { models, texts } = values
  const json = JSON.stringify(config, undefined, 2)
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
        {/* A button that goes away, or is disabled, loses the focus. */}
        <button
          type="button"
          class="small"
          aria-disabled={models === 1}
          onClick={() => models > 1 && onChange(withModels(values, models - 1))}
        >
          Remove the last model
        </button>
      </div>
      <div class="fields">{mainFields.map(input)}</div>
      <div class="more">
        {moreFields.map(({ title, fields }) => (
          <Fold key={title} title={title} isNeeded={fields.some(({ path }) => messages.byField[path] !== undefined)}>
            <div class="fields">{fields.filter(isThere(texts)).map(input)}</div>
          </Fold>
        ))}
        <Fold title="The config as JSON" isNeeded={false}>
          <pre class="json">{json}</pre>
          <CopyButton label="Copy the config" text={json} />
        </Fold>
      </div>
      <div aria-live="polite">
        {messages.others.map((message) => (
          <p key={message} class="message">
            {message}
          </p>
        ))}
      </div>
    </form>
  )
}
