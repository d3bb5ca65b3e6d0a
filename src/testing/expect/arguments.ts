import { changes } from '../changes.js'
import { isFields, show } from '../json.js'
import type { AllLawsOptions } from './expectations.js'
import { laws } from './laws.js'

/** What an argument has to be, in words and as a test. */
type Rule = readonly [expected: string, holds: (value: unknown) => boolean]

const typeOf = (type: string): Rule => [`a ${type}`, (value) => typeof value === type]
const aFunction = typeOf('function')
const aBoolean = typeOf('boolean')
const anObject: Rule = ['an object', isFields]

const wholeFrom = (least: number): Rule => [
  `a whole number from ${least}`,
  (value) => Number.isSafeInteger(value) && Number(value) >= least,
]

const listOf = (entries: string, holds: (entry: unknown) => boolean, least = 1): Rule => [
  `a list of ${entries}`,
  (value) => Array.isArray(value) && value.length >= least && value.every(holds),
]

const namesOf = (table: object): Rule =>
  listOf(`some of ${Object.keys(table).join(', ')}`, (name) => typeof name === 'string' && Object.hasOwn(table, name))

const rules = new Map<string, Rule>(
  Object.entries({
    pods: anObject,
    decoded: aBoolean,
    changes: namesOf(changes),
    neighbours: listOf('neighbours', isFields),
    mayChange: listOf('paths such as containers[*].image', (path) => /^[^/]/.test(String(path)), 0),
    plan: aFunction,
    isRefusal: aFunction,
    byReference: aBoolean,
    runs: wholeFrom(1),
    seed: wholeFrom(-(2 ** 31)),
    // No timer waits for longer.
    timeoutSeconds: [
      'a number of seconds',
      (value) => typeof value === 'number' && value > 0 && value < 2 ** 31 / 1000,
    ],
    isOver: aFunction,
    signal: anObject,
    laws: namesOf(laws),
    onReport: aFunction,
  } satisfies Readonly<Record<keyof AllLawsOptions, Rule>>),
)

/** Throws a TypeError that says all that is wrong with a call; a test whose options are passed over tests something else. */
export function checkArguments(mutate: unknown, options: unknown): void {
  const faults = [
    ...faultsOf('mutate', mutate, aFunction),
    ...faultsOf('options', options, anObject),
    ...Object.entries(isFields(options) ? options : {}).flatMap(([name, value]) => faultsOfOption(name, value)),
  ]
  if (faults.length > 0) throw new TypeError(`wrong arguments: ${faults.join('; ')}`)
}

function faultsOfOption(name: string, value: unknown): readonly string[] {
  const rule = rules.get(name)
  if (rule === undefined) return [`${name}: no such option, expected ${[...rules.keys()].join(', ')}`]
  return value === undefined ? [] : faultsOf(name, value, rule)
}

const faultsOf = (name: string, value: unknown, [expected, holds]: Rule): readonly string[] =>
  holds(value) ? [] : [`${name}: expected ${expected}, found ${typeof value === 'number' ? value : show(value)}`]
