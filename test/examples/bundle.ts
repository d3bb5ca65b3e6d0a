import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { execFile } from 'node:child_process'
import { build, type Plugin } from 'esbuild'
import { afterAll } from 'vitest'

export const examples = join(import.meta.dirname, '../../examples')

const folder = mkdtempSync(join(tmpdir(), 'modelcar-examples-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

export interface Run {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

let count = 0

/** Bundles an example to one file, which starts without a second's wait for tsx. The file stays until the tests end. */
export async function bundle(entry: string, plugins: Plugin[] = []): Promise<string> {
  const outfile = join(folder, `${String(count++)}.mjs`)
  const define = { 'import.meta.dirname': JSON.stringify(join(examples, entry, '..')) }
  const banner = { js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url)` }
  await build({
    entryPoints: [join(examples, entry)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    define,
    banner,
    plugins,
  })
  return outfile
}

/** Runs a bundle as a process to its end. */
export function run(file: string, env: Readonly<Record<string, string>> = {}): Promise<Run> {
  // Node's test runner speaks another language to a parent that it knows.
  const { NODE_TEST_CONTEXT: _, ...inherited } = process.env
  return new Promise((resolve) => {
    execFile(process.execPath, [file], { env: { ...inherited, ...env }, timeout: 60_000 }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? -1), stdout, stderr })
    })
  })
}
