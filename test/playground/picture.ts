import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildPlayground } from './build.js'
import { launch } from './chromium.js'
import { choose } from './open-page.js'
import { serve } from './static-host.js'

// Writes the README's picture of the playground: `npm run playground:picture`.

const picture = join(import.meta.dirname, '../../docs/playground.png')

/** As wide as a README is shown, so that it is read there as it is here. */
const viewport = { width: 940, height: 1400 }
const frameless = 'section { margin: 0; border: none }'

/** A reader of the README on a phone waits for it. */
const maxBytes = 120_000

const built = mkdtempSync(join(tmpdir(), 'modelcar-playground-'))
await buildPlayground(built)
const host = await serve(built)
const browser = await launch()
try {
  const page = await browser.newPage({ viewport, colorScheme: 'light' })
  await page.goto(host.url)
  await page.addStyleTag({ content: frameless })
  await choose(page, 'kserve#3506: as KServe 0.12.0 left it')
  await page.getByText('23 lines removed').waitFor()
  await page.getByRole('radio', { name: 'Unified' }).check()
  // Its end has what is doubled and goes beside what is missing and comes.
  const diff = page.locator('.diff')
  await diff.locator('.cm-changedLine').first().waitFor()
  await diff.hover()
  await page.mouse.wheel(0, 10_000)
  await page.mouse.move(0, 0)
  await page.waitForTimeout(500)
  await page.getByRole('region', { name: 'Result' }).screenshot({ path: picture })
} finally {
  await browser.close()
  await host.close()
  rmSync(built, { recursive: true })
}
const { size } = statSync(picture)
console.log(`${picture}: ${(size / 1000).toFixed(0)} kB`)
if (size > maxBytes) throw new Error(`expected at most ${maxBytes} bytes, so that a README loads fast; show less`)
