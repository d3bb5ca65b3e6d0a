import { Agent } from 'node:https'
import { call, review, type Target } from '../../test/webhook-server/harness/client.js'
import { answerIn } from '../../test/webhook-server/harness/reviews.js'
import { fresh, rightPatch } from './good-reviews.js'
import { largeReviews } from './large-shapes.js'
import { percentile } from './load.js'

/** What came of probes and of good reviews beside a flood of large ones, in milliseconds. */
export interface BesideLarge {
  readonly shape: string
  readonly larges: number
  /** How long the server took for one large review by itself. */
  readonly alone: number
  /** The 99th percentiles. */
  readonly probe: number
  readonly good: number
  readonly faults: readonly string[]
}

const atOnce = 8

/** Sends a large review again and again, several at once, and beside it probes and good reviews. Each has to be answered as ever. */
export async function besideLarge(server: Target, shape: string, seconds: number): Promise<BesideLarge> {
  const body = largeReviews.get(shape) ?? Buffer.alloc(0)
  const patch = await rightPatch(server)
  const faults = new Set<string>()
  const alone = await timed(() => review(server, body))
  const end = performance.now() + seconds * 1000
  const agent = new Agent({ keepAlive: true })
  let larges = 0
  const flood = async (): Promise<void> => {
    while (performance.now() < end) {
      const { status } = await review(server, body, { agent })
      if (status !== 200) faults.add(`a large review was answered with ${status}`)
      larges++
    }
  }
  /** The 99th percentile of how long it takes, one after the other. */
  const repeat = async (send: () => Promise<string | undefined>): Promise<number> => {
    const took: number[] = []
    while (performance.now() < end) {
      took.push(
        await timed(async () => {
          const fault = await send()
          if (fault !== undefined) faults.add(fault)
        }),
      )
    }
    took.sort((left, right) => left - right)
    return percentile(took, 0.99)
  }
  const healthz = async (): Promise<string | undefined> => {
    const { status } = await call(server, '/healthz', { agent })
    return status === 200 ? undefined : `a probe was answered with ${status}`
  }
  const good = async (): Promise<string | undefined> => {
    const { status, body } = await review(server, fresh, { agent })
    return status === 200 && answerIn(body).response.patch === patch ? undefined : 'a good review got a wrong answer'
  }
  const floods = Promise.all(Array.from({ length: atOnce }, flood))
  const [ofProbe, ofGood] = await Promise.all([repeat(healthz), repeat(good)])
  await floods
  agent.destroy()
  return { shape, larges, alone, probe: ofProbe, good: ofGood, faults: [...faults] }
}

async function timed(send: () => Promise<unknown>): Promise<number> {
  const start = performance.now()
  await send()
  return performance.now() - start
}
