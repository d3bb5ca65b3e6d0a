import { spawn } from 'node:child_process'
import { expect, onTestFinished, test } from 'vitest'
import { join } from 'node:path'
import { launch } from './chromium.js'

test('`npm run playground` serves the page', async () => {
  // A group of its own, as npm starts other processes.
  const child = spawn('npm', ['run', 'playground', '--', '--port', '0', '--clearScreen', 'false'], {
    cwd: join(import.meta.dirname, '../..'),
    env: { ...process.env, NO_COLOR: '1' },
    detached: true,
  })
  onTestFinished(() => {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM')
  })
  let printed = ''
  child.stdout.on('data', (bytes: Buffer) => (printed += bytes.toString()))
  child.stderr.on('data', (bytes: Buffer) => (printed += bytes.toString()))
  const address = () => /http:\/\/\S+/.exec(printed)?.[0]
  await expect.poll(address, { timeout: 60_000, message: printed }).toBeDefined()
  const browser = await launch()
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  const errors: string[] = []
  page.on('pageerror', (error) => errors.push(String(error.stack)))
  await page.goto(address() ?? '')
  await page.locator('.summary', { hasText: '6 changes' }).waitFor({ timeout: 60_000 })
  expect(errors).toEqual([])
}, 120_000)
