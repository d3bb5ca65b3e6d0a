import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import laws from '../../examples/modelcar-laws/package.json' with { type: 'json' }
import { readArguments } from '../../examples/modelcar-laws/arguments.js'
import { blocksOf } from './blocks.js'
import { readPage, root } from './page-list.js'

// The commands of docs/test-your-webhook/endpoint.md, which ask a webhook.

const blocks = blocksOf(readPage('docs/test-your-webhook/endpoint.md'))
const written = (language: string) => blocks.filter((block) => block.language === language)
const commands = written('sh')
  .flatMap((block) => block.text.trimEnd().split('\n'))
  .filter((command) => command !== 'npm ci')

describe('the commands have arguments that the program takes', () => {
  test.each(commands)('%s', (command) => {
    expect(command).toMatch(/^npx tsx examples\/modelcar-laws\/modelcar-laws\.ts /)
    // The file that it names is the reader's.
    const args = command.split(' ').slice(3)
    expect(readArguments(args.filter((arg) => !['--ca', 'ca.crt'].includes(arg)))).toBeDefined()
  })
})

const hasPython = spawnSync('python3', ['--version']).status === 0
if (!hasPython) console.log('no python3: the command of endpoint.md is not run')

test.skipIf(!hasPython)('the last command prints the text below it', async () => {
  const scratch = mkdtempSync(join(tmpdir(), 'modelcar-docs-'))
  onTestFinished(() => rmSync(scratch, { recursive: true }))
  const bundle = join(scratch, 'modelcar-laws.cjs')
  const [tool = '', ...args] = laws.scripts.build.split(' ')
  const alias = `--alias:modelcar/testing=${join(root, 'src/testing/index.ts')}`
  execFileSync(join(root, 'node_modules/.bin', tool), [...args, alias, `--outfile=${bundle}`, '--log-level=error'], {
    cwd: join(root, 'examples/modelcar-laws'),
  })
  const python = spawn('python3', [join(root, 'test/examples/append-webhook.py')])
  onTestFinished(() => void python.kill())
  const [port] = (await once(createInterface(python.stdout), 'line')) as [string]
  const [, ...asked] = commands.at(-1)!.split(' ').slice(2)
  const child = spawn(process.execPath, [bundle, ...asked.map((arg) => arg.replace(':8080', `:${port}`))])
  expect(await text(child.stdout)).toContain(written('text')[0]?.text)
})

test('each law has its row', () => {
  const rows = [...readPage('docs/test-your-webhook/README.md').matchAll(/^\| `(expect\w+)` \|/gm)]
  expect(rows).toHaveLength(9)
})
