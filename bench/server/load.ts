import autocannon, { type Options, type Result } from 'autocannon'

/** What came of a load: requests that were sent, those that were answered as they have to be, and how long answers took. */
export interface Load {
  readonly sent: number
  readonly right: number
  readonly perSecond: number
  /** In milliseconds, ascending. */
  readonly latencies: readonly number[]
}

const options = (port: number): Options => ({
  url: `https://127.0.0.1:${port}/mutate?timeout=10s`,
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  connections: 10,
})

/** Sends these bodies in turn for some seconds, as fast as answers come. */
export function loadFor(seconds: number, port: number, bodies: readonly string[]): Promise<Load> {
  let right = 0
  const onResponse = (status: number): void => {
    if (status === 200) right++
  }
  const requests = bodies.map((body) => ({ body, onResponse }))
  return run({ ...options(port), duration: seconds, requests }, () => right)
}

/** A number of requests, each with a body of its own and a look at its answer. */
interface Exchange {
  readonly amount: number
  /** After which those without an answer are lost. */
  readonly seconds: number
  readonly bodyOf: (index: number) => string
  readonly isRight: (index: number, status: number, body: string) => boolean
}

/** Sends a number of requests, and counts those that are answered as they have to be. */
export function exchange(port: number, { amount, seconds, bodyOf, isRight }: Exchange): Promise<Load> {
  let [index, right] = [0, 0]
  const request = {
    setupRequest: (request: object, context: { index?: number }) => {
      context.index = index++
      return { ...request, body: bodyOf(context.index) }
    },
    onResponse: (status: number, body: string, context: { index?: number }) => {
      if (isRight(context.index ?? -1, status, body)) right++
    },
  }
  return run({ ...options(port), amount, requests: [request] }, () => right, seconds)
}

function run(options: Options, right: () => number, seconds?: number): Promise<Load> {
  const latencies: number[] = []
  return new Promise((resolve, reject) => {
    const finish = (error: unknown, { requests, duration }: Result): void => {
      clearTimeout(end)
      if (error instanceof Error) return reject(error)
      latencies.sort((left, right) => left - right)
      resolve({ sent: requests.sent, right: right(), perSecond: latencies.length / duration, latencies })
    }
    const instance = autocannon(options, finish)
    const end = seconds === undefined ? undefined : setTimeout(() => instance.stop(), seconds * 1000)
    // Its own statistics are in whole milliseconds.
    instance.on('response', (_client, _status, _bytes, milliseconds) => latencies.push(milliseconds))
  })
}

/** What this share of all values, in ascending order, did not exceed. */
export const percentile = (ascending: readonly number[], share: number): number =>
  ascending[Math.min(ascending.length - 1, Math.floor(ascending.length * share))] ?? NaN
