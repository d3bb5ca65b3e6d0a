/** Counts outcomes by name while tests run, to be printed and compared at their end. */
export class Tally {
  readonly #counts = new Map<string, number>()

  add(outcome: string): void {
    this.#counts.set(outcome, (this.#counts.get(outcome) ?? 0) + 1)
  }

  get counts(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#counts].sort(([a], [b]) => a.localeCompare(b)))
  }

  print(title: string): void {
    const lines = Object.entries(this.counts).map(([outcome, count]) => `  ${String(count).padStart(4)} ${outcome}`)
    console.log([title, ...lines].join('\n'))
  }
}
