import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import packageJson from '../../package.json' with { type: 'json' }

// What CONTRIBUTING.md names is there.

const root = join(import.meta.dirname, '../..')
const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8')
const codes = [...text.matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)

test('the paths that it names exist', () => {
  const paths = codes.filter((code) => /^(src|test|docs|\.ci)\/[\w./*-]+$/.test(code))
  expect(paths.length).toBeGreaterThan(20)
  expect(paths.filter((path) => !existsSync(join(root, path.replace(/[^/]*\*.*$/, ''))))).toEqual([])
})

test.each(['src', 'test'])('every folder of %s has a row, and so has every file beside those of src', (folder) => {
  const rows = [...text.matchAll(/^\| (`(?:src|test)\/.*?) \|/gm)].flatMap(([, cell = '']) => cell.match(/[^`, ]+/g))
  const there = readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() || (folder === 'src' && entry.name.endsWith('.ts')))
    .map(({ name }) => `${folder}/${name}`)
    // The entry says what is exported, and no more.
    .filter((path) => path !== 'src/index.ts')
  expect(there.length).toBeGreaterThan(9)
  expect(there.filter((path) => !rows.includes(path))).toEqual([])
})

test('its commands are scripts of the package', () => {
  const named = [...text.matchAll(/npm run (\w[\w:]*)/g)].map(([, name = '']) => name)
  expect(named.length).toBeGreaterThan(9)
  expect(named.filter((name) => !Object.hasOwn(packageJson.scripts, name))).toEqual([])
})
