import { defineConfig } from 'vitest/config'
import { sources } from './test/sources.js'

export default defineConfig({
  // Some tests import the library by its name, as its users do.
  resolve: { alias: sources },
  test: {
    include: ['test/**/*.test.ts'],
    // These have a configuration of their own: they need a build, a cluster, a node, or a browser, or are about the examples.
    exclude: [
      ...['package', 'runtimes', 'e2e', 'node', 'playground'].map((folder) => `test/${folder}/**`),
      ...['examples', 'demo', 'webhook-server'].map((folder) => `test/${folder}/**`),
    ],
    // No test leaves anything behind in its process, and loading the sources and fast-check once a file takes longer than most tests.
    isolate: false,
    // A law of a thousand runs takes longer than vitest's five seconds on a busy machine.
    testTimeout: 120_000,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reporter: ['text', 'html'] },
  },
})
