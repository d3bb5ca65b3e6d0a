import { readdirSync } from 'node:fs'
import { join } from 'node:path'

/** A folder of tests as one module: a context that a mutant is tried in loads the sources once, not once a test file. */
export interface Group {
  readonly file: string
  readonly source: string
}

const tests = import.meta.dirname

/** The groups of the given folders, in their order. */
export const groupsOf = (folders: readonly string[]): readonly Group[] =>
  folders.map((folder) => ({
    file: join(tests, '.mutation', `${folder.replaceAll('/', '-')}.ts`),
    source: readdirSync(join(tests, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.test.ts'))
      .map((name) => `import ${JSON.stringify(join(tests, folder, name))}\n`)
      .join(''),
  }))
