import { yamlLines } from './yaml.js'

/** Unchanged lines around a change. */
const context = 2
/** A longer text is shown without being compared line by line, which takes the product of both lengths. */
const longest = 1500

/** Writes what became of a value as a diff of YAML, for a person to read. */
export function diffText(before: unknown, after: unknown): string {
  const [old, made] = [yamlLines(before), yamlLines(after)]
  const lines = compareInside(old, made)
  const isNear = (index: number): boolean =>
    lines.slice(Math.max(index - context, 0), index + context + 1).some((line) => !line.startsWith(' '))
  const near = lines.map((_, index) => isNear(index))
  return lines
    .flatMap((line, index) => {
      if (near[index] === true) return [line]
      return index === 0 || near[index - 1] === true ? ['  …'] : []
    })
    .join('\n')
}

const removed = (line: string): string => `- ${line}`
const added = (line: string): string => `+ ${line}`

/** What both begin and end with need not be compared. */
function compareInside(old: readonly string[], made: readonly string[]): string[] {
  const shorter = Math.min(old.length, made.length)
  let first = 0
  while (first < shorter && old[first] === made[first]) first += 1
  let last = 0
  while (last < shorter - first && old.at(-1 - last) === made.at(-1 - last)) last += 1
  const [left, right] = [old.slice(first, old.length - last), made.slice(first, made.length - last)]
  const isLong = left.length > longest || right.length > longest
  const changed = isLong ? [...left.map(removed), ...right.map(added)] : compare(left, right)
  const same = (line: string): string => `  ${line}`
  return [...old.slice(0, first).map(same), ...changed, ...old.slice(old.length - last).map(same)]
}

/** The longest common subsequence of lines, with what is beside it. */
function compare(old: readonly string[], made: readonly string[]): string[] {
  const lengths = commonLengths(old, made)
  const at = (i: number, j: number): number => lengths[i]?.[j] ?? 0
  const lines: string[] = []
  let [i, j] = [0, 0]
  while (i < old.length || j < made.length) {
    const [left, right] = [old[i], made[j]]
    if (left !== undefined && left === right) {
      lines.push(`  ${left}`)
      i += 1
      j += 1
    } else if (right === undefined || (left !== undefined && at(i + 1, j) >= at(i, j + 1))) {
      lines.push(removed(left ?? ''))
      i += 1
    } else {
      lines.push(added(right))
      j += 1
    }
  }
  return lines
}

function commonLengths(old: readonly string[], made: readonly string[]): number[][] {
  const lengths = Array.from({ length: old.length + 1 }, () => new Array<number>(made.length + 1).fill(0))
  for (let i = old.length - 1; i >= 0; i -= 1) {
    const [row, below] = [lengths[i] ?? [], lengths[i + 1] ?? []]
    for (let j = made.length - 1; j >= 0; j -= 1) {
      row[j] = old[i] === made[j] ? (below[j + 1] ?? 0) + 1 : Math.max(below[j] ?? 0, row[j + 1] ?? 0)
    }
  }
  return lengths
}
