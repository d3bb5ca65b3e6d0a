import { diffLines } from 'diff'

/** Lines that two texts share, or that only one of them has. */
export interface Part {
  readonly value: string
  readonly count: number
  readonly added: boolean
  readonly removed: boolean
}

/** Two texts as parts, in order. Where they have little in common, all of the one goes and all of the other comes: to find more would take long. */
export function partsOf(before: string, after: string): readonly Part[] {
  return diffLines(before, after, { maxEditLength: 2000 }) ?? [whole(before, 'removed'), whole(after, 'added')]
}

const whole = (value: string, kind: 'added' | 'removed'): Part => ({
  value,
  count: value.split('\n').length - (value.endsWith('\n') ? 1 : 0),
  added: kind === 'added',
  removed: kind === 'removed',
})
