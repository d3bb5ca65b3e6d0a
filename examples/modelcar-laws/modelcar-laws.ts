#!/usr/bin/env node
import { fromReview, type LawReport, reportLaws, reportText } from 'modelcar/testing'
import { readArguments, type Settings, usage, UsageError } from './arguments.js'
import { endpoint, type Endpoint } from './endpoint.js'
import { podsFrom } from './pods.js'

/** One pod is asked about at most so often by one law. */
const reserve = 40

const say = (line: string): void => void process.stderr.write(`${line}\n`)

async function main(settings: Settings): Promise<number> {
  const { url, ca, metadata, laws, runs, seed, mayChange, requests, seconds, isJson } = settings
  const webhook = endpoint(url, ca)
  const mutate = fromReview(webhook.ask, { metadata })
  const pods = podsFrom(settings.pods, settings.containers)
  const end = Date.now() + 1000 * seconds
  const interruption = new AbortController()
  // The first Ctrl-C ends with what is known so far, the second one at once.
  process.once('SIGINT', () => interruption.abort())
  const isOver = (): boolean =>
    interruption.signal.aborted || webhook.counts.requests > requests - reserve || Date.now() > end
  const progress = setInterval(() => say(`… ${webhook.counts.requests} requests`), 2000)
  progress.unref()
  const onReport = (report: LawReport): void => {
    if (!isJson)
      say(`${report.law}: ${report.outcome}, ${report.runs} pods, ${webhook.counts.requests} requests so far`)
  }
  const reports = await reportLaws(mutate, { decoded: true, pods, laws, runs, seed, mayChange, isOver, onReport })
  clearInterval(progress)
  const { counts } = webhook
  if (isJson)
    process.stdout.write(`${JSON.stringify({ seed, ...counts, isCut: isOver(), laws: reports }, undefined, 2)}\n`)
  else for (const report of reports) process.stdout.write(`${reportText(report)}\n\n`)
  if (interruption.signal.aborted) say('interrupted, so not every pod was asked about')
  else if (isOver()) say('the bound on requests or time was reached, so not every pod was asked about')
  return codeOf(reports, webhook)
}

function codeOf(reports: readonly LawReport[], { counts }: Endpoint): number {
  if (counts.failures === counts.requests) {
    say('nothing was tested: no request was answered')
    return 3
  }
  if (reports.some(({ outcome }) => outcome === 'broken')) return 1
  if (counts.patches > 0 && reports.every(({ outcome }) => outcome === 'kept')) return 0
  say(
    'nothing was tested: the webhook changed none of the pods. Does it look for something? See --label, --annotation and --pods.',
  )
  return 3
}

// Whoever reads may stop early, as `head` does; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

try {
  const settings = readArguments(process.argv.slice(2))
  if (settings === undefined) process.stdout.write(usage)
  else
    main(settings).then(
      (code) => (process.exitCode = code),
      (error: unknown) => {
        if (!(error instanceof UsageError)) throw error
        say(error.message)
        process.exitCode = 2
      },
    )
} catch (error) {
  if (!(error instanceof UsageError)) throw error
  process.stderr.write(`${error.message}\n\n${usage}`)
  process.exitCode = 2
}
