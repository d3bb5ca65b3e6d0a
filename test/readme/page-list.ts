import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

export const root = join(import.meta.dirname, '../..')

/** The paths of all pages that are for those who use the library, from the root of the repository. */
export const pages: readonly string[] = [
  'README.md',
  'examples/README.md',
  ...readdirSync(join(root, 'docs'), { recursive: true })
    .map((name) => `docs/${String(name)}`)
    .filter((path) => path.endsWith('.md'))
    .toSorted(),
]

export const readPage = (path: string): string => readFileSync(join(root, path), 'utf8')
