/** An object of JSON. */
export type Fields = Readonly<Record<string, unknown>>

export const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

export function parseFields(text: string): Fields {
  const value: unknown = JSON.parse(text)
  if (!isFields(value)) throw new TypeError(`expected an object of JSON, found ${text}`)
  return value
}
