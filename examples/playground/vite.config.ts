import { defineConfig } from 'vite'

export default defineConfig({
  // The built page may lie in any folder of any host.
  base: './',
  // The library, from its sources here; by its name, as its users import it.
  resolve: { tsconfigPaths: true },
  build: { chunkSizeWarningLimit: 1000 },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
})
