import fc from 'fast-check'

/** How many pods each law is asked about; `MODELCAR_RUNS=100000` is the long run. */
export const runs = Number(process.env['MODELCAR_RUNS'] ?? 1000)

/** The seed of every property: given, to repeat a failure, or new in every process. */
export const seed = Number(process.env['MODELCAR_SEED'] ?? Date.now() ^ (process.pid << 8))

/** Options of `fc.assert`: a thousand runs, and the seed, which fast-check prints beside a counterexample. */
export const options = { numRuns: runs, seed, endOnFailure: false } as const

/** Checks a property with the options of this kit; on failure the message says how to repeat it. */
export function check<Ts>(property: fc.IProperty<Ts>, parameters: fc.Parameters<Ts> = {}): void {
  fc.assert(property, { ...options, ...parameters })
}
