import fc from 'fast-check'
import { type Step, stepsText } from '../changes.js'
import { showThrown } from '../json.js'
import { differences, jsonDifferences } from '../laws/differences.js'
import { BrokenLaw, type Evidence, type Judge, type Verdict } from '../laws/law.js'
import { isAnswer } from '../laws/refusal.js'
import { runAsync, type Steps } from '../laws/steps.js'
import type { LawOptions } from './options.js'

/** A pod, and what happens to it between two calls. */
export interface Sample {
  readonly podSpec: unknown
  readonly steps: readonly Step[]
}

/** How a law fared. `untested` says that every pod was refused, or none was changed, so that nothing was there to hold. */
export interface LawReport {
  readonly law: string
  readonly outcome: 'kept' | 'broken' | 'untested'
  /** How many pods it was asked about, and how many of them were refused. */
  readonly runs: number
  readonly refused: number
  readonly seed: number
  /** Of a law that is untested, where a pod was refused: what the first refusal said. */
  readonly refusal?: string
  /** Of a law that is broken. */
  readonly counterexample?: Counterexample
}

/** What broke a law: the smallest pod that was found, and what came of it. */
export interface Counterexample extends Evidence {
  readonly fault: string
  readonly podSpec: unknown
  /** What happened between the calls, by name. */
  readonly between: string
}

/** Says how the options judge. */
export const judgeOf = ({ isRefusal = isAnswer, byReference = false }: LawOptions): Judge => ({
  isRefusal,
  changesOf: byReference ? differences : (before, given) => jsonDifferences(before, given),
  byReference,
})

/** Asks a law about generated samples, and shrinks what breaks it. */
export async function checkLaw<T extends Sample>(
  law: string,
  samples: fc.Arbitrary<T>,
  course: (sample: T) => Steps<Verdict>,
  { runs = 100, seed = Date.now() % 2 ** 31, isOver = () => false, signal }: LawOptions,
): Promise<LawReport> {
  const isStopped = (): boolean => signal?.aborted === true
  const counts = { asked: 0, held: 0, refused: 0 }
  const property = fc.asyncProperty(samples, async (sample) => {
    if (isStopped() || isOver()) return
    counts.asked += 1
    try {
      counts[await runAsync(course(sample))] += 1
    } catch (error) {
      if (!isStopped()) throw error
      counts.asked -= 1
    }
  })
  const details = await fc.check(property, { numRuns: runs, seed })
  const { asked, held, refused } = counts
  const report = { law, runs: asked, refused, seed }
  const [sample] = details.counterexample ?? []
  if (sample === undefined) return { ...report, outcome: held === 0 ? 'untested' : 'kept' }
  return { ...report, outcome: 'broken', counterexample: counterexampleOf(law, sample, details.errorInstance) }
}

function counterexampleOf(law: string, { podSpec, steps }: Sample, error: unknown): Counterexample {
  const between = steps.length === 0 ? 'nothing' : stepsText(steps)
  if (error instanceof BrokenLaw) return { ...error.evidence, fault: error.fault, podSpec, between }
  return { fault: `${law}: the mutator fails`, podSpec, between, details: [showThrown(error)] }
}
