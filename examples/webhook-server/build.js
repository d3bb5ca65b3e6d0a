import { build } from 'esbuild'

// One file with everything in it: an image then needs no node_modules, and no package manager to fill them. A tsconfig.json above
// leads `modelcar` to the sources beside this folder; elsewhere it is the package.
await build({
  entryPoints: ['src/main.ts'],
  outfile: process.argv[2] ?? 'dist/main.js',
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  // Some of the packages are CommonJS, and require what Node has built in.
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  // Comments that hold a licence are kept.
  legalComments: 'eof',
})
