import { median } from '../measure.js'
import { again, fresh } from './good-reviews.js'
import { loadFor, percentile, type Load } from './load.js'
import type { ServerProcess } from './server-process.js'
import type { Servers } from './servers.js'

/** What a server did for some seconds, in the units of a table. */
interface Round {
  readonly perSecond: number
  /** In milliseconds. */
  readonly p50: number
  readonly p99: number
  /** What the server's process used for one answer, in microseconds, all threads. */
  readonly cpu: number
}

/** One round of each server, side by side, so that what the machine does besides falls on both. */
export type Pair = Readonly<Record<'parsing' | 'webhook', Round>>

/** Loads a server for some seconds with the reviews of one pod. Throws where an answer is no 200. */
export async function loadRound(server: ServerProcess, seconds: number): Promise<Round> {
  const before = await server.used()
  const load = await loadFor(seconds, server.port, [fresh, again])
  const after = await server.used()
  const answers = checkAnswers(load)
  return {
    perSecond: load.perSecond,
    p50: percentile(load.latencies, 0.5),
    p99: percentile(load.latencies, 0.99),
    cpu: (after.cpu - before.cpu) / answers,
  }
}

/** Those in flight at the end are without an answer, and counted as neither. */
function checkAnswers({ latencies, right }: Load): number {
  if (latencies.length === 0 || right < latencies.length) {
    throw new Error(`of ${latencies.length} answers ${right} are 200`)
  }
  return right
}

export async function loadInTurn({ parsing, webhook }: Servers, rounds: number, seconds: number): Promise<Pair[]> {
  const pairs: Pair[] = []
  for (let round = 0; round < rounds; round++) {
    pairs.push({ parsing: await loadRound(parsing, seconds), webhook: await loadRound(webhook, seconds) })
  }
  return pairs
}

/** The median over the rounds of one server. */
export const medianOf = (pairs: readonly Pair[], server: keyof Pair, of: keyof Round): number =>
  median(pairs.map((pair) => pair[server][of]))

/** How many times more the webhook has than the handler that only parses: the median over the rounds, in which both ran side by side. */
export const ratioOf = (pairs: readonly Pair[], of: keyof Round): number =>
  median(pairs.map(({ webhook, parsing }) => webhook[of] / parsing[of]))
