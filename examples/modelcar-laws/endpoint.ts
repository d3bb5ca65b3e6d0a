import { request as overHttp } from 'node:http'
import { request as overHttps } from 'node:https'
import { text } from 'node:stream/consumers'
import type { AdmissionReview } from 'modelcar/testing'
import { isObject } from './json.js'

/** A webhook's address, with a count of what it was asked and of what it changed. */
export interface Endpoint {
  readonly ask: (review: AdmissionReview) => Promise<unknown>
  readonly counts: { requests: number; patches: number; failures: number }
}

/** An API server waits for ten seconds by default. */
const patience = 10_000
/** More than any answer of a webhook should have; it keeps a stream without an end from filling the memory. */
const longest = 16 * 1024 * 1024

/** Asks a webhook by its address, and follows it nowhere else. */
export function endpoint(url: URL, ca: string | undefined): Endpoint {
  const counts = { requests: 0, patches: 0, failures: 0 }
  const ask = async (review: AdmissionReview): Promise<unknown> => {
    counts.requests += 1
    try {
      const answer = await post(url, ca, JSON.stringify(review))
      if (isPatch(answer)) counts.patches += 1
      return answer
    } catch (error) {
      counts.failures += 1
      throw error
    }
  }
  return { ask, counts }
}

function post(url: URL, ca: string | undefined, body: string): Promise<unknown> {
  const open = url.protocol === 'https:' ? overHttps : overHttp
  const headers = { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }
  return new Promise((resolve, reject) => {
    const sent = open(
      url,
      { method: 'POST', headers, timeout: patience, ...(ca !== undefined && { ca }) },
      (response) => {
        let size = 0
        response.on('data', (chunk: Buffer) => {
          size += chunk.length
          if (size > longest) sent.destroy(new Error(`the answer has more than ${longest} bytes`))
        })
        text(response)
          .then((answer) => {
            const { statusCode = 0 } = response
            if (statusCode !== 200) throw new Error(`HTTP ${statusCode}: ${answer.slice(0, 200)}`)
            resolve(parsed(answer))
          })
          .catch(reject)
      },
    )
    sent.on('timeout', () => sent.destroy(new Error(`no answer within ${patience / 1000} seconds`)))
    sent.on('error', reject)
    sent.end(body)
  })
}

function parsed(answer: string): unknown {
  try {
    return JSON.parse(answer)
  } catch {
    throw new Error(`the answer is no JSON: ${JSON.stringify(answer.slice(0, 200))}`)
  }
}

const isPatch = (answer: unknown): boolean =>
  isObject(answer) && isObject(answer.response) && typeof answer.response.patch === 'string'
