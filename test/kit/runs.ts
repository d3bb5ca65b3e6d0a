import fc from 'fast-check'

/** How many pods each law is asked about; `MODELCAR_RUNS=100000` is the long run. */
export const runs = Number(process.env['MODELCAR_RUNS'] ?? 1000)

const given = process.env['MODELCAR_SEED'] ?? '20240324'

/**
 * The seed of every property. The normal run is repeatable; the long one (`npm run laws`) looks elsewhere each time, by
 * `MODELCAR_SEED=random`, and prints the seed of what it finds.
 */
export const seed = given === 'random' ? Date.now() ^ (process.pid << 8) : Number(given)

/** Options of `fc.assert`: a thousand runs, and the seed, which fast-check prints beside a counterexample. */
export const options = { numRuns: runs, seed, endOnFailure: false } as const

/** Checks a property with the options of this kit; on failure the message says how to repeat it. */
export function check<Ts>(property: fc.IProperty<Ts>, parameters: fc.Parameters<Ts> = {}): void {
  fc.assert(property, { ...options, ...parameters })
}
