import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import { expect, test } from 'vitest'
import { parse } from 'yaml'
import { injectModelcar, type ModelcarConfig } from '../../src/index.js'

// The table of docs/what-rolls.md, row by row: which change of a config changes a pod template.

const page = readFileSync(join(import.meta.dirname, '../../docs/what-rolls.md'), 'utf8')
const modes = ['sidecar', 'native-sidecar', 'image-volume', 'fetch'] as const
type Outcome = 'rolls' | 'no' | 'anew'

const rows = [
  ...page.matchAll(/^\| (.+?) \| `(\{.*?\})` \| `(\{.*?\})` \| (\w+) \| (\w+) \| (\w+) \| (\w+) \|$/gm),
].map(([, change = '', from = '', to = '', ...said]) => ({ change, from, to, said }))

test('the table has rows, and all of them are read', () => {
  const lines = page.split('\n').filter((line) => /^\| .* \| `\{/.test(line))
  expect(rows.length).toBe(lines.length)
  expect(rows.length).toBeGreaterThan(20)
})

const template = {
  containers: [
    { name: 'kserve-container', image: 'server:1' },
    { name: 'other', image: 'other:1' },
  ],
}

function outcome(from: object, to: object, mode: ModelcarConfig['mode']): Outcome {
  const [before, after] = [from, to].map((config) => ({ image: 'registry.example/team/llama:1', mode, ...config }))
  const there = injectModelcar(template, before as ModelcarConfig)
  if (injectModelcar(there, after as ModelcarConfig) !== there) return 'rolls'
  return isDeepStrictEqual(injectModelcar(template, after as ModelcarConfig), there) ? 'no' : 'anew'
}

test.each(rows)('$change', ({ from, to, said }) => {
  const [before, after] = [from, to].map((text) => parse(text) as object)
  expect(modes.map((mode) => outcome(before ?? {}, after ?? {}, mode))).toEqual(said)
})

test('another mode rolls, whichever it was', () => {
  for (const mode of modes) {
    const others = modes.filter((other) => other !== mode)
    expect(others.map((other) => outcome({ mode }, { mode: other }, mode))).toEqual(others.map(() => 'rolls'))
  }
})

test('another sourcePath rolls in the modes that have one', () => {
  for (const mode of modes.slice(0, 3)) expect(outcome({}, { sourcePath: '/weights' }, mode)).toBe('rolls')
})
