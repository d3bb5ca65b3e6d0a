import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { DockerfileParser } from 'dockerfile-ast'
import { describe, expect, test } from 'vitest'
import { blocksOf, outputOf } from './blocks.js'
import { runBlock } from './run-block.js'
import { typeErrors } from './type-errors.js'

// Everything in the pages of docs that can be run is run here.

const folder = join(import.meta.dirname, '../../docs')
const pages = readdirSync(folder).filter((name) => name.endsWith('.md'))

describe.each(pages)('%s', (page) => {
  const all = blocksOf(readFileSync(join(folder, page), 'utf8'))
  const blocks = all.filter(({ language }) => language === 'ts')

  test('has no kind of block that nothing looks at', () => {
    expect(all.filter(({ language }) => !['ts', 'dockerfile'].includes(language))).toEqual([])
  })

  test.each(blocks)('the block at line $line prints what it says', async (block) => {
    expect(outputOf(block)).not.toBe('')
    expect(await runBlock(block.text)).toBe(outputOf(block))
  })

  test('its blocks compile in strict mode', () => {
    expect(typeErrors(blocks.map(({ text }) => text))).toEqual([])
  })
})

test('the Dockerfile of a model image puts the model where every mode looks for it', () => {
  const page = blocksOf(readFileSync(join(folder, 'modes.md'), 'utf8'))
  const [dockerfile, ...others] = page.filter(({ language }) => language === 'dockerfile')
  expect(others).toEqual([])
  const instructions = DockerfileParser.parse(dockerfile?.text ?? '').getInstructions()
  expect(instructions.map((each) => each.getKeyword())).toEqual(['FROM', 'COPY', 'COPY'])
  const copied = instructions.slice(1).map((each) => each.getArguments().map(String))
  expect(copied.map(([, to]) => to)).toEqual(['/models/', '/models/'])
})

describe('the table of differences', () => {
  const page = readFileSync(join(folder, 'kserve.md'), 'utf8')
  const rows = [...page.matchAll(/^\| .* \| \[[\w-]+\]\((\.\.\/test\/[\w./-]+) "(.*)"\) \|$/gm)]

  test('has rows', () => {
    expect(rows.length).toBeGreaterThan(25)
  })

  test.each(rows.map(([, file = '', title = '']) => [title, file]))('%s', (title, file) => {
    expect(readFileSync(join(folder, file), 'utf8')).toContain(title)
  })
})
