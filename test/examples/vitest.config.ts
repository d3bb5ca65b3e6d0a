import { defineConfig } from 'vitest/config'
import { sources } from '../sources.js'

export default defineConfig({
  // The examples import the library by its name, as its users do.
  resolve: { alias: sources },
  test: {
    include: ['test/examples/**/*.test.ts', 'test/demo/**/*.test.ts', 'test/webhook-server/**/*.test.ts'],
    isolate: false,
    testTimeout: 120_000,
  },
})
