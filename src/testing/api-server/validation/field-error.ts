/** A fault at a Kubernetes field path, with the API server's own reason and wording. */
export interface FieldError {
  readonly field: string
  readonly reason: string
  readonly message: string
}

/** Writes a value as Go's JSON does, which escapes what HTML reads. */
const json = (value: unknown): string =>
  JSON.stringify(value ?? null).replaceAll(/[<>&]/g, (sign) => `\\u00${sign.charCodeAt(0).toString(16)}`)

/** Writes a value as the API server does: a text as Go quotes it, anything else as JSON. */
function shown(value: unknown): string {
  if (typeof value !== 'string') return json(value)
  return JSON.stringify(value)
    .replaceAll('\\u000b', '\\v')
    .replaceAll(/\\u00([0-9a-f]{2})/g, '\\x$1')
}

export const required = (field: string, detail?: string): FieldError => ({
  field,
  reason: 'FieldValueRequired',
  message: detail === undefined ? 'Required value' : `Required value: ${detail}`,
})

export const duplicate = (field: string, value: unknown): FieldError => ({
  field,
  reason: 'FieldValueDuplicate',
  message: `Duplicate value: ${shown(value)}`,
})

export const invalid = (field: string, value: unknown, detail: string): FieldError => ({
  field,
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${shown(value)}: ${detail}`,
})

/** The same of a value that is written as JSON already. */
export const invalidJson = (field: string, json: string, detail: string): FieldError => ({
  field,
  reason: 'FieldValueInvalid',
  message: `Invalid value: ${json}: ${detail}`,
})

export const tooLong = (field: string, most: number): FieldError => ({
  field,
  reason: 'FieldValueTooLong',
  message: `Too long: may not be more than ${most} bytes`,
})

export const forbidden = (field: string, detail: string): FieldError => ({
  field,
  reason: 'FieldValueForbidden',
  message: `Forbidden: ${detail}`,
})

export const notFound = (field: string, value: unknown): FieldError => ({
  field,
  reason: 'FieldValueNotFound',
  message: `Not found: ${shown(value)}`,
})

export const unsupported = (field: string, value: unknown, supported: readonly string[]): FieldError => ({
  field,
  reason: 'FieldValueNotSupported',
  message: `Unsupported value: ${json(value)}: supported values: ${supported.map(shown).join(', ')}`,
})
