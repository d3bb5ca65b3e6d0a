import { setInterval } from 'node:timers/promises'
import type { FastifyBaseLogger } from 'fastify'
import { lineOf, type Faults } from './fault.js'
import { readText, type FileText } from './file.js'
import type { Metrics, Reloaded } from './metrics.js'

/** Files that are read again when they change, and what is made of them. */
export interface Source<T> {
  readonly what: Reloaded
  /** The files as they were first read. */
  readonly files: readonly FileText[]
  readonly check: (faults: Faults, files: readonly FileText[]) => T | undefined
  readonly use: (value: T) => void
}

export interface ReloadContext {
  readonly metrics: Metrics
  readonly log: FastifyBaseLogger
  readonly pollInterval: number
  readonly signal: AbortSignal
}

/**
 * Keeps what is used at what the files say; where they are broken, what was read before stays. It compares the content, again and
 * again: the kubelet changes a volume by swapping a symlink two directories above, which no watcher of the file sees, and not every
 * file system of a volume tells of changes at all. A few kilobytes a second cost nothing.
 */
export async function keepCurrent<T>({ what, files, check, use }: Source<T>, context: ReloadContext): Promise<void> {
  const { metrics, log, pollInterval, signal } = context
  let handled = JSON.stringify(files)
  let seen = handled
  for await (const now of contents(files, pollInterval, signal)) {
    const content = JSON.stringify(now)
    // Two reads that agree: between them no file was being written, nor was the swap between one file and the other.
    const isSettled = content === seen
    seen = content
    if (content === handled || !isSettled) continue
    handled = content
    const faults: Faults = []
    const value = check(faults, now)
    metrics.reload(what, value !== undefined)
    if (value === undefined) {
      log.error({ what, faults: faults.map(lineOf) }, 'changed file is broken, keeping what was read before')
    } else {
      use(value)
      log.info({ what }, 'reloaded')
    }
  }
}

async function* contents(files: readonly FileText[], pollInterval: number, signal: AbortSignal) {
  try {
    for await (const _ of setInterval(pollInterval, undefined, { ref: false, signal })) {
      yield await Promise.all(files.map(({ variable, path }) => readText(variable, path)))
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
