import { countLines } from '../editor/count-lines.js'
import { changesOf, type Injected } from '../pod/inject.js'

/** What was done, in one line. */
export function summaryOf(injected: Injected, before: string, after: string): string {
  const { added, removed } = countLines(before, after)
  const counts = [
    counted(changesOf(injected), 'change'),
    `${counted(added, 'line')} added`,
    `${counted(removed, 'line')} removed`,
    counted(injected.warnings.length, 'warning'),
  ]
  return `${counts.join(', ')}.`
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? '' : 's'}`
