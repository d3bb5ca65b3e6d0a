import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildPlayground } from './build.js'
import { launch } from './chromium.js'
import { choose } from './open-page.js'
import { serve } from './static-host.js'

// Writes the README's picture of the playground: `npm run playground:picture`.

const picture = join(import.meta.dirname, '../../docs/playground.png')

/** As wide as a README is shown, so that it is read there as it is here; the diff is cut, so that the patch is in sight. */
const viewport = { width: 940, height: 1400 }
const cut = '.diff .cm-mergeView { max-height: 25rem } section { margin: 0; border: none }'

const built = mkdtempSync(join(tmpdir(), 'modelcar-playground-'))
await buildPlayground(built)
const host = await serve(built)
const browser = await launch()
try {
  const page = await browser.newPage({ viewport, colorScheme: 'light' })
  await page.goto(host.url)
  await page.addStyleTag({ content: cut })
  await choose(page, 'kserve#3506: as KServe 0.12.0 left it')
  await page.getByText('23 lines removed').waitFor()
  await page.waitForTimeout(500)
  await page.getByRole('region', { name: 'Result' }).screenshot({ path: picture })
} finally {
  await browser.close()
  await host.close()
  rmSync(built, { recursive: true })
}
console.log(`${picture}: ${(statSync(picture).size / 1000).toFixed(0)} kB`)
