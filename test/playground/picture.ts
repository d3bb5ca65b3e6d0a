import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buildPlayground } from './build.js'
import { launch } from './chromium.js'
import { serve } from './static-host.js'

// Writes the README's picture of the playground: `npm run playground:picture`.

const picture = join(import.meta.dirname, '../../docs/playground.png')
const built = mkdtempSync(join(tmpdir(), 'modelcar-playground-'))
await buildPlayground(built)
const host = await serve(built)
const browser = await launch()
try {
  const page = await browser.newPage({ viewport: { width: 1180, height: 1080 }, colorScheme: 'light' })
  await page.goto(host.url)
  await page.waitForTimeout(500)
  await page.screenshot({ path: picture })
} finally {
  await browser.close()
  await host.close()
  rmSync(built, { recursive: true })
}
console.log(`${picture}: ${(statSync(picture).size / 1000).toFixed(0)} kB`)
