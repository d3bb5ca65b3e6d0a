import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { loadYaml, type V1Deployment } from '@kubernetes/client-node'
import { expect, onTestFinished, test, vi } from 'vitest'
import { bundle } from './bundle.js'

// The controller as a process, before as much of an API server as it asks: a list, a watch that tells nothing, and patches.

test('it goes on where nobody reads its log', async () => {
  const fresh = loadYaml<V1Deployment>(readFileSync(join(import.meta.dirname, 'deployment/fresh.json'), 'utf8'))
  const names = ['llama', 'mistral', 'qwen']
  const items = names.map((name) => ({ ...fresh, metadata: { ...fresh.metadata, name } }))
  const patched: (string | undefined)[] = []
  const api = createServer(({ method, url = '' }, response) => {
    if (url.includes('watch=true')) return response.writeHead(200).flushHeaders()
    if (method === 'PATCH') patched.push(/deployments\/(\w+)/.exec(url)?.[1])
    const answer = method === 'PATCH' ? { metadata: { resourceVersion: 'another' } } : { metadata: {}, items }
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answer))
  }).listen(0, '127.0.0.1')
  onTestFinished(() => {
    api.close()
    api.closeAllConnections()
  })
  await once(api, 'listening')
  const { port } = api.address() as AddressInfo

  const folder = mkdtempSync(join(tmpdir(), 'modelcar-controller-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const cluster = { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true }
  const kubeConfig = {
    clusters: [{ name: 'test', cluster }],
    contexts: [{ name: 'test', context: { cluster: 'test' } }],
    'current-context': 'test',
  }
  writeFileSync(join(folder, 'config'), JSON.stringify(kubeConfig))

  const child = spawn(process.execPath, [await bundle('deployment-controller/main.ts')], {
    env: { ...process.env, KUBECONFIG: join(folder, 'config') },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const exited = new Promise((resolve) => child.once('exit', (code, signal) => resolve(code ?? signal)))
  child.stdout.destroy()
  const stderr = text(child.stderr)
  try {
    await vi.waitFor(() => expect(patched).toEqual(names), { timeout: 20_000 })
  } finally {
    child.kill()
  }
  expect(await exited).toBe('SIGTERM')
  expect(await stderr).toBe('')
})
