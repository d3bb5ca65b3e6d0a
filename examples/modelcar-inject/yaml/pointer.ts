/** The reference tokens of a JSON pointer (RFC 6901). */
export const tokensOf = (pointer: string): string[] =>
  pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'))

/** The JSON pointer of reference tokens. */
export const pointerOf = (tokens: readonly (string | number)[]): string =>
  tokens.map((token) => `/${String(token).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')

/** The pointer to what holds a value, and the token that the value has there. */
export function splitPointer(pointer: string): readonly [holder: string, token: string] {
  const [token = ''] = tokensOf(pointer).slice(-1)
  return [pointer.slice(0, Math.max(pointer.lastIndexOf('/'), 0)), token]
}

export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null

/** What tokens lead to in a JSON value; undefined where they lead nowhere. */
export const valueAt = (value: unknown, tokens: readonly (string | number)[]): unknown =>
  tokens.reduce<unknown>((holder, token) => (isObject(holder) ? holder[token] : undefined), value)
