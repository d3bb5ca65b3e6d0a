/** Where the line begins that an offset is on. */
export const lineStartOf = (source: string, offset: number): number => source.lastIndexOf('\n', offset - 1) + 1

export const columnOf = (source: string, offset: number): number => offset - lineStartOf(source, offset)

/** Where the line ends that something ends on, without its line break; a block of text ends behind its own last one. */
export function lineEndOf(source: string, offset: number): number {
  const found = source.indexOf('\n', source[offset - 1] === '\n' ? offset - 1 : offset)
  const end = found < 0 ? source.length : found
  return source[end - 1] === '\r' ? end - 1 : end
}

/** What a line begins with: white space. */
export const indentOf = (source: string, offset: number): string => {
  const start = lineStartOf(source, offset)
  return /^[ \t]*/.exec(source.slice(start, offset))?.[0] ?? ''
}

/** Whether only white space is in front of an offset on its line. */
export const beginsLine = (source: string, offset: number): boolean =>
  indentOf(source, offset).length === columnOf(source, offset) && lineStartOf(source, offset) > 0

/** The end of the comment lines that directly follow a line's end and are indented so much at least. */
export function commentsEndOf(source: string, lineEnd: number, column: number): number {
  const comments = new RegExp(`(?:\\r?\\n {${String(column)},}#.*)*`, 'y')
  comments.lastIndex = lineEnd
  return lineEnd + (comments.exec(source)?.[0].length ?? 0)
}

/** Where the white space begins that is directly in front of an offset. */
export function startOfGap(source: string, offset: number, space = / /): number {
  let start = offset
  while (space.test(source[start - 1] ?? '')) start--
  return start
}
