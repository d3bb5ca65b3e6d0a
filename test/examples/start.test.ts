import { createServer, type Server } from 'node:http'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { bundle, run } from './bundle.js'

// What an example needs from outside and does not find is told on one line, with exit code 1, and without a stack.

const folder = mkdtempSync(join(tmpdir(), 'modelcar-start-'))
afterAll(() => rmSync(folder, { recursive: true }))

const file = (name: string, text: string): string => {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

function kubeConfigFor(server: string): string {
  return JSON.stringify({
    clusters: [{ name: 'a', cluster: { server, 'insecure-skip-tls-verify': true } }],
    contexts: [{ name: 'a', context: { cluster: 'a' } }],
    'current-context': 'a',
  })
}

/** Answers everything with 403, as an API server does to who may nothing. */
let forbidding: Server
let port: number
beforeAll(async () => {
  forbidding = createServer((_, response) => response.writeHead(403).end('{"kind":"Status","message":"may not list"}'))
  await once(forbidding.listen(0, '127.0.0.1'), 'listening')
  port = (forbidding.address() as AddressInfo).port
})
afterAll(() => forbidding.close())

describe('deployment-controller', () => {
  // Neither a kubeconfig of whoever runs this, nor a cluster that this runs in.
  const nothing = { HOME: folder, KUBECONFIG: '', KUBERNETES_SERVICE_HOST: '', KUBERNETES_SERVICE_PORT: '' }

  test.each<[string, () => string, RegExp]>([
    ['no kubeconfig', () => '', /^there is no kubeconfig: expected one in KUBECONFIG/],
    ['no file', () => join(folder, 'none'), /^the kubeconfig cannot be read: ENOENT: .*; correct it, or the path/],
    ['no YAML', () => file('broken', 'a: ['), /^the kubeconfig cannot be read: unexpected end/],
    ['nothing in it', () => file('empty', '{}'), /^the kubeconfig has no cluster of its current context/],
    [
      'nobody there',
      () => file('nobody', kubeConfigFor('https://127.0.0.1:1')),
      /127\.0\.0\.1:1 cannot be listed: .*ECONNREFUSED/,
    ],
    [
      'no rights',
      () => file('forbidden', kubeConfigFor(`http://127.0.0.1:${String(port)}`)),
      /cannot be listed: .*403.*may not list/,
    ],
  ])('%s', async (_, kubeConfig, message) => {
    const { code, stdout, stderr } = await run(await bundle('deployment-controller/main.ts'), {
      ...nothing,
      KUBECONFIG: kubeConfig(),
    })
    const [prefix, said = '', ...rest] = stderr.split(/(?<=^deployment-controller: )|\n/)
    expect({ code, stdout, prefix, rest }).toEqual({
      code: 1,
      stdout: '',
      prefix: 'deployment-controller: ',
      rest: [''],
    })
    expect(said).toMatch(message)
  })
})

describe('admission-controller', () => {
  test.each<[string, () => Readonly<Record<string, string>>, RegExp]>([
    ['no port', () => ({ PORT: 'x' }), /^PORT: expected a number from 0 to 65535, found "x"\n$/],
    ['too large a port', () => ({ PORT: '65536' }), /^PORT: expected .*\n$/],
    ['a port in use', () => ({ PORT: String(port) }), /^PORT: the server cannot listen on it: .*EADDRINUSE.*\n$/],
    [
      'a certificate without a key',
      () => ({ PORT: '0', TLS_CERT_FILE: file('cert', '') }),
      /^TLS_KEY_FILE: expected a file.*\n$/,
    ],
    [
      'no file',
      () => ({ PORT: '0', TLS_CERT_FILE: join(folder, 'none'), TLS_KEY_FILE: file('key', '') }),
      /^TLS_CERT_FILE: .*ENOENT.*\n$/,
    ],
    [
      'no certificate',
      () => ({ PORT: '0', TLS_CERT_FILE: file('cert', 'x'), TLS_KEY_FILE: file('key', 'x') }),
      /^TLS_CERT_FILE, TLS_KEY_FILE: expected .* as PEM.*\n$/,
    ],
  ])('%s', async (_, environment, message) => {
    const { code, stdout, stderr } = await run(await bundle('admission-controller/server.ts'), environment())
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toMatch(message)
  })
})
