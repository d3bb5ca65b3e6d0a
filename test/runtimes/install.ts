import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = import.meta.dirname
const read = (path: string): string | undefined =>
  existsSync(join(folder, path)) ? readFileSync(join(folder, path), 'utf8') : undefined

/**
 * Installs the runtimes beside their package.json, unless they are there as the lock file has them; undefined where that is done, or
 * else why it cannot be. No install script is run: those of such packages download.
 */
export function installed(): string | undefined {
  if (isInstalled()) return undefined
  console.log('Installing the runtimes of test/runtimes (more than a gigabyte on the disk, once) …')
  const args = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--no-workspaces']
  const { status, stderr, error } = spawnSync('npm', args, { cwd: folder, encoding: 'utf8' })
  if (status === 0) return undefined
  const told = `${error?.message ?? ''}${stderr}`.split('\n')
  const line = told.find((text) => text.startsWith('npm error')) ?? told[0] ?? ''
  return `npm ci fails in test/runtimes: ${line}`
}

interface Lock {
  readonly packages: Readonly<Record<string, { readonly version?: string; readonly optional?: boolean }>>
}

/** Whether npm has written down that it installed every package in the version of the lock file; optional ones where they fit. */
function isInstalled(): boolean {
  const wanted = read('package-lock.json')
  const found = read('node_modules/.package-lock.json')
  if (wanted === undefined || found === undefined) return false
  const { packages } = JSON.parse(found) as Lock
  return Object.entries((JSON.parse(wanted) as Lock).packages).every(([path, { version, optional = false }]) => {
    if (path === '') return true
    return packages[path] === undefined ? optional : packages[path].version === version
  })
}
