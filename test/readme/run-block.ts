import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { sources } from '../sources.js'

/** Runs a block as a user's module, with the library in the place of its name, and gives what it prints. */
export async function runBlock(source: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents: source, loader: 'ts', resolveDir: join(import.meta.dirname, '../..') },
    alias: sources,
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'node',
  })
  const code = outputFiles[0]?.text ?? ''
  const running = promisify(execFile)(process.execPath, ['--input-type=module'])
  running.child.stdin?.end(code)
  return (await running).stdout
}
