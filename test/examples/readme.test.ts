import { execFile, spawn } from 'node:child_process'
import { copyFileSync, cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, describe, expect, test } from 'vitest'
import { examples } from './bundle.js'

// The commands in the table of examples/README.md, as they stand there, in what a clone has once its packages are installed.

const root = join(examples, '..')
const table = readFileSync(join(examples, 'README.md'), 'utf8')
const commands = new Map(
  [...table.matchAll(/^\| \[([\w-]+)\].* \| (?:`([^`]+)`)?[^|]*\|$/gm)].map(([, name = '', command = '']) => [
    name,
    command,
  ]),
)
const commandOf = (name: string): string => commands.get(name) ?? ''

const clone = mkdtempSync(join(tmpdir(), 'modelcar-clone-'))
afterAll(() => rmSync(clone, { recursive: true }))
for (const each of ['node_modules', 'src']) symlinkSync(join(root, each), join(clone, each))
for (const each of ['package.json', 'tsconfig.json']) copyFileSync(join(root, each), join(clone, each))
cpSync(examples, join(clone, 'examples'), { recursive: true, filter: (path) => !/\/(node_modules|dist)$/.test(path) })

// Node's test runner speaks another language to a parent that it knows.
const { NODE_TEST_CONTEXT: _, ...environment } = process.env

test('every example has a row, and every row a command or a README that has one', () => {
  const folders = readdirSync(examples, { withFileTypes: true }).flatMap((each) =>
    // The demo has a section of its own.
    each.isDirectory() && each.name !== 'demo' ? [each.name] : [],
  )
  expect([...commands.keys()].toSorted()).toEqual(folders.toSorted())
  expect(folders.filter((name) => commandOf(name) === '')).toEqual(['webhook-server'])
})

// Not the controller, which test/e2e runs with an API server, nor Pepr's build, which takes longer than all of these.
describe('the command of the README', () => {
  test.each([
    ['webhook-unit-test', /pass 4\n/],
    ['modelcar-inject', /image: registry\.example\/team\/llama:1\n/],
    ['sidecar-overlay', /they are the same pod: true\n$/],
    ['job-runner', /name: certificates\n/],
  ])('%s', async (name, printed) => {
    const { stdout } = await promisify(execFile)('bash', ['-ec', commandOf(name)], { cwd: clone, env: environment })
    expect(stdout).toMatch(printed)
  })

  test('cdk8s-synthesis, which writes a file', async () => {
    await promisify(execFile)('bash', ['-ec', commandOf('cdk8s-synthesis')], { cwd: clone, env: environment })
    const written = readFileSync(join(clone, 'examples/cdk8s-synthesis/dist/llama.k8s.yaml'), 'utf8')
    expect(written).toContain('image: registry.example/team/llama:1\n')
  })

  test('modelcar-laws, which asks a webhook: here only for its usage', async () => {
    const command = commandOf('modelcar-laws').replace(/ https:.*/, ' --help')
    const { stdout } = await promisify(execFile)('bash', ['-ec', command], { cwd: clone, env: environment })
    expect(stdout).toMatch(/^Usage: modelcar-laws URL/)
  })

  test('admission-controller, which listens', async () => {
    const command = commandOf('admission-controller').replace('PORT=8080', 'PORT=0')
    // A group of its own, as npx and tsx each start another process.
    const server = spawn('bash', ['-ec', command], { cwd: clone, env: environment, detached: true })
    const exited = new Promise((resolve) => server.once('exit', resolve))
    try {
      const line = await new Promise<string>((resolve, reject) => {
        server.stdout.once('data', (bytes: Buffer) => resolve(bytes.toString()))
        server.once('exit', (code) => reject(new Error(`the server ended with ${String(code)}`)))
      })
      expect(line).toMatch(/^listening on port [1-9]\d*\n$/)
    } finally {
      if (server.pid !== undefined && server.exitCode === null) process.kill(-server.pid, 'SIGTERM')
      await exited
    }
  })
})
