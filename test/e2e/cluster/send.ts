import { request } from 'node:https'
import type { Cluster } from '../control-plane/api-server.js'

/** A request; `body` is sent as JSON. */
export interface Sent {
  readonly method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  readonly path: string
  readonly body?: unknown
}

/** Its answer. */
export interface Answer {
  readonly code: number
  /** Parsed, where it is JSON. */
  readonly body: unknown
  /** The texts of its `Warning` headers. */
  readonly warnings: readonly string[]
  /** By which the audit log knows the request. */
  readonly auditId: string
}

/** The API server, or another one that asks for no token. */
export type Receiver = Pick<Cluster, 'url' | 'ca'> & Partial<Pick<Cluster, 'token'>>

/** Sends a request over TLS, verified; a refusal is an answer like any other. */
export function send({ url, ca, token }: Receiver, { method = 'GET', path, body }: Sent): Promise<Answer> {
  const text = body === undefined ? undefined : JSON.stringify(body)
  const headers = {
    ...(token !== undefined && { authorization: `Bearer ${token}` }),
    ...(text !== undefined && { 'content-type': 'application/json' }),
  }
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, url), { method, ca, headers, timeout: 30_000 }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('error', reject)
      response.on('end', () => {
        const { statusCode = 0, rawHeaders, headers } = response
        const answered = Buffer.concat(chunks).toString()
        const isJson = headers['content-type']?.startsWith('application/json') === true
        resolve({
          code: statusCode,
          body: isJson ? JSON.parse(answered) : answered,
          warnings: warningsIn(rawHeaders),
          auditId: String(headers['audit-id'] ?? ''),
        })
      })
    })
    sent.on('timeout', () => sent.destroy(new Error(`${method} ${path}: no answer within 30 seconds`)))
    sent.on('error', reject)
    sent.end(text)
  })
}

/** RFC 7234: a code, an agent, and a quoted text. Node would join several into one. */
function warningsIn(rawHeaders: readonly string[]): readonly string[] {
  return rawHeaders
    .filter((_, index) => index % 2 === 1 && rawHeaders[index - 1]?.toLowerCase() === 'warning')
    .map((value) => value.replace(/^299 - "(.*)"$/s, '$1').replaceAll(/\\(.)/g, '$1'))
}
