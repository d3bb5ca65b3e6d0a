import type { V1PodSpec } from '@kubernetes/client-node'
import { createInjector, injectModelcar } from '../src/index.js'
import { checkAgreement, checkLeavings, checkSecondCall, checkWarnings, type Inject } from './agreement.js'
import { immutable, planned } from './by-hand/immutable.js'
import { withImmer, withMutative, withStructuredClone } from './by-hand/mutating.js'
import { config } from './by-hand/wanted.js'
import { measure, median, ratio, warmUp, type Contestants, type Times } from './measure.js'
import { grownPod, issuePod } from './pods.js'
import { figure, reportGoals, reportTable, type Goal } from './report.js'

const injector = createInjector(config)

const injections: Readonly<Record<string, Inject>> = {
  'by hand': immutable,
  'with immer': withImmer,
  'with mutative': withMutative,
  'structuredClone, then by hand': withStructuredClone,
  'injectModelcar(podSpec, config)': (spec) => injectModelcar(spec, config),
}

const pods = new Map([
  ['the pod of kserve#3506', issuePod()],
  ['10 containers', grownPod(10)],
  ['100 containers', grownPod(100)],
  ['1,000 containers', grownPod(1000)],
])

for (const [name, inject] of Object.entries(injections)) {
  const count = checkAgreement(name, inject, [...pods.values()])
  console.log(`${name}: equal to the library on ${count} pods`)
}

checkSecondCall('by hand', immutable, [...pods.values()])
console.log(`by hand: the warnings of the library on ${checkWarnings([...pods.values()])} pods`)
console.log(`by hand: what it leaves to the library is seen on ${checkLeavings('by hand', immutable)} pods`)

const hand = 'by hand'
const handPlan = 'by hand, with warnings'
const handAgain = 'by hand, second call'
const plan = 'injector.plan'
const inject = 'injector.inject'
const again = 'injector.inject, second call'
const direct = 'injectModelcar(podSpec, config)'
const cloned = 'structuredClone, then by hand'
const parse = 'JSON.parse of the pod'

function contestantsFor(pod: V1PodSpec): Contestants {
  const [ours, theirs, text] = [injector.inject(pod), immutable(pod), JSON.stringify(pod)]
  return {
    [hand]: () => immutable(pod),
    [handPlan]: () => planned(pod),
    [plan]: () => injector.plan(pod),
    [inject]: () => injector.inject(pod),
    [direct]: () => injectModelcar(pod, config),
    'with immer': () => withImmer(pod),
    'with mutative': () => withMutative(pod),
    [cloned]: () => withStructuredClone(pod),
    [handAgain]: () => immutable(theirs),
    [again]: () => injector.inject(ours),
    'injector.plan, second call': () => injector.plan(ours),
    [parse]: () => JSON.parse(text) as unknown,
  }
}

const contestants = new Map([...pods].map(([name, pod]) => [name, contestantsFor(pod)]))
for (let round = 0; round < 2; round++) for (const each of contestants.values()) warmUp(each)

const measured = new Map<string, Times>()
for (const [name, each] of contestants) {
  const times = measure(each)
  measured.set(name, times)
  console.log(`\n${name}`)
  reportTable(
    ['', 'µs', 'to by hand'],
    Object.keys(each).map((contestant) => {
      const base = contestant.endsWith('second call') ? handAgain : contestant === plan ? handPlan : hand
      return [contestant, median(times[contestant]!), figure(ratio(times, contestant, base))]
    }),
  )
}

const small = measured.get('the pod of kserve#3506')!
const goals: Goal[] = []
for (const [name, times] of measured) {
  goals.push(
    { what: `fresh plan to by hand with warnings, ${name}`, measured: ratio(times, plan, handPlan), atMost: 1.5 },
    { what: `fresh injection to by hand, ${name}`, measured: ratio(times, inject, hand), atMost: 2.2 },
    { what: `second call to by hand, ${name}`, measured: ratio(times, again, handAgain), atMost: 1.6 },
    { what: `without the compiled form to with it, ${name}`, measured: ratio(times, direct, inject), atMost: 2.3 },
  )
}
goals.push(
  { what: 'structuredClone to fresh injection, small pod', measured: ratio(small, cloned, inject), atLeast: 5 },
  {
    what: 'structuredClone to fresh injection, 100 containers',
    measured: ratio(measured.get('100 containers')!, cloned, inject),
    atLeast: 50,
  },
)
const [ten, thousand] = [measured.get('10 containers')!, measured.get('1,000 containers')!]
const growth = (name: string): number => median(thousand[name]!) - median(ten[name]!)
for (const each of [plan, inject, again]) {
  goals.push({ what: `${each}: time per container to JSON.parse`, measured: growth(each) / growth(parse), atMost: 0.1 })
}
console.log()
reportGoals(goals)
