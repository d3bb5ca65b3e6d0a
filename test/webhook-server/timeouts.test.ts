import { once } from 'node:events'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { defaultLimits } from '../../examples/webhook-server/src/limits.js'
import { open, review } from './kit/client.js'
import { startServer, type TestServer } from './kit/in-process.js'
import { predictor, reviewOf } from './kit/reviews.js'

// Whoever takes too long is cut off, with limits that are shorter than in earnest.

const head = 'POST /mutate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n'

let server: TestServer
beforeAll(async () => {
  server = await startServer({
    limits: { handshakeTimeout: 100, headersTimeout: 100, requestTimeout: 200, timeoutCheckInterval: 20 },
  })
})
afterAll(() => server.stop())

/** What comes until the server closes the connection. */
async function untilClosed(socket: Duplex): Promise<string> {
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
  // That the server resets it is one way to close it.
  socket.on('error', () => undefined)
  await once(socket, 'close')
  return text
}

test('without a handshake', async () => {
  const socket = connect({ host: '127.0.0.1', port: server.port })
  await once(socket, 'connect')
  expect(await untilClosed(socket)).toBe('')
})

test('without a request', async () => {
  const socket = await open(server)
  expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 408 /)
})

test('in the head of a request', async () => {
  const socket = await open(server)
  socket.write(head.slice(0, 40))
  expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 408 /)
})

test('in the body of a request', async () => {
  const socket = await open(server)
  socket.write(`${head}{`)
  expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 408 /)
})

test('byte by byte in the body of a request', async () => {
  const socket = await open(server)
  socket.write(head)
  const drip = setInterval(() => socket.write(' '), 10)
  expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 408 /)
  clearInterval(drip)
})

test('without another request on an open connection', async () => {
  const own = await startServer({ limits: { keepAliveTimeout: 100 } })
  const socket = await open(own)
  socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n')
  expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 200 [^]*\r\n\r\nok$/)
  await own.stop()
})

test('who takes long keeps nobody from being answered', async () => {
  const own = await startServer()
  const slow = await open(own)
  slow.write(`${head}{`)
  expect((await review(own, reviewOf(predictor()))).status).toBe(200)
  slow.destroy()
  await own.stop()
})

test('in earnest the limits are those of the API server', () => {
  const { handshakeTimeout, headersTimeout, requestTimeout, handlerTimeout, keepAliveTimeout, drainTimeout } =
    defaultLimits
  const longestWebhookTimeout = 30_000
  for (const timeout of [handshakeTimeout, headersTimeout, requestTimeout, handlerTimeout]) {
    expect(timeout).toBeLessThanOrEqual(longestWebhookTimeout)
  }
  // Go's client keeps an idle connection for 90 seconds.
  expect(keepAliveTimeout).toBeGreaterThan(90_000)
  // What may still be sent at the end has time to arrive.
  expect(drainTimeout).toBeGreaterThan(requestTimeout)
})
