/** A fault at a Kubernetes field path, in the API server's own wording. */
export interface FieldError {
  readonly field: string
  readonly message: string
}

const quoted = (value: unknown): string => JSON.stringify(value)

export const required = (field: string, detail?: string): FieldError => ({
  field,
  message: detail === undefined ? 'Required value' : `Required value: ${detail}`,
})

export const duplicate = (field: string, value: unknown): FieldError => ({
  field,
  message: `Duplicate value: ${quoted(value)}`,
})

export const invalid = (field: string, value: unknown, detail: string): FieldError => ({
  field,
  message: `Invalid value: ${quoted(value)}: ${detail}`,
})

export const forbidden = (field: string, detail: string): FieldError => ({ field, message: `Forbidden: ${detail}` })

export const notFound = (field: string, value: unknown): FieldError => ({
  field,
  message: `Not found: ${quoted(value)}`,
})

export const unsupported = (field: string, value: unknown, supported: readonly string[]): FieldError => ({
  field,
  message: `Unsupported value: ${quoted(value)}: supported values: ${supported.map(quoted).join(', ')}`,
})
