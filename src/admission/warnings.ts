/** The API server cuts a warning here, once all together pass {@link longestTogether} (k8s.io/apiserver, warning recorder). */
const longestWarning = 256
const longestTogether = 4096

/** What would end a header's line or break its text; half of a surrogate pair is no character. */
const breaking = /[\p{Cc}\p{Zl}\p{Zp}\s]+/gu
const half = /\p{Cs}/gu

/**
 * Warnings as the API server passes them on whole: none empty, none with a line break (it drops those), each of at most 256
 * characters, and all together of at most 4,096; what has no room is counted in the last one.
 */
export function fitWarnings(warnings: readonly string[]): readonly string[] {
  const lines = warnings.map(oneLine).filter((warning) => warning !== '')
  const fitting: string[] = []
  let length = 0
  for (const [index, line] of lines.entries()) {
    const more = `and ${String(lines.length - index)} more warnings`
    const isLast = index === lines.length - 1
    if (length + line.length + (isLast ? 0 : longestWarning) > longestTogether) return [...fitting, more]
    fitting.push(line)
    length += line.length
  }
  return fitting
}

function oneLine(warning: string): string {
  const characters = Array.from(warning.replace(breaking, ' ').replace(half, '\uFFFD').trim())
  return characters.length <= longestWarning
    ? characters.join('')
    : `${characters.slice(0, longestWarning - 1).join('')}…`
}
