import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { build, transform } from 'esbuild'
import packageJson from '../../package.json' with { type: 'json' }
import { sources } from '../sources.js'

const root = join(import.meta.dirname, '../..')
const peers = Object.keys(packageJson.peerDependencies)

/** A folder in which the library and its peers are installed under their names, as users have it. It is made once, and goes with the process. */
async function makeFolder(): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), 'modelcar-blocks-'))
  process.once('exit', () => rmSync(folder, { recursive: true }))
  const home = join(folder, 'node_modules', packageJson.name)
  const files = Object.entries(sources).map(([name, path]) => {
    const entry = name.slice(packageJson.name.length + 1)
    return { entry, path, file: entry === '' ? 'index' : entry }
  })
  await build({
    entryPoints: files.map(({ file, path }) => ({ in: path, out: file })),
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    outdir: home,
    external: peers,
  })
  for (const name of peers) symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  const exports = Object.fromEntries(
    files.map(({ entry, file }) => [entry === '' ? '.' : `./${entry}`, `./${file}.js`]),
  )
  writeFileSync(join(home, 'package.json'), JSON.stringify({ name: packageJson.name, type: 'module', exports }))
  return folder
}

let folder: Promise<string> | undefined

/** Runs a block as a user's module, and gives what it prints. */
export async function runBlock(source: string): Promise<string> {
  const { code } = await transform(source, { loader: 'ts', format: 'esm' })
  const running = promisify(execFile)(process.execPath, ['--input-type=module'], {
    cwd: await (folder ??= makeFolder()),
  })
  running.child.stdin?.end(code)
  return (await running).stdout
}
