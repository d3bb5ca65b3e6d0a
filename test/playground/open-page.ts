import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, onTestFinished } from 'vitest'
import { launch } from './chromium.js'
import { serve, type StaticHost } from './static-host.js'

let host: StaticHost
let browser: Browser

/** Has a host and a browser for the tests of a file. */
export function useBrowser(): void {
  beforeAll(async () => {
    host = await serve(inject('built'))
    browser = await launch()
  })
  afterAll(async () => {
    await browser.close()
    await host.close()
  })
}

/**
 * Opens the page for one test. When the test is done, nothing may have been written to the console, no error may have been thrown, and
 * nothing may have been asked of another host.
 */
export async function openPage(options: BrowserContextOptions = {}): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options })
  context.setDefaultTimeout(10_000)
  const page = await context.newPage()
  const noise: string[] = []
  const hosts = new Set<string>()
  page.on('console', (message) => noise.push(`${message.type()}: ${message.text()}`))
  page.on('pageerror', (error) => noise.push(String(error.stack)))
  page.on('request', (request) => hosts.add(new URL(request.url()).host))
  onTestFinished(async () => {
    await context.close()
    expect(noise).toEqual([])
    hosts.delete('')
    expect([...hosts]).toEqual([new URL(host.url).host])
  })
  await page.goto(host.url)
  await page.getByRole('heading', { name: 'modelcar playground' }).waitFor()
  return page
}

/** The text of an editor that holds a pod or an overlay. */
export const editor = (page: Page, label = 'Pod, as YAML or JSON') => page.getByRole('textbox', { name: label })

/** Puts a text in the place of all that is in an editor, as pasting it does. */
export async function write(page: Page, text: string, label?: string): Promise<void> {
  await editor(page, label).click()
  await page.keyboard.press('Control+A')
  await page.keyboard.insertText(text)
}

export const choose = (page: Page, title: string) => page.getByLabel('Example').selectOption({ label: title })

/** The reports of the calls, the last one first. */
export const calls = (page: Page) => page.getByRole('region', { name: 'Calls, the last one first' }).locator('ol > li')
