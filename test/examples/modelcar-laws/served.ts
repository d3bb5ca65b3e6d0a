import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import { text } from 'node:stream/consumers'
import { onTestFinished } from 'vitest'
import type { TestCertificate } from '../../webhook-server/harness/certificates.js'

// Endpoints of tests, which answer as each of them says.

export type Respond = (uid: string, response: ServerResponse, request: IncomingMessage) => unknown

export interface Served {
  readonly url: string
  /** How many requests came. */
  readonly asked: () => number
}

/** @param hear - is told each review, before it is answered. */
export async function serve(
  respond: Respond,
  certificate?: TestCertificate,
  hear: (review: string) => unknown = () => undefined,
): Promise<Served> {
  let asked = 0
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    asked += 1
    void text(request).then((review) => {
      hear(review)
      respond(/"uid":"(.*?)"/.exec(review)?.[1] ?? '', response, request)
    })
  }
  const server: Server = certificate === undefined ? createServer(listener) : createTlsServer(certificate, listener)
  await once(server.listen(0, '127.0.0.1'), 'listening')
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : ''
  return { url: `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}/mutate`, asked: () => asked }
}

export const answer = (uid: string, patch?: unknown): string =>
  JSON.stringify({
    response: {
      uid,
      allowed: true,
      ...(patch !== undefined && { patchType: 'JSONPatch', patch: btoa(JSON.stringify(patch)) }),
    },
  })
export const labels = [{ op: 'add', path: '/metadata/labels', value: { asked: 'yes' } }]
/** Sound, and quick. */
export const good: Respond = (uid, response) => response.end(answer(uid, labels))
