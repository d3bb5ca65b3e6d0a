/*
 * Preloaded into a server that is measured: tells its parent what the process has used so far, after a full collection.
 */

export interface Used {
  readonly heap: number
  readonly rss: number
  /** Of all threads, in microseconds. */
  readonly cpu: number
}

process.on('message', () => {
  const { user, system } = process.cpuUsage()
  globalThis.gc?.()
  const { heapUsed, rss } = process.memoryUsage()
  process.send?.({ heap: heapUsed, rss, cpu: user + system } satisfies Used)
})

// Whoever ends the benchmark ends its servers.
process.on('disconnect', () => process.exit())
