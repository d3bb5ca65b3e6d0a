/** An object of parsed JSON or YAML. */
export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** The fields of what may be no object. */
export const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {})
