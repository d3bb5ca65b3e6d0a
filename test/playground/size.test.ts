import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect, inject, test } from 'vitest'

const built = inject('built')
const files = readdirSync(built, { recursive: true, withFileTypes: true }).filter((each) => each.isFile())
const textOf = (name: string): string => {
  const file = files.find((each) => each.name.endsWith(name))
  return file === undefined ? '' : readFileSync(join(file.parentPath, file.name), 'utf8')
}

test('all that the page loads has less than 400 kB when it is compressed', () => {
  const sizes = files.map(({ parentPath, name }) => gzipSync(readFileSync(join(parentPath, name))).length)
  const size = sizes.reduce((sum, each) => sum + each, 0)
  console.log(`the playground has ${(size / 1000).toFixed(0)} kB, compressed`)
  expect(size).toBeGreaterThan(100_000)
  expect(size).toBeLessThan(400_000)
})

test('it names its files relative to itself, so that it may lie in any folder', () => {
  const links = [...textOf('index.html').matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link = '']) => link)
  expect(links.filter((link) => link.endsWith('.js'))).toHaveLength(1)
  expect(links.filter((link) => !/^(\.\/|data:)/.test(link))).toEqual([])
})

test('what only generates pods is not in it', () => {
  // A name of fast-check's configuration, which no minifier changes.
  expect(textOf('.js')).not.toContain('maxSkipsPerRun')
})
