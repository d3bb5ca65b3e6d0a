import { once } from 'node:events'
import { Agent } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultLimits } from '../../examples/webhook-server/src/limits.js'
import { call, open, review } from './harness/client.js'
import { startServer, type TestServer } from './harness/in-process.js'
import { answerIn, predictor, reviewOf } from './harness/reviews.js'

// What an API server would never send, and how connections are made and kept.

const { bodyLimit } = defaultLimits

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

describe('what is no review gets a plain status', () => {
  const post = (headers: Record<string, string>, body = '{}') =>
    call(server, '/mutate', { method: 'POST', headers, body })

  const firstChunk = async (socket: TLSSocket) => {
    const [chunk] = (await once(socket, 'data')) as [Buffer]
    return chunk.toString()
  }

  test.each(['text/plain', 'application/yaml', 'application/jsonp', 'application/x-www-form-urlencoded'])(
    '415 for %s',
    async (type) => {
      expect((await post({ 'content-type': type })).status).toBe(415)
    },
  )

  test('415 without a content type', async () => {
    expect((await post({})).status).toBe(415)
  })

  test('413 for a body that says it is too large, before it is sent', async () => {
    const socket = await open(server)
    const length = String(bodyLimit + 1)
    socket.write(
      `POST /mutate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${length}\r\n\r\n`,
    )
    expect(await firstChunk(socket)).toMatch(/^HTTP\/1\.1 413 /)
    socket.destroy()
  })

  test('413 for chunks that become too large; as large as the limit is taken', async () => {
    const headers = { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }
    const padded = JSON.stringify(reviewOf(predictor())).padEnd(bodyLimit)
    expect((await review(server, padded, { headers })).status).toBe(200)
    const socket = await open(server)
    socket.write('POST /mutate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\n')
    // Not a byte more: what is still on its way when the server closes could take the answer with it.
    socket.write(`Transfer-Encoding: chunked\r\n\r\n${(bodyLimit + 1).toString(16)}\r\n${padded} `)
    expect(await firstChunk(socket)).toMatch(/^HTTP\/1\.1 413 /)
    socket.destroy()
  })

  test('a text of 3 MiB that Go writes in six bytes a character is taken', async () => {
    const args = ['<'.repeat(3 * 1024 * 1024)]
    const pod = predictor({ spec: { containers: [{ name: 'kserve-container', args }] } })
    const escaped = JSON.stringify(reviewOf(pod)).replaceAll('<', '\\u003c')
    expect(escaped.length).toBeGreaterThan(18 * 1024 * 1024)
    const { status, body } = await review(server, escaped)
    expect([status, answerIn(body).response.allowed]).toEqual([200, true])
  })

  test('404 for another path', async () => {
    expect(await call(server, '/mutate/x')).toMatchObject({
      status: 404,
      body: '{"statusCode":404,"error":"Not Found","message":"GET /mutate/x"}',
    })
    expect((await review(server, {}, {})).status).toBe(200)
    expect(
      (await call(server, '/', { method: 'POST', headers: { 'content-type': 'text/plain' }, body: 'x' })).status,
    ).toBe(404)
  })

  test('405 for another method, with the ones there are', async () => {
    const get = await call(server, '/mutate?timeout=10s')
    expect([get.status, get.headers.allow]).toEqual([405, 'POST'])
    const post = await call(server, '/healthz', {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: 'x',
    })
    expect([post.status, post.headers.allow]).toEqual([405, 'GET, HEAD'])
  })
})

describe('connections', () => {
  test('are kept for further requests', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    const ports = new Set<number | undefined>()
    agent.on('free', (socket: { localPort?: number }) => ports.add(socket.localPort))
    for (let index = 0; index < 3; index++) {
      const { status, headers } = await review(server, reviewOf(predictor()), { agent })
      expect([status, headers.connection, headers['keep-alive']]).toEqual([200, 'keep-alive', 'timeout=100'])
    }
    await expect.poll(() => ports.size).toBe(1)
    agent.destroy()
  })

  test('speak HTTP/1.1, also where the client would rather have another', async () => {
    const socket = await open(server, { ALPNProtocols: ['h2', 'http/1.1'] })
    expect(socket.alpnProtocol).toBe('http/1.1')
    socket.destroy()
  })

  test('need TLS 1.2 at least', async () => {
    const old = open(server, { minVersion: 'TLSv1.1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' })
    await expect(old).rejects.toThrow(/protocol version/)
    const socket = await open(server, { maxVersion: 'TLSv1.2' })
    expect(socket.getProtocol()).toBe('TLSv1.2')
    socket.destroy()
  })
})
