import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }
import { blocksOf, outputOf } from './blocks.js'
import { pages, readPage, root } from './page-list.js'
import { runBlock } from './run-block.js'
import { typeErrors } from './type-errors.js'

// Every block of every page is run, or says why it is not.

/** What looks at the kinds of blocks that are not run, beside the marked exceptions. */
const lookedAt: Readonly<Record<string, string>> = {
  diff: 'readme.test.ts: it leads from a pod spec to the injected one',
  dockerfile: 'images.test.ts: it is read, instruction by instruction',
  mermaid: 'nothing to run: it is a picture',
}

/** The playground is a workspace of its own, and its script comes with it. */
const awaited = existsSync(join(root, 'examples/playground')) ? [] : ['playground']

describe.each(pages)('%s', (page) => {
  const blocks = blocksOf(readPage(page))
  const run = blocks.filter(({ exception }) => exception === undefined)
  const written = (language: string) => run.filter((block) => block.language === language)

  test('has no kind of block that nothing looks at', () => {
    const kinds = new Set(['ts', 'sh', ...Object.keys(lookedAt)])
    expect(run.filter(({ language }) => !kinds.has(language))).toEqual([])
    expect(blocks.filter(({ exception }) => exception?.trim() === '')).toEqual([])
  })

  test.each(written('ts'))('the block at line $line prints what it says', async (block) => {
    expect(outputOf(block)).not.toBe('')
    expect(await runBlock(block.text)).toBe(outputOf(block))
  })

  test.each(written('sh'))('the commands at line $line succeed', async ({ text }) => {
    for (const command of text.trimEnd().split(/\n| && /)) {
      if (isInstalling(command)) continue
      // An npx of another directory would ask the registry.
      const running = promisify(execFile)('bash', ['-ec', command], { cwd: root, maxBuffer: 2 ** 24 })
      expect((await running).stdout).not.toBe('')
    }
  })

  test('the scripts that it names exist', () => {
    const named = [...readPage(page).matchAll(/npm run (\w[\w:]*)/g)].map(([, name = '']) => name)
    const scripts = [...Object.keys(packageJson.scripts), ...awaited]
    expect(named.filter((name) => !scripts.includes(name))).toEqual([])
  })
})

test('the blocks compile in strict mode', () => {
  const blocks = pages.flatMap((page) =>
    blocksOf(readPage(page)).flatMap(({ language, line, text, exception }) =>
      language === 'ts' && exception === undefined ? [[`${page} line ${line}`, text] as const] : [],
    ),
  )
  expect(blocks.length).toBeGreaterThan(40)
  expect(typeErrors(Object.fromEntries(blocks))).toEqual([])
})

/** Commands that were run before this test, or that run it. */
const isInstalling = (command: string): boolean =>
  ['npm ci', 'npm test', `npm install ${packageJson.name}`, `npm install -D ${packageJson.name} fast-check`].includes(
    command,
  )
