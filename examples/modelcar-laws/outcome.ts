import type { LawReport } from 'modelcar/testing'
import type { Endpoint } from './endpoint.js'

/** What ended a run before every pod was asked about. */
export type Cut = 'interruption' | 'time' | 'requests'

export interface Outcome extends Pick<Endpoint, 'counts'> {
  readonly reports: readonly LawReport[]
  /** How often it gave another pod than it was asked about; an empty patch is no change. */
  readonly changes: number
  readonly fault: string | undefined
  readonly cut: Cut | undefined
}

const cuts: Readonly<Record<Cut, string>> = {
  interruption: 'interrupted',
  time: 'the time was over, see --time',
  requests: 'the bound on requests was reached, see --requests',
}

/** All in one line, as the reports are long: `broken: stable, valid; kept: pure`. */
export const summaryOf = (reports: readonly LawReport[]): string =>
  (['broken', 'untested', 'kept'] as const)
    .map((each) => ({ each, laws: reports.filter(({ outcome }) => outcome === each).map(({ law }) => law) }))
    .filter(({ laws }) => laws.length > 0)
    .map(({ each, laws }) => `${each}: ${laws.join(', ')}`)
    .join('; ')

/** Says what a reader of the reports would not see in them, and gives the exit code. */
export function exitCodeOf({ reports, counts, changes, fault, cut }: Outcome, say: (line: string) => void): number {
  if (cut !== undefined) say(`${cuts[cut]}, so not every pod was asked about`)
  if (cut === 'interruption') return 130
  if (counts.failures === counts.requests) {
    say(`nothing was tested: no request was answered${fault === undefined ? '' : `: ${fault}`}`)
    return 3
  }
  if (reports.some(({ outcome }) => outcome === 'broken')) return 1
  if (changes === 0) {
    say(
      'nothing was tested: the webhook changed none of the pods. Does it look for something? See --label, --annotation and --pods.',
    )
    return 3
  }
  if (reports.every(({ outcome }) => outcome === 'kept')) return 0
  say('not every law was tested')
  return 3
}
