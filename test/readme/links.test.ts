import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { linksOf } from './page-links.js'
import { pages, readPage, root } from './page-list.js'

// Where the pages lead to, and those of the examples and of those who change the library.

const examples = readdirSync(join(root, 'examples'), { recursive: true })
  .map((name) => `examples/${String(name)}`)
  .filter((path) => /^examples\/[^/]+(\/manifests)?\/README\.md$/.test(path))
const all = [
  ...pages,
  'CONTRIBUTING.md',
  'SECURITY.md',
  'CHANGELOG.md',
  'test/kit/README.md',
  'test/oracle/README.md',
  ...examples,
]

describe.each(all)('%s', (page) => {
  test('leads to files and headings that are there', () => {
    for (const { target } of linksOf(readPage(page))) {
      const [path = '', anchor] = target.split('#')
      const file = path === '' ? page : join(dirname(page), path)
      expect(existsSync(join(root, file)), target).toBe(true)
      if (anchor !== undefined) expect(headings(file), target).toContain(anchor)
    }
  })

  test('names tests that are there', () => {
    for (const { target, title } of linksOf(readPage(page))) {
      if (title === undefined) continue
      expect(target).toMatch(/\.ts$/)
      expect(readFileSync(join(root, dirname(page), target), 'utf8'), target).toContain(title)
    }
  })
})

test('every page of docs is linked to by the README, or by the first page of its folder', () => {
  const from = (page: string) =>
    linksOf(readPage(page)).map(({ target }) => join(dirname(page), target.split('#')[0] ?? ''))
  const linked = new Set([...from('README.md'), ...from('docs/test-your-webhook/README.md')])
  expect(pages.filter((page) => page !== 'README.md' && !linked.has(page))).toEqual([])
})

/** The anchors that a page of Markdown has. */
const headings = (path: string): string[] =>
  [...readPage(path).matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  )
