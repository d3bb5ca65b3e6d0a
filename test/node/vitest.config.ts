import { defineConfig } from 'vitest/config'
import { sources } from '../sources.js'

// `npm run test:node` runs this in namespaces that a node can be started in: see within.ts.
export default defineConfig({
  resolve: { alias: sources },
  test: {
    include: ['test/node/**/*.test.ts'],
    globalSetup: ['test/node/global-setup.ts'],
    setupFiles: ['test/e2e/end-with-vitest.ts'],
    // Up to eight pods at a time, of which most only wait.
    maxWorkers: 2,
    maxConcurrency: 4,
    sequence: { concurrent: true },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
