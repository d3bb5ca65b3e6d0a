import { createInjector } from '../src/index.js'
import { immutable } from './by-hand/immutable.js'
import { config } from './by-hand/wanted.js'
import { sink } from './measure.js'
import { grownPod } from './pods.js'
import { reportGoals, reportTable } from './report.js'

/*
 * Bytes that a second call allocates. The young generation has to be large enough to take all calls of a round, so that nothing is
 * collected between the two readings.
 */

const { gc } = globalThis
if (gc === undefined) throw new Error('run with --expose-gc')
const collect = (): void => gc()

const calls = 5000
const rounds = 7
const sizes = [10, 100, 1000]

const injector = createInjector(config)
const contestants = sizes.flatMap((size) => {
  const pod = grownPod(size)
  const [ours, theirs] = [injector.inject(pod), immutable(pod)]
  return [() => injector.inject(ours), () => injector.plan(ours), () => immutable(theirs)]
})

function bytesPerCall(call: () => unknown): number {
  collect()
  const before = process.memoryUsage().heapUsed
  for (let index = 0; index < calls; index++) sink.value = call()
  return (process.memoryUsage().heapUsed - before) / calls
}

// The first rounds are in code that the engine has not optimised yet; what it allocates itself comes on top at any time. The least
// of all rounds, in each of which every contestant has a turn, is free of both.
const least = contestants.map(() => Infinity)
for (let round = 0; round < rounds; round++) {
  contestants.forEach((call, index) => (least[index] = Math.min(least[index]!, bytesPerCall(call))))
}

console.log('\nbytes per second call')
reportTable(
  ['', 'injector.inject', 'injector.plan', 'by hand'],
  sizes.map((size, index) => [`${size} containers`, ...least.slice(3 * index, 3 * index + 3)]),
)
console.log()
// Reading the heap's size allocates some bytes itself.
const noise = 1.02
reportGoals([
  { what: 'bytes of a second call, 1,000 containers to 10', measured: least[6]! / least[0]!, atMost: noise },
])
