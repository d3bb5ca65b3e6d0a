import { readdir, readFile, writeFile } from 'node:fs/promises'
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
  sourcemap: true,
  clean: true,
  // tsup hands `baseUrl` to TypeScript, which version 6 refuses unless told otherwise.
  dts: { compilerOptions: { ignoreDeprecations: '6.0' } },
  onSuccess: nameEachSourceMapOnce,
})

/** Drops the second of the two equal comments that Rollup and tsup leave at the end of a file. */
async function nameEachSourceMapOnce(): Promise<void> {
  for (const file of await readdir('dist')) {
    if (!/\.c?js$/.test(file)) continue
    const text = await readFile(`dist/${file}`, 'utf8')
    await writeFile(`dist/${file}`, text.replace(/(\n\/\/# sourceMappingURL=.*)\1$/, '$1\n'))
  }
}
