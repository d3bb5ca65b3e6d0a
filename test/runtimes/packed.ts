import { execFile } from 'node:child_process'
import { cp, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll } from 'vitest'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)

/** Packs the package, and installs it into a folder of its own, beside the programs that use it and the peer of `modelcar/testing`. */
export async function packedPackage(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'modelcar-runtimes-'))
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder]
  const [{ filename }] = JSON.parse((await run('npm', pack, { cwd: root })).stdout) as [{ filename: string }]
  await cp(join(import.meta.dirname, 'programs'), folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: 'consumer', private: true }))
  await run('npm', ['install', '--no-audit', '--no-fund', '--prefer-offline', `./${filename}`], { cwd: folder })
  for (const name of ['fast-check', 'pure-rand']) {
    await symlink(join(root, 'node_modules', name), join(folder, 'node_modules', name))
  }
  return folder
}
