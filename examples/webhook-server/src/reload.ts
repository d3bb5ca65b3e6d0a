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
  readonly metrics: Pick<Metrics, 'reload'>
  readonly log: Pick<FastifyBaseLogger, 'info' | 'error'>
}

/** Keeps what is used at what the readings say; where they are broken, what was taken before stays. */
export async function keepCurrent<T>(
  { what, files, check, use }: Source<T>,
  readings: AsyncIterable<readonly FileText[]>,
  { metrics, log }: ReloadContext,
): Promise<void> {
  let handled = JSON.stringify(files)
  let seen = handled
  for await (const reading of readings) {
    const content = JSON.stringify(reading)
    // Two that agree: between them no file was being written, nor was the swap between one file and the other.
    const isSettled = content === seen
    seen = content
    if (content === handled || !isSettled) continue
    handled = content
    const faults: Faults = []
    const value = check(faults, reading)
    metrics.reload(what, value !== undefined)
    if (value === undefined) {
      log.error({ what, faults: faults.map(lineOf) }, 'changed file is broken, keeping what was read before')
    } else {
      use(value)
      log.info({ what }, 'reloaded')
    }
  }
}

/**
 * Reads files again and again. The kubelet changes a volume by swapping a symlink in the directory above, which no watcher of the
 * file sees, and not every file system tells of changes at all. To read a few kilobytes a second costs nothing.
 */
export async function* poll(
  files: readonly FileText[],
  interval: number,
  signal: AbortSignal,
): AsyncGenerator<readonly FileText[]> {
  try {
    for await (const _ of setInterval(interval, undefined, { ref: false, signal })) {
      yield await Promise.all(files.map(({ variable, path }) => readText(variable, path)))
    }
  } catch (error) {
    if (!signal.aborted) throw error
  }
}
