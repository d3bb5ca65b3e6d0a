import { expect } from 'vitest'
import type { Verdict } from '../kit/laws/index.js'

/** Counts how the runs of a law ended, so that refusals can't starve it unseen. */
export interface Tally {
  readonly count: (verdict: Verdict) => void
  /** Prints the shares, and fails where too few runs got as far as a result. */
  readonly expectHeld: (atLeast: number) => void
}

/** So many runs tell a share well enough: it is a quarter of the usual number. */
const enough = 250

/** How far the share of a few runs may be below that of many by chance: three standard deviations. Of many it has to be there. */
const slack = (share: number, runs: number): number =>
  runs >= enough ? 0 : 3 * Math.sqrt((share * (1 - share)) / runs)

/** Starts a count for a law. */
export function tally(law: string): Tally {
  const counts = { held: 0, refused: 0 }
  return {
    count(verdict) {
      counts[verdict] += 1
    },
    expectHeld(atLeast) {
      const all = counts.held + counts.refused
      const share = counts.held / all
      console.log(`${law}: ${all} runs, ${(100 * share).toFixed(1)} % injected, ${counts.refused} refused`)
      expect(share).toBeGreaterThan(atLeast - slack(atLeast, all))
    },
  }
}
