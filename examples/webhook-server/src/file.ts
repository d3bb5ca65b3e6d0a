import { createReadStream } from 'node:fs'
import { buffer } from 'node:stream/consumers'
import { refuse, type Faults } from './fault.js'

/** A file as it was read, or why it could not be. */
export interface FileText {
  /** The environment variable that names the file. */
  readonly variable: string
  readonly path: string
  readonly text?: string
  readonly error?: string
}

/** Longer than any certificate, key or ConfigMap: a Secret or ConfigMap has at most 1 MiB in it. */
const longest = 1024 * 1024

export async function readText(variable: string, path: string): Promise<FileText> {
  try {
    // One byte more than is taken, and no more, however long it is.
    const bytes = await buffer(createReadStream(path, { end: longest }))
    if (bytes.length > longest) return { variable, path, error: 'more than 1 MiB in it' }
    return { variable, path, text: bytes.toString() }
  } catch (error) {
    return { variable, path, error: reasonOf(error) }
  }
}

/** The text; where there is none, the faults say why. */
export function textOf(faults: Faults, { variable, path, text, error = '' }: FileText): string | undefined {
  if (text !== undefined) return text
  // That the variable names no file was told when it was read.
  if (path === '') return undefined
  return refuse(
    faults,
    variable,
    `expected a file that can be read, found ${JSON.stringify(path)} with ${error}; create it or correct the path`,
  )
}

/** `ENOENT: no such file or directory`, without the call and its arguments. */
export const reasonOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replace(/, (?:open|read|stat)\b.*$/s, '')
