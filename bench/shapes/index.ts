import { spawnSync } from 'node:child_process'
import { build } from 'esbuild'

/*
 * Whether time grows as the bytes of pod, config and overlay do, whatever they are made of; it is for attackers to choose. Arguments
 * choose shapes by a part of their names. The process ends with 1 where a target is missed.
 */

const outfile = 'node_modules/.cache/bench/shapes.mjs'

await build({
  entryPoints: ['bench/shapes/run.ts'],
  outfile,
  bundle: true,
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: true,
})

const env = { ...process.env, NODE_ENV: 'production' }
const { status } = spawnSync(process.execPath, [outfile, ...process.argv.slice(2)], { stdio: 'inherit', env })
process.exitCode = status ?? 1
