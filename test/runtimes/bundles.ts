import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { build } from 'esbuild'

/** Gives what is left of a program when a bundler for the web has shaken off what it does not use, and minified the rest. */
type Bundler = (folder: string, entry: string, output: string) => Promise<string>

// The compiler sees this where the bundlers are not installed, so what is used of them is written down here.
interface Rollup {
  rollup(options: object): Promise<{
    generate(options: object): Promise<{ readonly output: readonly [{ readonly code: string }] }>
    close(): Promise<void>
  }>
}
type RollupPlugin = (options?: object) => object
interface Stats {
  hasErrors(): boolean
  toString(preset: string): string
}
type Webpack = (options: object, done: (error: Error | null, stats: Stats) => void) => void

const load = async <T>(name: string): Promise<T> => (await import(name)) as T
const loadDefault = async <T>(name: string): Promise<T> => (await load<{ default: T }>(name)).default

const esbuild: Bundler = async (folder, entry) => {
  const { outputFiles } = await build({
    entryPoints: [join(folder, entry)],
    absWorkingDir: folder,
    bundle: true,
    minify: true,
    platform: 'browser',
    format: 'esm',
    write: false,
    external: ['fast-check'],
  })
  return outputFiles[0]!.text
}

const rollup: Bundler = async (folder, entry) => {
  const [bundler, resolve, commonjs, terser] = await Promise.all([
    load<Rollup>('rollup'),
    ...['node-resolve', 'commonjs', 'terser'].map((name) => loadDefault<RollupPlugin>(`@rollup/plugin-${name}`)),
  ])
  const compress = { global_defs: { 'process.env.NODE_ENV': 'production' } }
  const made = await bundler.rollup({
    input: join(folder, entry),
    external: ['fast-check'],
    plugins: [resolve!({ browser: true }), commonjs!(), terser!({ module: true, compress })],
  })
  const { output } = await made.generate({ format: 'es' })
  await made.close()
  return output[0].code
}

const webpack: Bundler = async (folder, entry, filename) => {
  const bundle = await loadDefault<Webpack>('webpack')
  const options = {
    mode: 'production',
    context: folder,
    entry: `./${entry}`,
    output: { path: folder, filename, library: { type: 'module' } },
    experiments: { outputModule: true },
    externals: { 'fast-check': 'module fast-check' },
    target: 'web',
  }
  const stats = await new Promise<Stats>((resolve, reject) => {
    bundle(options, (error, made) => {
      if (error === null) resolve(made)
      else reject(error)
    })
  })
  if (stats.hasErrors()) throw new Error(stats.toString('errors-only'))
  return await readFile(join(folder, filename), 'utf8')
}

export const bundlers: Readonly<Record<string, Bundler>> = { esbuild, rollup, webpack }

/** In bytes, gzipped. */
export const sizeOf = (code: string): number => gzipSync(code, { level: 9 }).length
