import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

// Where the README, CONTRIBUTING and the pages of docs lead to.

const root = join(import.meta.dirname, '../..')
const docs = readdirSync(join(root, 'docs')).filter((name) => name.endsWith('.md'))
const pages = ['README.md', 'CONTRIBUTING.md', ...docs.map((name) => `docs/${name}`)]
const linksOf = (page: string): readonly string[] =>
  [...readFileSync(join(root, page), 'utf8').matchAll(/\]\((?!https:)([^) ]+)[^)]*\)/g)].map(
    ([, target = '']) => target,
  )

test.each(pages)('the links of %s lead to files and headings that are there', (page) => {
  for (const link of linksOf(page)) {
    const [path = '', anchor] = link.split('#')
    const target = path === '' ? page : join(dirname(page), path)
    expect(existsSync(join(root, target)), link).toBe(true)
    if (anchor !== undefined) expect(headings(target), link).toContain(anchor)
  }
})

test('every page of docs is linked to by the README', () => {
  const linked = linksOf('README.md').map((link) => link.split('#')[0])
  expect(docs.filter((name) => !linked.includes(`docs/${name}`))).toEqual([])
})

/** The anchors that a page of Markdown has. */
const headings = (path: string): string[] =>
  [...readFileSync(join(root, path), 'utf8').matchAll(/^#+ (.*)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  )
