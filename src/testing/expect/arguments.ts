import { changes } from '../changes.js'
import { isFields, stringsOf } from '../json.js'
import {
  aBoolean,
  aFunction,
  anObject,
  faultsOf,
  faultsOfOptions,
  listOf,
  refuse,
  type Rule,
  wholeFrom,
} from '../rules.js'
import type { AllLawsOptions } from './expectations.js'
import { type LawName, laws } from './laws.js'

const namesOf = (table: object): Rule =>
  listOf(`some of ${Object.keys(table).join(', ')}`, (name) => typeof name === 'string' && Object.hasOwn(table, name))

const rules = new Map<string, Rule>(
  Object.entries({
    pods: anObject,
    decoded: aBoolean,
    changes: namesOf(changes),
    neighbours: listOf('neighbours', isFields),
    mayChange: listOf(
      'paths such as containers[*].image',
      (path) => /^(?!\/|spec\.)(?!.*\[(?!\*\]))./.test(String(path)),
      0,
    ),
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

/**
 * Throws a TypeError that says all that is wrong with a call; a test whose options are passed over tests something else.
 *
 * @param asked which laws are asked about, where the options do not say it.
 */
export function checkArguments(mutate: unknown, options: unknown, asked?: readonly LawName[]): void {
  const needsPlan =
    isFields(options) && options['plan'] === undefined && stringsOf(options['laws'] ?? asked).includes('patch')
  refuse([
    ...(needsPlan ? faultsOf('plan', undefined, aFunction) : []),
    ...faultsOf('mutate', mutate, aFunction),
    ...faultsOfOptions(options, rules),
  ])
}
