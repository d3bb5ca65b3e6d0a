import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { blocksOf, outputOf } from './blocks.js'
import { runBlock } from './run-block.js'
import { typeErrors } from './type-errors.js'

// Everything in the pages of docs that can be run is run here.

const folder = join(import.meta.dirname, '../../docs')
const pages = readdirSync(folder).filter((name) => name.endsWith('.md'))

describe.each(pages)('%s', (page) => {
  const blocks = blocksOf(readFileSync(join(folder, page), 'utf8'))

  test('has blocks, all of which are run', () => {
    expect(new Set(blocks.map(({ language }) => language))).toEqual(new Set(['ts']))
  })

  test.each(blocks)('the block at line $line prints what it says', async (block) => {
    expect(outputOf(block)).not.toBe('')
    expect(await runBlock(block.text)).toBe(outputOf(block))
  })

  test('its blocks compile in strict mode', () => {
    expect(typeErrors(blocks.map(({ text }) => text))).toEqual([])
  })
})
