import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { calls, openPage, useBrowser } from './open-page.js'

useBrowser()

/** Presses Tab until what has the focus has this name; a trap, or a control that no key reaches, ends in an error. */
async function tabTo(page: Page, name: string): Promise<void> {
  const target = page
    .locator(':focus')
    .and(page.getByLabel(name, { exact: true }).or(page.getByRole('button', { name, exact: true })))
  for (let presses = 0; presses < 80; presses++) {
    await page.keyboard.press('Tab')
    if ((await target.count()) === 1) return
  }
  throw new Error(`expected Tab to reach ${name}`)
}

test('everything is done by keyboard alone', async () => {
  const page = await openPage()
  await tabTo(page, 'Example')
  await page.keyboard.type('A pod with')
  await page.locator('.marks .error').first().waitFor()
  // Tab leaves the editor, and the list of marks leads back into it.
  await tabTo(page, 'spec.hostPID')
  await page.keyboard.press('Enter')
  await page.keyboard.type('false')
  await page.getByRole('button', { name: 'spec.hostPID' }).waitFor({ state: 'detached' })
  // F8 goes from mark to mark.
  await page.keyboard.press('Control+Home')
  await page.keyboard.press('F8')
  await page.keyboard.type('Always')
  await page.getByRole('button', { name: 'spec.restartPolicy' }).waitFor({ state: 'detached' })
  await tabTo(page, 'Mount path')
  await page.keyboard.type('/srv/model')
  await page
    .getByRole('button', { name: 'spec.containers[0].volumeMounts[0].mountPath' })
    .waitFor({ state: 'detached' })
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await page.keyboard.type('other')
  await page.locator('.marks').waitFor({ state: 'detached' })
  await tabTo(page, 'Side by side')
  await page.keyboard.press('ArrowRight')
  await page.locator('.diff.unified').waitFor()
  await tabTo(page, 'Call again')
  await page.keyboard.press('Enter')
  expect(await calls(page).first().textContent()).toContain('0 changes: the very same object')
  await tabTo(page, 'a mesh adds its sidecar')
  await page.keyboard.press('Space')
  expect(await calls(page).first().textContent()).toContain('A mesh adds its sidecar')
})

test('what has the focus can be seen', async () => {
  const page = await openPage()
  const outline =
    'getComputedStyle(document.activeElement.closest(".cm-editor") ?? document.activeElement).outlineStyle'
  for (let presses = 0; presses < 30; presses++) {
    await page.keyboard.press('Tab')
    // An editor says a moment later that it has the focus.
    await expect.poll(() => page.evaluate<string>(outline), { timeout: 2000 }).not.toBe('none')
  }
})
