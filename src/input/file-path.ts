/** Linux's PATH_MAX counts a zero byte at the end. */
const longestPath = 4095
const longestName = 255

/** Says what is expected of a path that no file can have, whatever it is for; undefined where one can. */
export function expectedOfPath(path: string): string | undefined {
  if (path.includes('\0')) return 'a path without NUL'
  if (!isWellFormed(path)) return 'a path of whole characters'
  if (byteLength(path) > longestPath) return `a path of at most ${String(longestPath)} bytes`
  if (path.split('/').some((name) => byteLength(name) > longestName))
    return `a path whose components have at most ${String(longestName)} bytes each`
  return undefined
}

/** Half of a surrogate pair comes back from the API server as U+FFFD: what is written by it is written in every call. */
export const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text)

/** How many bytes a text has in UTF-8. */
export function byteLength(text: string): number {
  let bytes = 0
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
  }
  return bytes
}
