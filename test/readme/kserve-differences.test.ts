import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { DIFFERENCES } from '../reference/differences.js'
import { linksOf, type Link } from './page-links.js'
import { readPage, root } from './page-list.js'
import { testTitles } from './test-titles.js'

// The differences to KServe: each row of the page has its test, and each test its row.

/** Tests of KServe's weak spots that show no difference. */
const SAME_AS_KSERVE: Readonly<Record<string, string>> = {
  '%s: completed': 'KServe adds these parts too; only its sidecar and init container it adds together or not at all',
  'one model more: it is added': 'KServe adds it too',
  'volume of our name that is %s: it can be written to, so it stays': 'KServe uses it too',
  'targets that KServe’s own rule passes over stay as they are': 'its rule is our default',
  'pullPolicy that somebody changed: kept': 'KServe does not change a volume that is there',
  'mount on the target lost: it comes back': 'KServe adds it too',
}

const folder = '../test/reference/'
const weakSpots = readdirSync(join(root, 'test/reference')).filter((name) => /^weak-spots.*\.test\.ts$/.test(name))
const titlesOf = (file: string): readonly string[] =>
  testTitles(readFileSync(join(root, 'test/reference', file), 'utf8'))

const section = /## What KServe does differently\n([^]*?)\n## /.exec(readPage('docs/kserve.md'))?.[1] ?? ''
const rows = section.split('\n').filter((line) => line.startsWith('| ') && !/^\| (situation|---) \|/.test(line))
const links = rows.flatMap(linksOf)
const linked = (title: string, { title: part }: Link): boolean => part !== undefined && title.includes(part)

test('each row ends with its tests', () => {
  expect(rows.length).toBeGreaterThan(60)
  const link = /\[[\w-]+\]\(\.\.\/test\/[\w./-]+ "[^"]+"\)/.source
  const row = new RegExp(`^\\|(?: [^|]+ \\|){4} ${link}(?:, ${link})* \\|$`)
  expect(rows.filter((line) => !row.test(line))).toEqual([])
})

test('there are weak spots', () => {
  expect(weakSpots).toContain('weak-spots.test.ts')
  expect(weakSpots).toContain('weak-spots-modes.test.ts')
})

describe.each(weakSpots)('%s', (file) => {
  const titles = titlesOf(file)
  const toFile = links.filter(({ target }) => target === folder + file)

  test('each test has a row, or shows what KServe does too', () => {
    expect(titles.length).toBeGreaterThan(15)
    const without = titles.filter((title) => !toFile.some((link) => linked(title, link)))
    expect(without).toEqual(titles.filter((title) => title in SAME_AS_KSERVE))
  })

  test('each link means one test', () => {
    const meant = toFile.map((link) => [link.title, titles.filter((title) => linked(title, link)).length])
    expect(meant.filter(([, count]) => count !== 1)).toEqual([])
  })
})

test('what is as in KServe is tested', () => {
  const titles = weakSpots.flatMap(titlesOf)
  expect(Object.keys(SAME_AS_KSERVE).filter((title) => !titles.includes(title))).toEqual([])
})

test('each difference between pods that both make has a row', () => {
  const shown = links.filter(({ target }) => target === `${folder}clean-cases.test.ts`).map(({ title }) => title)
  expect(DIFFERENCES.map(({ name }) => name).filter((name) => !shown.includes(name))).toEqual([])
})
