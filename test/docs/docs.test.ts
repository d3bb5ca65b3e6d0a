import { execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { text } from 'node:stream/consumers'
import { describe, expect, onTestFinished, test } from 'vitest'
import laws from '../../examples/modelcar-laws/package.json' with { type: 'json' }
import { readArguments } from '../../examples/modelcar-laws/arguments.js'
import { blocksOf, outputOf } from '../readme/blocks.js'
import { runBlock } from '../readme/run-block.js'
import { typeErrors } from '../readme/type-errors.js'

// Every block of the documents below docs is run.

const root = join(import.meta.dirname, '../..')
const folder = join(root, 'docs/test-your-webhook')
const pages = readdirSync(folder).map((name) => ({ name, markdown: readFileSync(join(folder, name), 'utf8') }))
const blocks = pages.flatMap(({ name, markdown }) => blocksOf(markdown).map((block) => ({ ...block, name })))
const written = (language: string) => blocks.filter((block) => block.language === language)

test('there is no kind of block that nothing looks at', () => {
  expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['ts', 'sh', 'text']))
})

describe('the TypeScript blocks', () => {
  test.each(written('ts'))('$name, line $line, prints what it says', async (block) => {
    const said = block.text.includes('//=>') ? block.text.replaceAll(/\/\/=>$/gm, '//=> ') : ''
    expect(said).not.toBe('')
    expect(await runBlock(block.text)).toBe(outputOf({ ...block, text: said }))
  })

  test('they compile in strict mode', () => {
    expect(typeErrors(written('ts').map((block) => block.text))).toEqual([])
  })
})

describe('the commands', () => {
  const commands = written('sh').flatMap((block) => block.text.trimEnd().split(/\n| && /))

  test.each(commands)('%s', (command) => {
    if (command.startsWith('npx tsx examples/modelcar-laws/modelcar-laws.ts ')) {
      // The file that it names is the reader's.
      const args = command.split(' ').slice(3)
      expect(readArguments(args.filter((arg) => !['--ca', 'ca.crt'].includes(arg)))).toBeDefined()
      return
    }
    expect(['npm ci', 'npm install -D modelcar fast-check']).toContain(command)
    expect(existsSync(join(root, 'examples/modelcar-laws/modelcar-laws.ts'))).toBe(true)
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
  const [, ...asked] = written('sh').at(-1)!.text.trim().split(' ').slice(2)
  const child = spawn(process.execPath, [bundle, ...asked.map((arg) => arg.replace(':8080', `:${port}`))])
  expect(await text(child.stdout)).toContain(written('text')[0]?.text)
})

test('links lead to files and headings that are there', () => {
  for (const { name, markdown } of pages) {
    const links = [...markdown.matchAll(/\]\((?!https:)([^)#]+)[^)]*\)/g)].map(([, target = '']) => target)
    for (const link of links) expect(existsSync(join(dirname(join(folder, name)), link)), link).toBe(true)
  }
})

test('each law has its row', () => {
  const overview = readFileSync(join(folder, 'README.md'), 'utf8')
  const rows = [...overview.matchAll(/^\| `(expect\w+)` \|/gm)].map(([, law]) => law)
  expect(rows).toHaveLength(9)
})
