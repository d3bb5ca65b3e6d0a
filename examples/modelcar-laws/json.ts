export type JsonObject = Readonly<Record<string, unknown>>

/** Also for a list. */
export const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null
