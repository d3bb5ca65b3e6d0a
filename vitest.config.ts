import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // These two have a configuration of their own: they need a build, or a cluster.
    exclude: ['test/package/**', 'test/e2e/**'],
    // A law of a thousand runs takes longer than vitest's five seconds on a busy machine.
    testTimeout: 120_000,
    coverage: { provider: 'v8', include: ['src/**/*.ts'], reporter: ['text', 'html'] },
  },
})
