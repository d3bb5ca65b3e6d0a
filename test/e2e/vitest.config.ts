import { defineConfig } from 'vitest/config'
import { sources } from '../sources.js'
import { findPrograms } from './control-plane/programs.js'

const { missing } = findPrograms()
if (missing !== undefined) console.warn(`SKIPPED: the end-to-end tests: ${missing}`)

export default defineConfig({
  resolve: { alias: sources },
  test: {
    include: missing === undefined ? ['test/e2e/**/*.test.ts'] : [],
    passWithNoTests: missing !== undefined,
    globalSetup: missing === undefined ? ['test/e2e/global-setup.ts'] : [],
    setupFiles: ['test/e2e/end-with-vitest.ts'],
    testTimeout: 120_000,
    hookTimeout: 180_000,
  },
})
