import { spawnSync } from 'node:child_process'
import { join } from 'node:path'

const root = join(import.meta.dirname, '../..')

/** Node.js's own runner and Jest, each for a test in CommonJS and for one in ES modules: the arguments of `node`. */
export const runners: Readonly<Record<string, readonly string[]>> = {
  'node:test, CommonJS': ['--test', '--test-reporter=spec', 'runners/node.test.cjs'],
  'node:test, ES module': ['--test', '--test-reporter=spec', 'runners/node.test.mjs'],
  'Jest, CommonJS': jest('runners/jest.test.cjs'),
  'Jest, ES module': ['--experimental-vm-modules', ...jest('runners/jest.test.mjs')],
}

function jest(file: string): string[] {
  const config = { testMatch: ['**/jest.test.?(c|m)js'] }
  return [join(root, 'node_modules/jest/bin/jest.js'), '--colors=false', '--config', JSON.stringify(config), file]
}

/** Runs a test file in a folder, as its author does; what Vitest tells its own children is kept from it. */
export function runTests(folder: string, args: readonly string[]): { code: number | null; text: string } {
  const { PATH = '', HOME = '' } = process.env
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { PATH, HOME },
  })
  return { code: status, text: `${stdout}${stderr}` }
}
