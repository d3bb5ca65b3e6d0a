import { isFields, show } from './json.js'

/** What an argument has to be, in words and as a test. */
export type Rule = readonly [expected: string, holds: (value: unknown) => boolean]

export const aFunction: Rule = ['a function', (value) => typeof value === 'function']
export const anObject: Rule = ['an object', isFields]

export const aBoolean: Rule = ['a boolean', (value) => typeof value === 'boolean']

export const wholeFrom = (least: number): Rule => [
  `a whole number from ${least}`,
  (value) => Number.isSafeInteger(value) && Number(value) >= least,
]

export const listOf = (entries: string, holds: (entry: unknown) => boolean, least = 1): Rule => [
  `a list of ${entries}`,
  (value) => Array.isArray(value) && value.length >= least && value.every(holds),
]

export const faultsOf = (name: string, value: unknown, [expected, holds]: Rule): readonly string[] =>
  holds(value) ? [] : [`${name}: expected ${expected}, found ${typeof value === 'number' ? value : show(value)}`]

/** What is wrong with options: what is none of them, and what is not as its rule has it. One that is undefined is absent. */
export const faultsOfOptions = (options: unknown, rules: ReadonlyMap<string, Rule>): readonly string[] =>
  isFields(options)
    ? Object.entries(options).flatMap(([name, value]) => {
        const rule = rules.get(name)
        if (rule === undefined) return [`${name}: no such option, expected ${[...rules.keys()].join(', ')}`]
        return value === undefined ? [] : faultsOf(name, value, rule)
      })
    : faultsOf('options', options, anObject)

/** Throws a TypeError that says all that is wrong with a call. */
export function refuse(faults: readonly string[]): void {
  if (faults.length > 0) throw new TypeError(`wrong arguments: ${faults.join('; ')}`)
}
