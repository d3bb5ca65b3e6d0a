import { show } from '../json.js'
import { diffText } from '../laws/diff.js'
import { yamlLines } from '../laws/yaml.js'
import type { Counterexample, LawReport } from './check.js'

/** Thrown where a law is broken; the message shows the smallest pod, what happened to it, and what it became. */
export class LawError extends Error {
  override readonly name = 'LawError'
  declare readonly reports: readonly LawReport[]

  constructor(reports: readonly LawReport[]) {
    super(`${reports.map(reportText).join('\n\n')}\n`)
    // Runners print what can be enumerated of an error, and the message has all of it.
    Object.defineProperty(this, 'reports', { value: reports })
  }
}

/**
 * Writes how a law fared, for a person: one line, and where it is broken all that shows it.
 *
 * @example
 * const shipper = { name: 'log-shipper', image: 'registry.example/shipper:3' }
 * const mutate = (spec: PodSpec): PodSpec =>
 *   spec.containers.some(({ name }) => name === shipper.name)
 *     ? spec
 *     : { ...spec, containers: [...spec.containers, { ...shipper }] }
 * const [report] = await reportLaws(mutate, { laws: ['pure'], runs: 50 })
 * console.log(report && reportText(report)) //=> pure: kept (50 pods)
 */
export function reportText({ law, outcome, runs, refused, seed, refusal, counterexample }: LawReport): string {
  if (outcome === 'untested') {
    const why =
      runs === 0
        ? 'no pod was asked about'
        : refused === runs
          ? `all of ${runs} pods were refused`
          : `none of ${runs} pods was changed: does it look for a name, a label or an annotation`
    return `${law}: nothing was tested, as ${why}${refusal === undefined ? '' : `; the first one: ${refusal}`}`
  }
  const pods = `${runs} ${runs === 1 ? 'pod' : 'pods'}${refused === 0 ? '' : `, ${refused} of them refused`}`
  if (counterexample === undefined) return `${law}: kept (${pods})`
  return [counterexample.fault, ...evidenceLines(counterexample), `repeat it with seed ${seed}`].join('\n')
}

function evidenceLines({ podSpec, between, calls = [], details = [], before, after }: Counterexample): string[] {
  const diff = after === undefined ? '' : diffText(before, after)
  return [
    ...details.slice(0, 6).map((each) => `  ${typeof each === 'string' ? each : show(each)}`),
    '',
    'the smallest pod:',
    ...indented(shortened(yamlLines(podSpec))),
    `between the calls: ${between}`,
    `calls: ${calls.length === 0 ? 'one call' : calls.join(', ')}`,
    ...(diff === '' ? [] : ['what changed:', ...indented(shortened(diff.split('\n')))]),
  ]
}

/** More than this nobody reads. */
const mostLines = 200

const shortened = (lines: readonly string[]): readonly string[] =>
  lines.length <= mostLines ? lines : [...lines.slice(0, mostLines), `… and ${lines.length - mostLines} more lines`]

const indented = (lines: readonly string[]): string[] => lines.map((line) => `  ${line}`)
