import { admit } from '../../src/admission/index.js'
import { figure, reportGoals, type Goal } from '../report.js'
import { printEngine } from './engine.js'
import { counts, slope } from './growth.js'
import { timed, timeInTurn } from './processor-time.js'
import type { Shape } from './shape.js'
import { shapes } from './shapes.js'

const rounds = 4
const steepest = 1.2

/** What an API server takes of a request, and the most that an answer may take to `JSON.parse` of the same bytes. */
const largest = { bytes: 3_000_000, atMost: 3 }

/** Times each way of a shape by count, prints it, and gives its slope. */
function grow({ name, calls }: Shape): Goal[] {
  const contestants = counts.map((count) => calls(count))
  return Object.keys(contestants[0]!).map((way) => {
    const all = contestants.map((each) => timed(each[way]!))
    timeInTurn(all, rounds)
    const times = all.map(({ least }) => least)
    const measured = slope(times)
    const cells = [
      way.padEnd(12),
      ...times.map((time) => figure(time / 1000).padStart(7)),
      measured.toFixed(2).padStart(6),
    ]
    console.log(`  ${cells.join('  ')}`)
    return { what: `slope: ${name}, ${way}`, measured, atMost: steepest }
  })
}

/** Answers a review of three megabytes, where the shape has one so long. */
function answerLargest({ name, review }: Shape): Goal[] {
  if (review === undefined) return []
  let count: number = counts[0]
  let made = review(count)
  for (let step = 0; step < 3; step++) {
    count = Math.floor((count * largest.bytes) / made.text.length)
    made = review(count)
  }
  const { text, source } = made
  if (Math.abs(text.length / largest.bytes - 1) > 0.1) return []
  const [answer, parse] = [timed(() => JSON.stringify(admit(text, source))), timed(() => typeof JSON.parse(text))]
  timeInTurn([parse, answer], rounds)
  const measured = answer.least / parse.least
  console.log(
    `  ${'3 MB'.padEnd(12)}  answer ${figure(answer.least / 1000)}, JSON.parse ${figure(parse.least / 1000)}, ratio ${figure(measured)}`,
  )
  return [{ what: `3 MB to JSON.parse: ${name}`, measured, atMost: largest.atMost }]
}

const wanted = process.argv.slice(2)
const chosen = shapes.filter(({ name }) => wanted.length === 0 || wanted.some((part) => name.includes(part)))

console.log(
  `milliseconds of processor time, the least of ${rounds} runs, by count (${counts.join(', ')}), and the slope`,
)
printEngine(rounds)
const goals: Goal[] = []
for (const shape of chosen) {
  console.log(shape.name)
  const grown = grow(shape)
  goals.push(...grown)
  // What is quadratic would take minutes, and is missed anyway.
  if (grown.every(({ measured }) => measured < 1.5)) goals.push(...answerLargest(shape))
}
console.log()
process.exitCode = reportGoals(goals) === 0 ? 0 : 1
