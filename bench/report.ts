/** A goal: a measured ratio, and what it may be at the most (or has to be at the least). */
export interface Goal {
  readonly what: string
  readonly measured: number
  readonly atMost?: number
  readonly atLeast?: number
}

/** Prints each goal and whether it was reached, and tells how many were not. */
export function reportGoals(goals: readonly Goal[]): number {
  const width = Math.max(...goals.map(({ what }) => what.length))
  let missed = 0
  for (const { what, measured, atMost, atLeast } of goals) {
    const isMet = (atMost === undefined || measured <= atMost) && (atLeast === undefined || measured >= atLeast)
    if (!isMet) missed++
    const goal = atMost === undefined ? `at least ${atLeast ?? 0}` : `at most ${atMost}`
    console.log(`${isMet ? 'met   ' : 'MISSED'}  ${what.padEnd(width)}  ${figure(measured).padStart(7)}  (${goal})`)
  }
  console.log(`${goals.length - missed} of ${goals.length} targets met`)
  return missed
}

/** Prints rows under a head, numbers to the right. */
export function reportTable(head: readonly string[], rows: readonly (readonly (string | number)[])[]): void {
  const cells = [head, ...rows.map((row) => row.map((cell) => (typeof cell === 'number' ? figure(cell) : cell)))]
  const widths = head.map((_, column) => Math.max(...cells.map((row) => row[column]?.length ?? 0)))
  for (const row of cells) {
    const line = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
    )
    console.log(line.join('  '))
  }
}

/** Three digits, no more: the last ones are noise. */
export const figure = (value: number): string =>
  value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(value >= 1 ? 2 : 3)
