import { readFile } from 'node:fs/promises'
import { refuse, type Faults } from './fault.js'

/** A file as it was read, or why it could not be. */
export interface FileText {
  /** The environment variable that names the file. */
  readonly variable: string
  readonly path: string
  readonly text?: string
  readonly error?: string
}

export async function readText(variable: string, path: string): Promise<FileText> {
  try {
    return { variable, path, text: await readFile(path, 'utf8') }
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
