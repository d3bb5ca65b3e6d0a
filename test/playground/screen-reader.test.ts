import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { listen } from './announcements.js'
import { controlsOf } from './controls.js'
import { calls, choose, openPage, useBrowser } from './open-page.js'

// What Chromium tells a screen reader. No screen reader runs here.

useBrowser()

const openFolds = async (page: Page): Promise<void> => {
  for (const summary of await page.locator('.config summary').all()) await summary.click()
}

const states: readonly (readonly [string, (page: Page) => Promise<unknown>])[] = [
  ['as it opens', () => Promise.resolve()],
  [
    'with two models and every field',
    async (page) => {
      await page.getByRole('button', { name: 'Add a model' }).click()
      await openFolds(page)
      for (const name of ['Requests and limits', 'Requests and limits of the initializer'])
        await page.getByLabel(name, { exact: true }).selectOption('these amounts')
    },
  ],
  ...['emptyDir', 'ephemeral', 'persistentVolumeClaim'].map(
    (source) =>
      [
        `with the source ${source}`,
        async (page: Page) => {
          await openFolds(page)
          await page.getByLabel('Volume source').selectOption(source)
        },
      ] as const,
  ),
  ['with conflicts', (page) => choose(page, 'A pod with conflicts')],
  ['with an overlay', (page) => page.getByLabel('An overlay of your own').check()],
  [
    'after two changes, both shown',
    async (page) => {
      for (const name of ['env on every container', 'a port on one container']) {
        await page.getByRole('button', { name }).click()
        await calls(page).first().getByText(name.slice(1)).waitFor()
        await calls(page).first().getByText('What it changed').click()
      }
    },
  ],
]

describe('every control', () => {
  test.each(states)('has a name, and one that no other has: %s', async (_, act) => {
    const page = await openPage()
    await act(page)
    const names = (await controlsOf(page)).map(({ role, name }) => `${role} ${name}`)
    expect(names.length).toBeGreaterThan(20)
    expect(names.filter((each) => each.endsWith(' '))).toEqual([])
    expect(names.filter((each, index) => names.indexOf(each) < index)).toEqual([])
  })

  test('a wrong one is told as invalid, with its message', async () => {
    const page = await openPage()
    await openFolds(page)
    await page.getByLabel('Security context, as YAML').fill('[')
    await page.getByLabel('Containers that read it').fill('vlm')
    const invalid = async () => (await controlsOf(page)).filter(({ isInvalid }) => isInvalid)
    await expect
      .poll(invalid)
      .toMatchObject([{ name: 'Security context, as YAML', description: expect.stringContaining('expected YAML: ') }])
    // Of the pod nothing is said before the config reads.
    await page.getByLabel('Security context, as YAML').fill('restricted')
    await expect.poll(invalid).toMatchObject([
      {
        name: 'Containers that read it',
        description: expect.stringMatching(/expected a container named vlm .* found kserve-container/),
      },
    ])
  })
})

describe('what changes is announced, in a region that was there before', () => {
  const acts: readonly (readonly [string, (page: Page) => Promise<unknown>, readonly RegExp[]])[] = [
    [
      'another result',
      (page) => page.getByLabel('Mode', { exact: true }).selectOption('image-volume'),
      [/2 changes, .* lines added/],
    ],
    [
      'conflicts',
      (page) => choose(page, 'A pod with conflicts'),
      [/Refused: what is in the way is marked in the pod\./, /4 errors\. spec\.hostPID: .*expected no hostPID/],
    ],
    [
      'a wrong value',
      (page) => page.getByLabel('Mount path').fill('x'),
      [/Nothing yet/, /expected an absolute path, found "x"/],
    ],
    [
      'a container that is not there',
      (page) => page.getByLabel('Containers that read it').fill('vlm'),
      [/Refused: .* beside its field/, /expected a container named vlm/],
    ],
    [
      'what comes twice',
      (page) => choose(page, 'kserve#3506: as KServe 0.12.0 left it'),
      [/3 warnings\. spec\.volumes\[2\]\.name: Duplicate value: "kserve-provision-location"/, /23 lines removed/],
    ],
    [
      'a further call',
      (page) => page.getByRole('button', { name: 'Call again' }).click(),
      [
        /^Call 2\. modelcar: 0 changes: the very same object\. KServe 0\.12\.0: appends; the API server refuses the pod\.$/,
      ],
    ],
    ['a copy', (page) => page.getByRole('button', { name: 'Copy the patch' }).click(), [/^Copied$/]],
  ]

  test.each(acts)('%s', async (_, act, expected) => {
    const page = await openPage({ permissions: ['clipboard-read', 'clipboard-write'] })
    const { heard } = await listen(page)
    await act(page)
    for (const text of expected) await expect.poll(heard).toMatch(text)
  })

  test('once, and not in pieces', async () => {
    const page = await openPage()
    const { heard } = await listen(page)
    await choose(page, 'A pod with conflicts')
    await expect.poll(heard).toContain('Refused')
    const pieces = (await heard()).split(' | ')
    expect(pieces).toHaveLength(2)
  })

  test('and back: from conflicts to a result', async () => {
    const page = await openPage()
    await choose(page, 'A pod with conflicts')
    await page.locator('.marks').waitFor()
    const { heard } = await listen(page)
    await choose(page, 'A small predictor')
    await expect.poll(heard).toBe('6 changes, 50 lines added, 0 lines removed, 0 warnings.')
  })
})
