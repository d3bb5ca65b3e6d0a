import { spawnSync } from 'node:child_process'
import { resolve } from 'node:path'
import { build } from 'esbuild'
import type { Target } from '../../test/webhook-server/harness/client.js'
import { issue } from '../../test/webhook-server/harness/certificates.js'
import { mount } from '../../test/webhook-server/harness/volume.js'
import { startServer, type ServerProcess } from './server-process.js'

export interface Servers {
  readonly webhook: ServerProcess & Target
  readonly parsing: ServerProcess & Target
  stop(): Promise<void>
}

const outdir = resolve('node_modules/.cache/bench/server')
const probe = `${outdir}/memory-probe.mjs`

/** Starts the webhook server of the examples, built as its image has it, and beside it one that only parses. */
export async function startServers(configMap: string): Promise<Servers> {
  await buildAll()
  const { cert, key } = await issue()
  const files = mount({ cert, key, config: configMap })
  const environment = {
    TLS_CERT_FILE: files.path('cert'),
    TLS_KEY_FILE: files.path('key'),
    CONFIG_FILE: files.path('config'),
    SHUTDOWN_DELAY_SECONDS: '0',
  }
  const started: ServerProcess[] = []
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((server) => server.stop()))
    files.remove()
  }
  const start = async (file: string): Promise<ServerProcess & Target> => {
    const server = await startServer(`${outdir}/${file}`, probe, environment)
    started.push(server)
    return { ...server, ca: cert }
  }
  try {
    return { webhook: await start('webhook.mjs'), parsing: await start('parsing-handler.mjs'), stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function buildAll(): Promise<void> {
  const example = { cwd: 'examples/webhook-server', stdio: 'inherit' } as const
  const { status } = spawnSync(process.execPath, ['build.js', `${outdir}/webhook.mjs`], example)
  if (status !== 0) throw new Error('the webhook server cannot be built')
  await build({
    entryPoints: ['bench/server/parsing-handler.ts', 'bench/server/memory-probe.ts'],
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  })
}
