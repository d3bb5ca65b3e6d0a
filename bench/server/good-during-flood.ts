import { startFlood } from '../../test/webhook-server/flood.js'
import type { Target } from '../../test/webhook-server/harness/client.js'
import { answerIn } from '../../test/webhook-server/harness/reviews.js'
import { fresh, rightPatch, uid } from './good-reviews.js'
import { exchange, type Load } from './load.js'

/** What came of good requests during a flood of bad ones, and how many of these there were. */
interface FloodResult {
  readonly good: Load
  readonly bad: ReadonlyMap<string, number>
  /** What the server did to the bad that it may not do. */
  readonly faults: readonly string[]
}

/** Seconds, after which what has no answer is lost. */
const longest = 90

/** Sends so many good reviews while a flood runs. An answer is right if it is a 200 with the UID of its review and the patch that is right. */
export async function goodDuringFlood(server: Target, amount: number): Promise<FloodResult> {
  const patch = await rightPatch(server)
  const uidOf = (index: number): string => `${uid}-${index}`
  const flood = startFlood(server)
  try {
    const good = await exchange(server.port, {
      amount,
      seconds: longest,
      bodyOf: (index) => fresh.replace(uid, uidOf(index)),
      isRight: (index, status, body) => {
        if (status !== 200) return false
        const { response } = answerIn(body)
        return response.uid === uidOf(index) && response.allowed && response.patch === patch
      },
    })
    return { good, bad: flood.counts, faults: await flood.stop() }
  } finally {
    await flood.stop()
  }
}
