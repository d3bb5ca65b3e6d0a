/** Control characters, which go-yaml refuses. */
const refused = /[\0-\x08\v\f\x0E-\x1F\x7F-\x84\x86-\x9F\uFFFE\uFFFF]/

/** Those, what only some readers of YAML take for a line break, and what some leave out. */
const unsafe = /[\0-\x08\v-\x1F\x7F-\x9F\u2028\u2029\uFEFF\uFFFE\uFFFF]|\p{Surrogate}/gu

/** The first character that `kubectl` reads in no document, as `U+0007`. */
export function refusedIn(text: string): string | undefined {
  const found = refused.exec(text)?.[0]
  return found === undefined ? undefined : `U+${codeOf(found).toUpperCase()}`
}

export const isSafe = (text: string): boolean => text.search(unsafe) < 0

/** A text between double quotes, of YAML or JSON, with nothing in it that readers differ about. */
export const escaped = (quoted: string): string => quoted.replace(unsafe, (character) => `\\u${codeOf(character)}`)

const codeOf = (character: string): string => character.charCodeAt(0).toString(16).padStart(4, '0')
