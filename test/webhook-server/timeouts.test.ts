import { once } from 'node:events'
import { connect } from 'node:net'
import type { Duplex } from 'node:stream'
import { afterAll, expect, test, vi } from 'vitest'
import { defaultLimits, type Limits } from '../../examples/webhook-server/src/limits.js'
import { closed, open, review } from './harness/client.js'
import { startServer, type TestServer } from './harness/in-process.js'
import { predictor, reviewOf } from './harness/reviews.js'

// Whoever takes too long is cut off, with limits that are shorter than in earnest.

const head = 'POST /mutate HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n'

/** Longer than a test takes. */
const never = 300_000
const others = { handshakeTimeout: never, headersTimeout: never, requestTimeout: never, timeoutCheckInterval: 20 }

const servers: TestServer[] = []
afterAll(() => Promise.all(servers.map((server) => server.stop())))

/** A server on which no limit but these cuts anyone off before the test itself is. */
async function limited(limits: Partial<Limits>): Promise<TestServer> {
  const server = await startServer({ limits: { ...others, ...limits } })
  servers.push(server)
  return server
}

vi.setConfig({ testTimeout: 20_000 })

/** What comes until the server closes the connection. */
async function untilClosed(socket: Duplex): Promise<string> {
  let text = ''
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()))
  await closed(socket)
  return text
}

test.concurrent('without a handshake', async () => {
  const { port } = await limited({ handshakeTimeout: 100 })
  const socket = connect({ host: '127.0.0.1', port })
  expect(await untilClosed(socket)).toBe('')
})

test.concurrent('without a request', async () => {
  const socket = await open(await limited({ headersTimeout: 100 }))
  expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 408 /)
})

test.concurrent('in the head of a request', async () => {
  const socket = await open(await limited({ headersTimeout: 100 }))
  socket.write(head.slice(0, 40))
  expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 408 /)
})

test.concurrent('in the body of a request', async () => {
  const socket = await open(await limited({ requestTimeout: 100, headersTimeout: 100 }))
  socket.write(`${head}{`)
  expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 408 /)
})

test.concurrent('byte by byte in the body of a request', async () => {
  const socket = await open(await limited({ requestTimeout: 100, headersTimeout: 100 }))
  socket.write(head)
  const drip = setInterval(() => socket.writable && socket.write(' '), 10)
  // A byte that is on its way when the server closes may take the answer with it.
  expect(await untilClosed(socket)).toMatch(/^(?:HTTP\/1\.1 408 |$)/)
  clearInterval(drip)
})

test.concurrent('between the head and the answer', async () => {
  const socket = await open(await limited({ handlerTimeout: 100 }))
  socket.write(`${head}{`)
  const [answer] = (await once(socket, 'data')) as [Buffer]
  expect(answer.toString()).toMatch(/^HTTP\/1\.1 503 /)
  socket.destroy()
})

test.concurrent('without a byte in either direction', async () => {
  const socket = await open(await limited({ connectionTimeout: 100 }))
  socket.write(`${head}{`)
  expect(await untilClosed(socket)).toBe('')
})

test.concurrent('without another request on an open connection', async () => {
  const socket = await open(await limited({ keepAliveTimeout: 100 }))
  socket.write('GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n')
  expect(await untilClosed(socket)).toMatch(/^HTTP\/1\.1 200 [^]*\r\n\r\nok$/)
})

test.concurrent('who has no request keeps the server from closing no longer', async () => {
  const server = await startServer({ limits: { ...others, connectionTimeout: 100 } })
  const socket = await open(server)
  const received = untilClosed(socket)
  await server.stop()
  expect(await received).toBe('')
})

test.concurrent('who takes long keeps nobody from being answered', async () => {
  const server = await limited({})
  const slow = await open(server)
  slow.write(`${head}{`)
  expect((await review(server, reviewOf(predictor()))).status).toBe(200)
  slow.destroy()
})

test('in earnest the limits are those of the API server', () => {
  const { handshakeTimeout, headersTimeout, requestTimeout, handlerTimeout, connectionTimeout } = defaultLimits
  const { keepAliveTimeout, drainTimeout } = defaultLimits
  const longestWebhookTimeout = 30_000
  for (const timeout of [handshakeTimeout, headersTimeout, requestTimeout, handlerTimeout]) {
    expect(timeout).toBeLessThanOrEqual(longestWebhookTimeout)
  }
  // Go's client keeps an idle connection for 90 seconds.
  expect(keepAliveTimeout).toBeGreaterThan(90_000)
  // Who is connected at the end has time for a request, and who has none does not make the end a bad one.
  expect(drainTimeout).toBeGreaterThan(requestTimeout)
  expect(drainTimeout).toBeGreaterThan(connectionTimeout)
})
