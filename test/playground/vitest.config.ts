import { defineConfig } from 'vitest/config'
import { missing } from './chromium.js'

if (missing !== undefined) console.warn(`SKIPPED: the tests of the playground in a browser: ${missing}`)

export default defineConfig({
  test: {
    include: [missing === undefined ? 'test/playground/**/*.test.ts' : 'test/playground/size.test.ts'],
    globalSetup: ['test/playground/global-setup.ts'],
    // Each file has a browser of its own.
    maxWorkers: 2,
    testTimeout: 60_000,
    // The page shows what it makes of an input a moment later.
    expect: { poll: { timeout: 10_000, interval: 20 } },
    hookTimeout: 120_000,
  },
})
