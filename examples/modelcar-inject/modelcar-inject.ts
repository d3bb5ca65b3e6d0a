#!/usr/bin/env node
import { buffer } from 'node:stream/consumers'
import { createInjector, isModelcarError, type Injector } from 'modelcar'
import { readArguments, usage, UsageError } from './arguments.js'
import { injectManifest, type Note } from './manifest.js'

/** Reads a manifest from standard input and writes it with the model to standard output; gives the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const config = readArguments(args)
  if (config === undefined) return write(usage)
  const injector: Injector = createInjector(config)
  const manifest = decode(await buffer(process.stdin))
  if (manifest === undefined) return fail(1, ['expected UTF-8 on standard input'])
  const injected = injectManifest(manifest, injector)
  if (injected.faults !== undefined) return fail(1, injected.faults.map(lineOf))
  tell(injected.warnings.map((warning) => `warning: ${lineOf(warning)}`))
  return write(injected.text)
}

const lineOf = ({ where, field, message }: Note): string =>
  [where, field, message].filter((part) => part !== '').join(': ')

function tell(lines: readonly string[]): void {
  for (const line of lines) process.stderr.write(`modelcar-inject: ${line}\n`)
}

function fail(code: 1 | 2, lines: readonly string[]): number {
  tell(lines)
  return code
}

function write(text: string): number {
  process.stdout.write(text)
  return 0
}

/** A byte order mark stays, and what is no UTF-8 is not replaced silently. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return undefined
  }
}

// Whoever reads may stop early, as `head` does; that is no fault.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error
})

main(process.argv.slice(2)).then(
  (code) => void (process.exitCode = code),
  (error: unknown) => {
    if (error instanceof UsageError) process.exitCode = fail(2, [error.message, 'see modelcar-inject --help'])
    else if (isModelcarError(error))
      process.exitCode = fail(
        2,
        error.causes.map((c) => `config.${c.field}: ${c.message}`),
      )
    else throw error
  },
)
