import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from './page-list.js'

// How the folders of the tests stand to each other, as their READMEs and CONTRIBUTING.md say.

const sourcesIn = (folder: string): readonly string[] =>
  readdirSync(join(root, 'test', folder), { recursive: true })
    .map((name) => join(folder, String(name)))
    .filter((path) => path.endsWith('.ts'))

/** The folders that the sources of a folder import from, each with `test/` or `src/` before it. */
const importsOf = (folder: string): readonly string[] =>
  sourcesIn(folder).flatMap((path) =>
    [...readFileSync(join(root, 'test', path), 'utf8').matchAll(/(?:from|import) '(\.[^']*)'/g)].map(
      ([, target = '']) => join('test', path, '..', target),
    ),
  )

test('the oracle imports nothing but what plays the API server', () => {
  const others = importsOf('oracle').filter((path) => !/^(test\/oracle|src\/testing)\//.test(path))
  expect(others).toEqual([])
})

test('the kit imports no other folder of the tests', () => {
  expect(importsOf('kit').filter((path) => !/^(test\/kit|src)\//.test(path))).toEqual([])
})

test('there is one kit', () => {
  const kits = readdirSync(join(root, 'test'), { recursive: true }).filter((name) => /(^|\/)kit$/.test(String(name)))
  expect(kits).toEqual(['kit'])
})
