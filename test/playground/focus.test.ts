import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { choose, openPage, useBrowser } from './open-page.js'

useBrowser()

/** The name of what has the focus; empty where nothing has it. */
const focused = (page: Page): Promise<string> =>
  page.evaluate<string>(`(() => {
    const element = document.activeElement
    if (element === document.body) return ''
    const by = element.getAttribute('aria-labelledby')
    const label = by === null ? element.labels?.[0] : document.getElementById(by)
    return (label?.textContent ?? element.getAttribute('aria-label') ?? element.textContent).trim()
  })()`)

/** What Tab reaches, one after the other, until it leaves the page. */
async function tabStops(page: Page): Promise<readonly string[]> {
  const stops: string[] = []
  for (let presses = 0; presses < 120; presses++) {
    await page.keyboard.press('Tab')
    const name = await focused(page)
    if (name === '') return stops
    stops.push(name)
  }
  throw new Error('expected Tab to leave the page')
}

describe('Tab goes through the page in the order that it is read in', () => {
  test('as it opens', async () => {
    const page = await openPage()
    const stops = await tabStops(page)
    expect(stops.slice(0, stops.indexOf('the API server stores it and sends it back') + 1)).toEqual([
      'Example',
      'Pod, as YAML or JSON',
      'A model',
      'Image',
      'Mount path',
      'Add a model',
      'Remove the last model',
      'Mode',
      'Containers that read it',
      'User and security',
      'Path in the image, and pulling it',
      'Requests and limits',
      'Volume',
      'Names, and on or off',
      'Mode fetch',
      'The config as JSON',
      'Side by side',
      'Unchanged lines too',
      'Copy the pod',
      'Pod before',
      'Pod after',
      'Copy the patch',
      'JSON patch',
      'kserve#3506',
      'Call again',
      'Start over',
      'Calls, the last one first',
      'the API server stores it and sends it back',
    ])
    expect(stops.at(-1)).toBe('all of it, one after the other')
  })

  test('conflicts come right after the pod', async () => {
    const page = await openPage()
    await choose(page, 'A pod with conflicts')
    await page.locator('.marks').waitFor()
    expect((await tabStops(page)).slice(0, 4)).toEqual([
      'Example',
      'Pod, as YAML or JSON',
      'spec.hostPID',
      'spec.restartPolicy',
    ])
  })
})

/** Whether what has the focus is on the screen, and nothing lies upon it. An editor scrolls its text within itself. */
const isSeen = `(() => {
  const element = document.activeElement.closest('.cm-editor') ?? document.activeElement
  const { left, right, top, bottom, width } = element.getBoundingClientRect()
  const [from, to] = [Math.max(top, 0), Math.min(bottom, innerHeight)]
  const upon = document.elementFromPoint(left + width / 2, (from + to) / 2)
  return from < to && left >= 0 && right <= document.documentElement.clientWidth && element.contains(upon)
})()`

/**
 * Waits until nothing moves. Editors measure what has come onto the screen, and then put the page back to where they saw it last:
 * a focus that moves within these few frames, faster than a key repeats, may stay below the screen.
 */
const comesToRest = `new Promise((rest) => {
  let seen = ''
  let still = 0
  const look = () => {
    const now = [scrollY, document.documentElement.scrollHeight].join()
    still = now === seen ? still + 1 : 0
    seen = now
    if (still < 4) requestAnimationFrame(look)
    else rest()
  }
  look()
})`

test.each([
  ['light', { colorScheme: 'light', viewport: { width: 320, height: 640 } }],
  ['dark', { colorScheme: 'dark', viewport: { width: 320, height: 640 } }],
] as const)('what has the focus is on a screen of 320 px, and not covered: %s', async (_, options) => {
  const page = await openPage(options)
  // What comes later moves what has the focus by then.
  await page.locator('.summary', { hasText: '6 changes' }).waitFor()
  await expect.poll(() => page.locator('.cm-content').count()).toBeGreaterThan(0)
  for (let presses = 0; presses < 60; presses++) {
    await page.evaluate(comesToRest)
    await page.keyboard.press('Tab')
    const name = await focused(page)
    if (name === '') return
    // The page scrolls to it a moment later.
    await expect.poll(() => page.evaluate(isSeen), { message: name }).toBe(true)
  }
})

describe('the focus stays', () => {
  test.each([
    ['Start over', (page: Page) => page.getByRole('button', { name: 'Call again' }).click()],
    ['Remove the last model', (page: Page) => page.getByRole('button', { name: 'Add a model' }).click()],
  ] as const)('on "%s", when it has done all that it can', async (name, before) => {
    const page = await openPage()
    await before(page)
    const button = page.getByRole('button', { name })
    await expect.poll(() => button.getAttribute('aria-disabled')).toBe('false')
    await button.focus()
    await page.keyboard.press('Enter')
    await expect.poll(() => button.getAttribute('aria-disabled')).toBe('true')
    expect(await focused(page)).toBe(name)
    // Once more does nothing.
    await page.keyboard.press('Enter')
    await page.locator('.summary', { hasText: '6 changes' }).waitFor()
    expect(await focused(page)).toBe(name)
  })
})

test('every kind of field is filled in by keyboard', async () => {
  const page = await openPage()
  await page.locator('summary', { hasText: 'Volume' }).focus()
  await page.keyboard.press('Enter')
  await page.keyboard.press('Tab')
  await page.keyboard.type('eph')
  await page.keyboard.press('Tab')
  expect(await focused(page)).toBe('Ephemeral volume, as YAML')
  await page.keyboard.press('Control+End')
  await page.keyboard.type(' # mine')
  // Tab leaves a text of several lines too.
  await page.keyboard.press('Tab')
  expect(await focused(page)).toBe('Names, and on or off')
  await page.getByLabel('Mode', { exact: true }).focus()
  await page.keyboard.type('fet')
  await page.locator('.summary', { hasText: /^\d changes/ }).waitFor()
  await page.locator('summary', { hasText: 'The config as JSON' }).focus()
  await page.keyboard.press('Space')
  await expect.poll(() => page.locator('.json').innerText()).toContain('"accessModes"')
})
