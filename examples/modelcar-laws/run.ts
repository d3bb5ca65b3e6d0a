import { fromReview, type LawReport, type Mutate, reportLaws, reportText } from 'modelcar/testing'
import type { Settings } from './arguments.js'
import { endpoint } from './endpoint.js'
import { exitCodeOf, summaryOf, type Cut } from './outcome.js'
import { podsFrom } from './pods.js'

/** One pod is asked about at most so often by one law. */
const reserve = 40
/** After so many requests of which none was answered, no more are sent. */
const patience = 20

/** Where a run writes to, and what ends it early. */
export interface Terminal {
  readonly print: (text: string) => void
  readonly say: (line: string) => void
  readonly interruption: AbortSignal
}

/** Asks a webhook about the laws, reports on each, and gives the exit code. */
export async function run(settings: Settings, { print, say, interruption }: Terminal): Promise<number> {
  const { url, ca, timeoutSeconds, metadata, laws, runs, seed, mayChange, requests, seconds, isJson } = settings
  const pods = podsFrom(settings.pods, settings.containers)
  const stop = new AbortController()
  let ended: Cut | undefined
  const end = (cut: Cut): void => {
    ended ??= cut
    stop.abort()
  }
  interruption.addEventListener('abort', () => end('interruption'))
  const clock = setTimeout(() => end('time'), 1000 * seconds)
  const webhook = endpoint({ url, ca, timeoutSeconds }, stop.signal)
  const { counts } = webhook
  const isDead = (): boolean => counts.failures === counts.requests && counts.failures >= patience
  const isSpent = (): boolean => counts.requests > requests - reserve
  const cut = (): Cut | undefined => ended ?? (isSpent() ? 'requests' : undefined)

  const progress = setInterval(() => say(`… ${counts.requests} requests`), 2000)
  const onReport = (report: LawReport): void => {
    if (isJson || report.runs === 0) return
    say(`${report.law}: ${report.outcome}, ${report.runs} pods, ${counts.requests} requests so far`)
  }
  let changes = 0
  const ask = fromReview(webhook.ask, { metadata })
  const mutate: Mutate = async (podSpec) => {
    const made = await ask(podSpec)
    if (made !== podSpec) changes += 1
    return made
  }
  const reports = await reportLaws(mutate, {
    ...{ decoded: true, pods, laws, runs, seed, mayChange, onReport, signal: stop.signal },
    // The endpoint keeps the time itself.
    timeoutSeconds: 2 * timeoutSeconds,
    isOver: () => isSpent() || isDead(),
  })
  clearInterval(progress)
  clearTimeout(clock)
  if (isJson)
    print(`${JSON.stringify({ seed, ...counts, changes, isCut: cut() !== undefined, laws: reports }, undefined, 2)}\n`)
  else {
    for (const report of reports) print(`${reportText(report)}\n\n`)
    say(summaryOf(reports))
  }
  return exitCodeOf({ reports, counts, changes, fault: webhook.fault(), cut: cut() }, say)
}
