#!/usr/bin/env node
import { buffer } from 'node:stream/consumers'
import { isModelcarError } from 'modelcar'
import { readArguments, usage, UsageError } from './arguments.js'
import { injection, removal } from './injection.js'
import { changeManifest } from './manifest.js'
import type { Note } from './note.js'

/** Reads a manifest from standard input and writes it with the model to standard output; gives the exit code. */
async function main(args: readonly string[]): Promise<number> {
  const given = readArguments(args)
  if (given === undefined) return write(usage)
  const change = given.isRemoval === true ? removal(given.config) : injection(given.config)
  const manifest = decode(await buffer(process.stdin))
  if (manifest === undefined) return fail(1, ['expected UTF-8 on standard input'])
  const { text, faults, notes } = changeManifest(manifest, change, given)
  tell(notes.map((note) => `warning: ${lineOf(note)}`))
  return text === undefined ? fail(1, faults.map(lineOf)) : write(text)
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
