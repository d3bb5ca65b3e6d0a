/** A member of a JSON object: its key, and the text of its value. */
type Member = readonly [key: string, value: string]

/**
 * Lists the members of a JSON object in the order of the text, repeated keys and all. `JSON.parse` loses what Go goes by: the
 * order of repeated keys, and whether a number was written as `1000` or as `1e3`.
 *
 * @param text - the text of a JSON object that `JSON.parse` takes.
 */
export function jsonMembers(text: string): readonly Member[] {
  const members: Member[] = []
  let depth = 0
  let key: string | undefined
  let colon = 0
  // Stryker disable next-line EqualityOperator: there is no letter behind the last one.
  for (let at = 0; at < text.length; at++) {
    const letter = text[at]
    if (letter === '"') {
      const end = endOfString(text, at)
      if (depth === 1 && key === undefined) {
        key = String(JSON.parse(text.slice(at, end)))
        colon = text.indexOf(':', end)
      }
      at = end - 1
      continue
    }
    if (depth === 1 && key !== undefined && (letter === ',' || letter === '}')) {
      members.push([key, text.slice(colon + 1, at).trim()])
      key = undefined
    }
    if (letter === '{' || letter === '[') depth++
    if (letter === '}' || letter === ']') depth--
  }
  return members
}

/** Where the string ends whose quote is at `start`. (A regular expression runs out of stack at a million escapes.) */
function endOfString(text: string, start: number): number {
  let at = start + 1
  while (text[at] !== '"') at += text[at] === '\\' ? 2 : 1
  return at + 1
}
