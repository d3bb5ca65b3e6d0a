import { defineConfig } from 'tsup'
import manifest from './package.json' with { type: 'json' }

// The entries are those of package.json's exports: '.' is src/index.ts, './name' is src/name/index.ts.
const names = Object.keys(manifest.exports)
  .filter((path) => path !== './package.json')
  .map((path) => path.slice(2))
const entry = Object.fromEntries(
  names.map((name): [string, string] => (name === '' ? ['index', 'src/index.ts'] : [name, `src/${name}/index.ts`])),
)

export default defineConfig({
  entry,
  format: ['esm', 'cjs'],
  target: 'node20',
  platform: 'neutral',
  // Without shared chunks each CommonJS entry would carry a copy of its own of every class.
  splitting: true,
  // CommonJS chunks are then written by Rollup, which leaves the syntax alone; tsup's own way rewrites `?.` and `??`.
  treeshake: true,
  // What is built is not minified, and keeps its names: maps were two thirds of the package, and told little more.
  sourcemap: false,
  clean: true,
  // tsup hands `baseUrl` to TypeScript, which version 6 refuses unless told otherwise.
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
})
