import { partsOf } from './parts.js'

/** How many lines a diff adds and removes. */
export interface LineCount {
  readonly added: number
  readonly removed: number
}

export function countLines(before: string, after: string): LineCount {
  const parts = partsOf(before, after)
  const count = (kind: 'added' | 'removed') => parts.reduce((sum, part) => sum + (part[kind] ? part.count : 0), 0)
  return { added: count('added'), removed: count('removed') }
}
