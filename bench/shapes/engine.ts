import { figure } from '../report.js'
import { counts, slope } from './growth.js'
import { timed, timeInTurn } from './processor-time.js'
import { many } from './shape.js'

type CallOf = (count: number) => () => unknown

const named = (count: number) => JSON.stringify(many(count, (index) => ({ name: `variable-${index}`, value: 'x' })))
const keyed = (count: number) => JSON.stringify(Object.fromEntries(many(count, (index) => [`key${index}`, 'x'])))

function firstKey(object: object): string | undefined {
  for (const key in object) return key
  return undefined
}

/** What the engine itself takes for what no injection can do without: it is not the same for each of a thousand as for each of ten. */
const references: Readonly<Record<string, CallOf>> = {
  'JSON.parse of a list of objects': (count) => {
    const text = named(count)
    return () => JSON.parse(text) as unknown
  },
  'a Map by name, and a look for each': (count) => {
    const list = JSON.parse(named(count)) as { readonly name: string }[]
    return () => {
      const byName = new Map(list.map((each) => [each.name, each]))
      return list.filter(({ name }) => byName.has(name)).length
    }
  },
  'the first key of an object': (count) => {
    const object = JSON.parse(keyed(count)) as object
    return () => firstKey(object)
  },
}

/** Prints how time grows in the engine alone, to be read beside what grows as fast. It is no target. */
export function printEngine(rounds: number): void {
  console.log('the engine alone')
  for (const [what, callOf] of Object.entries(references)) {
    const all = counts.map((count) => timed(callOf(count)))
    timeInTurn(all, rounds)
    const times = all.map(({ least }) => least)
    const cells = times.map((time) => figure(time / 1000).padStart(7))
    console.log(`  ${[what.padEnd(34), ...cells, slope(times).toFixed(2).padStart(6)].join('  ')}`)
  }
}
