import { defineConfig } from 'vitest/config'
import { installed } from './install.js'

const missing = installed()
if (missing !== undefined) console.warn(`SKIPPED: the tests in other runtimes: ${missing}`)

export default defineConfig({
  test: {
    include: missing === undefined ? ['test/runtimes/**/*.test.ts'] : [],
    passWithNoTests: missing !== undefined,
    testTimeout: 300_000,
    hookTimeout: 300_000,
  },
})
