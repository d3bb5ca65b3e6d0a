import { admit } from '../src/admission/index.js'
import { createInjector } from '../src/index.js'
import { casesOf, checkAnswer } from './admission-cases.js'
import { config } from './by-hand/wanted.js'
import { measure, median, ratio, warmUp, type Contestants } from './measure.js'
import { grownPod, issuePod } from './pods.js'
import { figure, reportGoals, reportTable, type Goal } from './report.js'

/*
 * From a raw review to a raw answer, as a webhook server does it for each request. The base is what no server can do without: of a
 * text `JSON.parse`, of bytes a `TextDecoder` made once and `JSON.parse`.
 */

const injector = createInjector(config)
const decoder = new TextDecoder('utf-8', { fatal: true })

const small = 'the pod of kserve#3506'
const grown = 'with 100 more containers'
const pods = new Map([
  [small, issuePod()],
  ['10 containers', grownPod(10)],
  ['100 containers', grownPod(100)],
  [grown, grownPod(issuePod().containers.length + 100)],
  ['1,000 containers', grownPod(1000)],
])

/** What KServe's Go takes from a review to the response, in microseconds, recorded on a machine of this kind; and the goal. */
const recorded = new Map([
  [small, { go: 778, atLeast: 25 }],
  [grown, { go: 12_000, atLeast: 100 }],
])

const base = 'JSON.parse alone'
const raw = 'raw to raw'
const rest = 'from parsed'

function contestantsFor(review: string | Uint8Array): Contestants {
  const parse = (): unknown => JSON.parse(typeof review === 'string' ? review : decoder.decode(review))
  const parsed = parse()
  return {
    // What is parsed is dropped at once, as `admit` does: the collector takes long to move what is kept.
    [base]: () => typeof parse(),
    [raw]: () => JSON.stringify(admit(review, injector)),
    [rest]: () => JSON.stringify(admit(parsed, injector)),
  }
}

const subjects = [...pods].map(([name, pod]) => {
  const cases = casesOf(pod)
  for (const each of cases) checkAnswer(each, injector)
  const contestants = cases.flatMap(({ outcome, text, bytes }) => [
    [`${outcome}, text`, contestantsFor(text)] as const,
    [`${outcome}, bytes`, contestantsFor(bytes)] as const,
  ])
  return { name, kilobytes: cases[0]!.text.length / 1000, contestants }
})
console.log(`modelcar/admission: ${subjects.length * 4} answers, each to text and to bytes, as they have to be`)

for (const { contestants } of subjects) for (const [, each] of contestants) warmUp(each)

const goals: Goal[] = []
for (const { name, kilobytes, contestants } of subjects) {
  const rows = contestants.map(([what, each]) => ({ what, times: measure(each) }))
  console.log(`\n${name}: ${figure(kilobytes)} kB; µs, the best of the rounds and the median`)
  reportTable(
    ['', base, '', raw, '', rest, '', 'ratio'],
    rows.map(({ what, times }) => [
      what,
      ...[base, raw, rest].flatMap((way) => [Math.min(...times[way]!), median(times[way]!)]),
      ratio(times, raw, base),
    ]),
  )
  const slowest = Math.max(...rows.map(({ times }) => ratio(times, raw, base)))
  goals.push({ what: `${raw}, to ${base}, the slowest answer: ${name}`, measured: slowest, atMost: 1.35 })
  const [kserve, injected] = [recorded.get(name), rows.find(({ what }) => what === 'injected, bytes')?.times]
  if (kserve === undefined || injected === undefined) continue
  for (const way of [raw, rest]) {
    const measured = kserve.go / Math.min(...injected[way]!)
    goals.push({ what: `KServe's Go to ours, ${way}: ${name}`, measured, atLeast: kserve.atLeast })
  }
}
console.log()
reportGoals(goals)
