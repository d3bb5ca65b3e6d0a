#!/usr/bin/env node
import { readArguments, usage, UsageError } from './arguments.js'
import { run } from './run.js'

const print = (text: string): void => void process.stdout.write(text)
const say = (line: string): void => void process.stderr.write(`${line}\n`)

// Whoever reads may stop early, as `head` does; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

async function main(): Promise<number> {
  const settings = readArguments(process.argv.slice(2))
  if (settings === undefined) {
    print(usage)
    return 0
  }
  const interruption = new AbortController()
  // The first Ctrl-C ends with what is known so far, the second one at once.
  process.once('SIGINT', () => interruption.abort())
  return run(settings, { print, say, interruption: interruption.signal })
}

main().then(
  (code) => (process.exitCode = code),
  (error: unknown) => {
    if (!(error instanceof UsageError)) throw error
    say(`${error.message}\nsee modelcar-laws --help`)
    process.exitCode = 2
  },
)
