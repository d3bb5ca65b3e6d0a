import { besideLarge, type BesideLarge } from './beside-large.js'
import { figure, reportGoals, reportTable } from '../report.js'
import { goodDuringFlood } from './good-during-flood.js'
import { configMap } from './good-reviews.js'
import { largeReviews } from './large-shapes.js'
import { percentile } from './load.js'
import { loadInTurn, loadRound, medianOf, ratioOf } from './rounds.js'
import { startServers } from './servers.js'

/*
 * The webhook server of the examples under load, over TLS on loopback, beside a server of the same settings whose handler only parses
 * the review. Both are processes of their own; the load comes from this one, and ends by itself.
 */

const warmupSeconds = 4
const rounds = 6
const roundSeconds = 2
const memorySeconds = 10
const goodRequests = 2000
const largeSeconds = 4

const servers = await startServers(configMap)
try {
  const { webhook, parsing } = servers
  for (const server of [parsing, webhook]) await loadRound(server, warmupSeconds)
  // What is seen for the first time stays in memory: code, and series of metrics.
  await goodDuringFlood(webhook, 100)
  const pairs = await loadInTurn(servers, rounds, roundSeconds)

  const before = await webhook.used()
  const { perSecond } = await loadRound(webhook, memorySeconds)
  const after = await webhook.used()
  const { good, bad, faults } = await goodDuringFlood(webhook, goodRequests)
  const afterFlood = await webhook.used()
  for (const fault of faults) console.log(fault)

  const row = (what: string, of: 'perSecond' | 'p50' | 'p99' | 'cpu') => [
    what,
    medianOf(pairs, 'parsing', of),
    medianOf(pairs, 'webhook', of),
    ratioOf(pairs, of),
  ]
  console.log(`reviews of the pod of kserve#3506, 10 connections, medians of ${rounds} rounds`)
  reportTable(
    ['', 'only parses', 'webhook', 'ratio'],
    [
      row('answers a second', 'perSecond'),
      row('p50, ms', 'p50'),
      row('p99, ms', 'p99'),
      row('CPU an answer, µs', 'cpu'),
    ],
  )
  const megabytes = (bytes: number): string => `${figure(bytes / 1e6)} MB`
  console.log(
    `\nmemory of the webhook, after a full collection, ${figure(perSecond * memorySeconds)} answers between the first two`,
  )
  reportTable(
    ['', 'before', 'after', 'after the flood'],
    (['heap', 'rss'] as const).map((of) => [of, ...[before, after, afterFlood].map((used) => megabytes(used[of]))]),
  )
  console.log(`\nduring a flood of bad requests: ${[...bad].map(([kind, count]) => `${count} of ${kind}`).join(', ')}`)
  console.log(
    `${good.sent} good ones, ${good.right} answered as they have to be, p99 ${figure(percentile(good.latencies, 0.99))} ms\n`,
  )
  const beside: BesideLarge[] = []
  for (const shape of largeReviews.keys()) beside.push(await besideLarge(webhook, shape, largeSeconds))
  const faultsBeside = beside.flatMap(({ shape, faults }) => faults.map((fault) => `${shape}: ${fault}`))
  for (const fault of faultsBeside) console.log(fault)
  console.log('beside a flood of reviews of 3 MB, each with 20,000 of one thing: 99th percentiles, ms')
  reportTable(
    ['', 'large ones', 'one alone', '/healthz', 'good review'],
    beside.map(({ shape, larges, alone, probe, good }) => [shape, larges, alone, probe, good]),
  )
  const worst = (of: 'probe' | 'good'): number => Math.max(...beside.map((each) => each[of]))
  console.log()

  reportGoals([
    { what: 'CPU an answer, to a handler that only parses', measured: ratioOf(pairs, 'cpu'), atMost: 2.2 },
    { what: 'p99, to a handler that only parses', measured: ratioOf(pairs, 'p99'), atMost: 4 },
    { what: 'heap after 10 seconds, to before', measured: after.heap / before.heap, atMost: 1.05 },
    { what: 'resident memory after 10 seconds, to before', measured: after.rss / before.rss, atMost: 1.1 },
    { what: 'heap after the flood, to before', measured: afterFlood.heap / before.heap, atMost: 1.05 },
    { what: 'good requests lost during the flood', measured: good.sent - good.right, atMost: 0 },
    { what: 'bad requests answered in another way than they may be', measured: faults.length, atMost: 0 },
    { what: '/healthz beside large reviews, p99, ms', measured: worst('probe'), atMost: 250 },
    { what: 'good reviews beside large ones, p99, ms', measured: worst('good'), atMost: 250 },
    { what: 'wrong answers beside large reviews', measured: faultsBeside.length, atMost: 0 },
  ])
} finally {
  await servers.stop()
}
