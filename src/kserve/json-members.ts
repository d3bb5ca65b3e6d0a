/** A member of a JSON object: its key, and the text of its value. */
export type Member = readonly [key: string, value: string]

const token = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:,]|[^\s{}[\]:,"]+/gs

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
  let value = 0
  for (const { 0: found, index } of text.matchAll(token)) {
    if (depth === 1 && key !== undefined && (found === ',' || found === '}')) {
      members.push([key, text.slice(value, index).trim()])
      key = undefined
    } else if (depth === 1 && key === undefined && found.startsWith('"')) {
      key = String(JSON.parse(found))
      value = -1
    } else if (depth === 1 && value < 0) {
      value = index + 1
    }
    if (found === '{' || found === '[') depth++
    if (found === '}' || found === ']') depth--
  }
  return members
}
