import { ManifestError } from './manifest-error.js'

/** A piece of a stream: a document, or what stands between two of them. All pieces together are the stream. */
export interface Piece {
  readonly text: string
  /** Of its first line, from 1. */
  readonly line: number
  readonly isDocument: boolean
  /** Whether `kubectl` reads it as JSON, and not as YAML that happens to look like it. */
  readonly isJson: boolean
}

/**
 * Splits a stream as `kubectl` does (`YAMLOrJSONDecoder` of k8s.io/apimachinery): JSON objects back to back as long as there are
 * any, then YAML, whose documents end at a line of `---` with nothing behind it but a comment. Only a line feed ends a line here.
 *
 * @throws {@link ManifestError} for a line that begins with `---` and goes on, and for what is no JSON behind several objects of it:
 * `kubectl` refuses that too.
 */
export function split(stream: string): readonly Piece[] {
  const pieces: Piece[] = []
  let line = 1
  let at = 0
  const addTo = (end: number, is: 'document' | 'json' | 'between'): void => {
    if (end === at) return
    const text = stream.slice(at, end)
    pieces.push({ text, line, isDocument: is !== 'between', isJson: is === 'json' })
    line += text.split('\n').length - 1
    at = end
  }
  for (let json = jsonAt(stream, at); json !== undefined; json = jsonAt(stream, at)) {
    addTo(json.start, 'between')
    addTo(json.end, 'json')
  }
  if (pieces.filter(({ isJson }) => isJson).length > 1 && /[^ \t\r\n]/.test(stream.slice(at))) {
    throw new ManifestError(
      `expected nothing but JSON behind several JSON objects, found something else at line ${String(line)}`,
    )
  }
  // What separates JSON from YAML without a line of `---`.
  if (pieces.length > 0) addTo(at + (/^[ \t\r]*\n?/.exec(stream.slice(at))?.[0].length ?? 0), 'between')
  for (const separator of separatorsFrom(stream, at)) {
    addTo(separator.start, 'document')
    if (!/^---(?:(?!\uFEFF)[\s\u0085])*(#|$)/.test(separator.text)) {
      const found = JSON.stringify(separator.text.trimEnd().slice(0, 80))
      throw new ManifestError(`expected nothing but a comment behind "---", found ${found} at line ${String(line)}`)
    }
    addTo(separator.end, 'between')
  }
  addTo(stream.length, 'document')
  return pieces
}

interface Extent {
  readonly start: number
  readonly end: number
}

/** A JSON object behind white space; undefined where something else is there, as in YAML between brackets. */
function jsonAt(stream: string, offset: number): Extent | undefined {
  const space = /[ \t\r\n]*/y
  space.lastIndex = offset
  space.test(stream)
  const start = space.lastIndex
  const end = stream[start] === '{' ? endOfObject(stream, start) : undefined
  return end !== undefined && isJson(stream.slice(start, end)) ? { start, end } : undefined
}

function endOfObject(stream: string, start: number): number | undefined {
  let depth = 0
  let isQuoted = false
  for (let at = start; at < stream.length; at++) {
    const character = stream[at]
    if (isQuoted && character === '\\') at++
    else if (character === '"') isQuoted = !isQuoted
    else if (isQuoted) continue
    else if (character === '{') depth++
    else if (character === '}' && --depth === 0) return at + 1
  }
  return undefined
}

/** Whether a text is JSON as it stands. */
export function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

function* separatorsFrom(stream: string, offset: number): Generator<Extent & { readonly text: string }> {
  const separator = /(?<![^\n])---[^\n]*\n?/g
  separator.lastIndex = offset
  for (let found = separator.exec(stream); found !== null; found = separator.exec(stream)) {
    yield { start: found.index, end: separator.lastIndex, text: found[0] }
  }
}
