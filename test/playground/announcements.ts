import type { Page } from 'playwright-core'

/**
 * Listens to the live regions of a page, as screen readers do. What counts is a change of text in a region that was there before: of what
 * is put into the page together with its region, some say nothing.
 */
export async function listen(page: Page): Promise<{ readonly heard: () => Promise<string> }> {
  await page.evaluate(observe)
  return { heard: () => page.evaluate<string>('announced.join(" | ")') }
}

/** Runs in the page. */
const observe = `
  const regions = '[aria-live=polite], [role=status]'
  const known = new Set(document.querySelectorAll(regions))
  globalThis.announced = []
  new MutationObserver((records) => {
    for (const { target, addedNodes } of records) {
      const region = (target instanceof Element ? target : target.parentElement)?.closest(regions)
      if (!known.has(region)) continue
      const texts = target instanceof Text ? [target.data] : [...addedNodes].map((node) => node.textContent)
      announced.push(...texts.filter((text) => text !== ''))
    }
    for (const region of document.querySelectorAll(regions)) known.add(region)
  }).observe(document.body, { subtree: true, childList: true, characterData: true })
`
