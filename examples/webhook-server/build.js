import { build } from 'esbuild'

// One file with everything in it: an image then needs no node_modules, and no package manager to fill them.
await build({
  entryPoints: ['src/main.ts'],
  outfile: 'dist/main.js',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Some of the packages are CommonJS, and require what Node has built in.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  // The packages' licences stay with their code.
  legalComments: 'eof',
})
