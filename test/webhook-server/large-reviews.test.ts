import type { ClientRequest, IncomingMessage } from 'node:http'
import { request } from 'node:https'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { defaultLimits } from '../../examples/webhook-server/src/limits.js'
import { call, review } from './harness/client.js'
import { startServer, type TestServer } from './harness/in-process.js'
import { predictor, reviewOf } from './harness/reviews.js'

// Large reviews are let in one at a time; all else goes on.

let server: TestServer
beforeAll(async () => {
  server = await startServer()
})
afterAll(() => server.stop())

const small = reviewOf(predictor())
const large = JSON.stringify(small).padEnd(defaultLimits.largeReview)
const path = '/mutate'

/** Sends the head of a large review and half of its body. */
function begin(headers: object = { 'content-length': large.length }): ClientRequest {
  const { port, ca } = server
  const sent = request({
    ...{ host: '127.0.0.1', port, ca, path, method: 'POST', agent: false },
    headers: { 'content-type': 'application/json', ...headers },
  })
  sent.on('error', () => undefined).write(large.slice(0, large.length / 2))
  return sent
}
const statusOf = async (sent: ClientRequest): Promise<number> => {
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  response.resume()
  return response.statusCode ?? 0
}
/** What became of a promise after so long as the server would need many times over. */
const soon = <T>(promise: Promise<T>): Promise<T | 'waits'> => Promise.race([promise, wait(300, 'waits' as const)])

describe('while a large review is on its way', () => {
  test.each<[string, object | undefined]>([
    ['by its length', undefined],
    ['that does not tell its length', { 'transfer-encoding': 'chunked' }],
  ])('another one waits, %s', async (_, headers) => {
    const first = begin(headers)
    await wait(100)
    const second = review(server, large)
    expect(await soon(second)).toBe('waits')
    first.end(large.slice(large.length / 2))
    expect(await statusOf(first)).toBe(200)
    expect((await second).status).toBe(200)
  })

  test('small ones, probes and what is too large are answered', async () => {
    const first = begin()
    await wait(100)
    const others = [
      review(server, small),
      review(server, large.slice(0, -1)),
      call(server, '/healthz'),
      statusOf(begin({ 'content-length': defaultLimits.bodyLimit + 1 })).then((status) => ({ status })),
    ]
    expect((await Promise.all(others)).map(({ status }) => status)).toEqual([200, 200, 200, 413])
    first.destroy()
  })

  test('it may go away, also one that waits', async () => {
    const [first, second] = [begin(), begin()]
    const third = review(server, large)
    expect(await soon(third)).toBe('waits')
    second.destroy()
    expect(await soon(third)).toBe('waits')
    first.destroy()
    expect((await third).status).toBe(200)
  })
})

test('many at once are all answered, and probes between them', async () => {
  const order: string[] = []
  const larges = Array.from({ length: 8 }, async () => {
    const { status } = await review(server, large)
    order.push(`large ${String(status)}`)
  })
  const probes = async (): Promise<void> => {
    while (order.filter((each) => each.startsWith('large')).length < 8) {
      const { status } = await call(server, '/healthz')
      order.push(`probe ${String(status)}`)
    }
  }
  await Promise.all([...larges, probes()])
  expect(order.filter((each) => each === 'large 200')).toHaveLength(8)
  expect(order.slice(0, order.lastIndexOf('large 200'))).toContain('probe 200')
})
