import { defineConfig } from 'vitest/config'
import { sources } from './test/sources.js'

export default defineConfig({
  // The examples import the library by its name, as its users do.
  resolve: { alias: sources },
  test: {
    include: ['test/**/*.test.ts'],
    // These have a configuration of their own: they need a build, a cluster, a node, or a browser.
    exclude: ['test/package/**', 'test/runtimes/**', 'test/e2e/**', 'test/node/**', 'test/playground/**'],
    // No test leaves anything behind in its process, and loading the sources and fast-check once a file takes longer than most tests.
    isolate: false,
    // A law of a thousand runs takes longer than vitest's five seconds on a busy machine.
    testTimeout: 120_000,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reporter: ['text', 'html'] },
  },
})
