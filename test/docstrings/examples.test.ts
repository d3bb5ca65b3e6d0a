import { describe, expect, test } from 'vitest'
import { outputOf } from '../readme/blocks.js'
import { runBlock } from '../readme/run-block.js'
import { typeErrors } from '../readme/type-errors.js'
import { exportsOf } from './exports.js'

// The examples of the docstrings, as an editor and the API reference show them: run as a user would, with the imports that they need.

const exported = exportsOf()
const functions = exported.filter(({ isFunction }) => isFunction)

test('every entry has functions', () => {
  expect(new Set(functions.map(({ entry }) => entry))).toEqual(
    new Set(['modelcar', 'modelcar/admission', 'modelcar/kserve', 'modelcar/testing']),
  )
})

test('every function has an example', () => {
  expect(functions.filter(({ examples }) => examples.length === 0).map(({ name }) => name)).toEqual([])
})

const blocks = exported
  .filter(({ isType }) => !isType)
  .flatMap(({ name, entry, examples }) =>
    examples.map((text, index) => ({ title: `${name}${index === 0 ? '' : `, ${index + 1}`}`, entry, text })),
  )

describe('the examples', () => {
  test.each(blocks)('of $title prints what it says', async ({ entry, text }) => {
    const expected = outputOf({ language: 'ts', line: 1, text })
    expect(expected).not.toBe('')
    expect(await runBlock(withImports(text, entry))).toBe(expected)
  })

  test('compile in strict mode', () => {
    const sources = blocks.map(({ title, text, entry }) => [title, withImports(text, entry)])
    expect(typeErrors(Object.fromEntries(sources))).toEqual([])
  })
})

/** Writes the imports of what an example names; what several entries have comes from the example's own, or else from the first. */
function withImports(text: string, own: string): string {
  const words = new Set(text.match(/\b\w+\b/g))
  const candidates = exported.toSorted((a, b) => Number(b.entry === own) - Number(a.entry === own))
  const imports = new Map<string, string>()
  for (const { name, entry, isType } of candidates) {
    if (!words.has(name) || new RegExp(`\\b(const|function) ${name}\\b`).test(text) || imports.has(name)) continue
    imports.set(name, `import { ${isType ? 'type ' : ''}${name} } from '${entry}'\n`)
  }
  const fastCheck = words.has('fc') ? "import fc from 'fast-check'\n" : ''
  return `${[...imports.values()].join('')}${fastCheck}${text}\nexport {}\n`
}
