import fc from 'fast-check'

/** Chooses a number from 0 to below the given one. */
export type Choose = (below: number) => number

/**
 * Choices as a list of numbers, which fast-check draws and shrinks: a schema is too wide for an arbitrary of every field to be quick. Where the
 * list ends every choice is 0, so 0 has to be the smallest of what is chosen from.
 */
export const choices = <T>(make: (choose: Choose) => T): fc.Arbitrary<T> =>
  fc.noBias(fc.array(fc.nat(0xfffff), { maxLength: 400, size: 'max' })).map((numbers) => {
    let at = 0
    return make((below) => (numbers[at++] ?? 0) % below)
  })

/** Chooses one of some values, the first where nothing is left to choose by. */
export const oneOf = <T>(choose: Choose, values: readonly [T, ...T[]]): T => values[choose(values.length)] ?? values[0]

/** Tells whether something is to be, in so many of a hundred cases. */
export const happens = (choose: Choose, percent: number): boolean => choose(100) >= 100 - percent
