import axe from 'axe-core'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { choose, openPage, useBrowser } from './open-page.js'

useBrowser()

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[]
}

/** What axe finds wrong with the page as it stands. */
async function violations(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source)
  const found = await page.evaluate<readonly Violation[]>('axe.run().then(({ violations }) => violations)')
  return found.flatMap(({ id, nodes }) =>
    nodes.map(({ html, failureSummary }) => `${id}: ${html} ${failureSummary ?? ''}`),
  )
}

const states: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  ['as it opens', () => Promise.resolve()],
  ['with conflicts', (page) => choose(page, 'A pod with conflicts')],
  ['with wrong values, and all fields in sight', wrongValues],
  ['with an overlay', (page) => page.getByLabel('An overlay of your own').check()],
  ['with a unified diff, and removed lines', removedLines],
  ['after calls', furtherCalls],
]

async function wrongValues(page: Page): Promise<void> {
  for (const summary of await page.locator('.config summary').all()) await summary.click()
  await page.getByLabel('UID').fill('root')
}

async function removedLines(page: Page): Promise<void> {
  await choose(page, 'kserve#3506: as KServe 0.12.0 left it')
  await page.getByRole('radio', { name: 'Unified' }).check()
}

async function furtherCalls(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Call again' }).click()
  await page.getByRole('button', { name: 'a mesh adds its sidecar' }).click()
  await page.getByText('What it changed').click()
}

const screens = [
  ['light', { colorScheme: 'light' }],
  ['dark', { colorScheme: 'dark' }],
  ['320 px wide', { viewport: { width: 320, height: 640 } }],
  ['320 px wide, dark', { viewport: { width: 320, height: 640 }, colorScheme: 'dark' }],
] as const

describe.each(screens)('%s', (_, options) => {
  test.each(states)('axe finds nothing, and nothing is wider than the screen: %s', async (_state, act) => {
    const page = await openPage(options)
    await act(page)
    expect(await violations(page)).toEqual([])
    const [content, screen] = await page.evaluate<[number, number]>(
      '[document.documentElement.scrollWidth, document.documentElement.clientWidth]',
    )
    expect(content).toBeLessThanOrEqual(screen)
  })
})

test('axe would find something', async () => {
  const page = await openPage()
  await page.evaluate('document.querySelector("label[for=example]").remove()')
  expect(await violations(page)).not.toEqual([])
})

test('the headings are an outline of the page', async () => {
  const page = await openPage()
  const outline = await page.evaluate<string[]>(
    '[...document.querySelectorAll("h1, h2, h3, h4, h5, h6")].map((h) => `${h.tagName} ${h.textContent}`)',
  )
  expect(outline).toEqual([
    'H1 modelcar playground',
    'H2 Pod',
    'H2 What to inject',
    'H2 Result',
    'H3 Diff',
    'H3 JSON patch',
    'H2 Call it again',
    'H3 Calls, the last one first',
    'H3 What happens between two calls',
  ])
})
