import { existsSync } from 'node:fs'
import { join } from 'node:path'
import packageJson from './package.json' with { type: 'json' }

/** A runtime that takes files of JavaScript as its argument. */
export interface Runtime {
  readonly title: string
  /** How it calls itself. */
  readonly name: string
  /** The program, or undefined where there is none for this machine. */
  readonly program: string | undefined
  readonly args: readonly string[]
}

const modules = join(import.meta.dirname, 'node_modules')
const optional = Object.keys(packageJson.optionalDependencies)

/** Finds a file of the one package that fits this machine, of those with such a name. */
export function programOf(name: RegExp, file: string): string | undefined {
  const found = optional.filter((each) => name.test(each)).map((each) => join(modules, each, file))
  return found.find((path) => existsSync(path))
}

export const runtimes: readonly Runtime[] = [
  ...['20', '22', '24', '26'].map((major) => ({
    title: `Node.js ${major}`,
    name: `Node.js ${major}.`,
    program: programOf(new RegExp(`^node-${major}-`), 'bin/node'),
    args: [],
  })),
  {
    title: 'Deno, which may read NODE_ENV and nothing else',
    name: 'Deno ',
    program: programOf(/^@deno\//, 'deno'),
    args: ['run', '--no-prompt', '--no-remote', '--cached-only', '--node-modules-dir=manual', '--allow-env=NODE_ENV'],
  },
  { title: 'Bun', name: 'Bun ', program: programOf(/^@oven\//, 'bin/bun'), args: ['run'] },
]

/** Says that a runtime is not there, and gives true; the line stands out in the record of a run. */
export function isMissing(title: string, program: string | undefined): program is undefined {
  if (program !== undefined) return false
  console.log(`SKIPPED: ${title}: no package of test/runtimes has it for ${process.platform} ${process.arch}`)
  return true
}
