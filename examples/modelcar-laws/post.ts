import { type IncomingMessage, request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { text } from 'node:stream/consumers'

/** Where a webhook is, and how long it may take. */
export interface Target {
  readonly url: URL
  /** The CA that it is trusted by, as PEM; without one those of the system are. */
  readonly ca: string | undefined
  readonly timeoutSeconds: number
}

/** More than any answer of a webhook should have; it keeps a stream without an end from filling the memory. */
const longest = 16 * 1024 * 1024

/** Sends JSON to an address, and gives the JSON of the answer. It follows a redirect no more than it asks another address. */
export function post(target: Target, body: string, signal: AbortSignal): Promise<unknown> {
  const { url, ca, timeoutSeconds } = target
  const open = url.protocol === 'https:' ? overHttps : overHttp
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    let why: Error | undefined
    let isAnswering = false
    const sent = open(url, { method: 'POST', headers, signal, ...(ca !== undefined && { ca }) }, (response) => {
      isAnswering = true
      let size = 0
      response.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > longest) give(`the answer has more than ${longest} bytes`)
      })
      text(response)
        .then((answer) => resolve(jsonOf(response, answer)))
        .catch(fail)
    })
    const timer = setTimeout(() => give(`no whole answer within ${timeoutSeconds} seconds`), 1000 * timeoutSeconds)
    /** Gives up; what the connection says of its end is not why. */
    function give(reason: string): void {
      why = new Error(reason)
      sent.destroy(why)
    }
    function fail(error: NodeJS.ErrnoException): void {
      // A server may close a connection that is kept for more while the next request is on its way; that is no answer.
      const isStale = sent.reusedSocket && !isAnswering && ['ECONNRESET', 'EPIPE'].includes(error.code ?? '')
      if (isStale && why === undefined) resolve(post(target, body, signal))
      else reject(why ?? (isAnswering && error.code === 'ECONNRESET' ? new Error('the answer breaks off') : error))
    }
    sent.on('error', fail)
    sent.on('close', () => clearTimeout(timer))
    sent.end(body)
  })
}

/** The API server takes every status from 200 to 206. */
function jsonOf({ statusCode = 0, headers }: IncomingMessage, answer: string): unknown {
  if (statusCode >= 200 && statusCode <= 206) return parsed(answer)
  if (statusCode >= 300 && statusCode < 400)
    throw new Error(`HTTP ${statusCode}, to ${headers.location ?? 'nowhere'}; a webhook has to answer itself`)
  throw new Error(`HTTP ${statusCode}: ${answer.slice(0, 200)}`)
}

function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer)
  } catch {
    throw new Error(`the answer is no JSON: ${JSON.stringify(answer.slice(0, 200))}`)
  }
}
