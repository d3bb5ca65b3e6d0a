import { once } from 'node:events'
import { request, type Agent, type RequestOptions } from 'node:https'
import { connect, type ConnectionOptions, type TLSSocket } from 'node:tls'
import type { Duplex } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'

export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Where a server is, and the certificate that it is trusted by. */
export interface Target {
  readonly port: number
  readonly ca: string
}

export interface Call extends Pick<RequestOptions, 'method' | 'headers'> {
  readonly body?: string | Buffer
  /** Without one, each call has a connection of its own. */
  readonly agent?: Agent
}

/** One request over TLS, its certificate verified. */
export async function call({ port, ca }: Target, path: string, options: Call = {}): Promise<Answer> {
  const { body, agent = false, method = 'GET', headers = {} } = options
  const sent = request({ host: '127.0.0.1', port, ca, path, method, headers, agent })
  sent.end(body)
  const [response] = (await once(sent, 'response')) as [IncomingMessage]
  return { status: response.statusCode ?? 0, headers: response.headers, body: await text(response) }
}

const json = { 'content-type': 'application/json' }

/** Sends a review, an object or the bytes of one, as the API server does. */
export const review = (target: Target, body: object | string | Buffer, options: Call = {}): Promise<Answer> =>
  call(target, '/mutate?timeout=10s', {
    method: 'POST',
    headers: json,
    body: typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body),
    ...options,
  })

/** The value of one series, by its name and labels as `/metrics` writes them; undefined where there is none. */
export async function metric(target: Target, series: string): Promise<number | undefined> {
  const { body } = await call(target, '/metrics')
  const line = body.split('\n').find((each) => each.startsWith(`${series} `))
  return line === undefined ? undefined : Number(line.slice(series.length + 1))
}

/** A connection to write into by hand. */
export async function open({ port, ca }: Target, options: ConnectionOptions = {}): Promise<TLSSocket> {
  const socket = connect({ host: '127.0.0.1', port, ca, ...options })
  await once(socket, 'secureConnect')
  return socket
}

/** Waits until a connection is closed; that the server resets it is one way to do so. */
export async function closed(socket: Duplex): Promise<void> {
  socket.on('error', () => undefined)
  await new Promise((resolve) => socket.once('close', resolve))
}

/** Which certificate a new connection gets. */
export async function servedCertificate(port: number): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port, rejectUnauthorized: false })
  await once(socket, 'secureConnect')
  const served = socket.getPeerX509Certificate()?.toString() ?? ''
  socket.destroy()
  return served
}
