import { Bench } from 'tinybench'

/** Functions by name, to be compared with each other. */
export type Contestants = Readonly<Record<string, () => unknown>>

const rounds = 15
const warmupMilliseconds = 250
/** Of one contestant in one round. */
const milliseconds = 15
/** One sample has as many calls as take about this long: the clock is coarse beside a call. */
const sampleMilliseconds = 0.05

/** Microseconds per call: one median for each round, of all contestants in turn. */
export type Times = Readonly<Record<string, readonly number[]>>

/**
 * Times all contestants in turn, again and again, so that what the machine does besides falls on all alike.
 */
export function measure(contestants: Contestants): Times {
  const names = Object.keys(contestants)
  const batches = new Map(names.map((name) => [name, batchOf(contestants[name]!)]))
  const times: Record<string, number[]> = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round < rounds; round++) {
    for (const name of names) times[name]!.push(sample(name, contestants[name]!, batches.get(name)!))
  }
  return times
}

/**
 * Runs all contestants until the engine has optimised them: it does so in the background, which takes long on a busy machine. To be
 * called for all pods before one is measured, so that none is measured in younger code than another.
 */
export function warmUp(contestants: Contestants): void {
  for (const call of Object.values(contestants)) {
    const end = performance.now() + warmupMilliseconds
    while (performance.now() < end) sink.value = call()
  }
}

/** What a call gave last, for the compiler to see that it is wanted. */
export const sink: { value: unknown } = { value: undefined }

function sample(name: string, call: () => unknown, batch: number): number {
  const bench = new Bench({ time: milliseconds, iterations: 3, warmup: false })
  bench.add(name, () => {
    for (let index = 0; index < batch; index++) sink.value = call()
  })
  const [task] = bench.runSync()
  const result = task?.result
  if (result?.state !== 'completed') throw new Error(`${name} was not measured`, { cause: result })
  return (result.latency.p50 * 1000) / batch
}

function batchOf(call: () => unknown): number {
  let [calls, elapsed] = [0, 0]
  const start = performance.now()
  while (elapsed < 50) {
    sink.value = call()
    calls++
    elapsed = performance.now() - start
  }
  return Math.max(1, Math.round((sampleMilliseconds * calls) / elapsed))
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right)
  return sorted[Math.floor(sorted.length / 2)] ?? NaN
}

/** How many times longer one takes than another: the median over the rounds, in which both ran side by side. */
export function ratio(times: Times, name: string, other: string): number {
  const others = times[other]!
  return median(times[name]!.map((time, round) => time / others[round]!))
}
