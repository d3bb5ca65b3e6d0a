import { spawnSync } from 'node:child_process'
import { build } from 'esbuild'

/*
 * What is timed is what users run: JavaScript without a loader, in production mode, immer and fast-deep-equal as packages.
 */

const outdir = 'node_modules/.cache/bench'

await build({
  entryPoints: {
    speed: 'bench/speed.ts',
    admission: 'bench/admission.ts',
    'admission-kserve': 'bench/admission-kserve.ts',
    allocation: 'bench/allocation.ts',
  },
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
})

run('speed.mjs')
run('admission.mjs')
run('admission-kserve.mjs')
run('allocation.mjs', '--expose-gc', '--max-semi-space-size=256', '--min-semi-space-size=256')

function run(file: string, ...flags: readonly string[]): void {
  const env = { ...process.env, NODE_ENV: 'production' }
  const { status } = spawnSync(process.execPath, [...flags, `${outdir}/${file}`], { stdio: 'inherit', env })
  if (status !== 0) process.exit(status ?? 1)
}
