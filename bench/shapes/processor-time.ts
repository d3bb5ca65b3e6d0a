import { sink } from '../measure.js'

/** A run takes at least so long: a collection of garbage now and then is a part of it. */
const runMicroseconds = 4000

/** A call that is timed, and the least that it took, in microseconds of processor time. */
interface Timed {
  readonly call: () => unknown
  batch: number
  least: number
}

export const timed = (call: () => unknown): Timed => ({ call, batch: 1, least: Infinity })

/**
 * Times calls in turn, so often, and keeps the least of each. Processor time does not count what a busy machine does beside, and the
 * least is free of what the engine does now and then; what the engine’s own threads do counts.
 */
export function timeInTurn(all: readonly Timed[], rounds: number): void {
  for (let round = 0; round < rounds; round++) for (const each of all) time(each)
}

/** What takes so long is quadratic, and missed its target in its first run. */
const longMicroseconds = 1_000_000

function time(each: Timed): void {
  if (each.least !== Infinity && each.least > longMicroseconds) return
  const microseconds = run(each)
  each.least = Math.min(each.least, microseconds / each.batch)
  each.batch = Math.max(1, Math.ceil(runMicroseconds / each.least))
}

function run({ call, batch }: Timed): number {
  const start = process.cpuUsage()
  for (let index = 0; index < batch; index++) sink.value = call()
  const { user, system } = process.cpuUsage(start)
  return user + system
}
