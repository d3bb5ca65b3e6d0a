import { clone, sameJson, showThrown } from '../json.js'
import { BrokenLaw, type Judge, lenient, type Verdict } from './law.js'
import { settled, type Steps } from './steps.js'

/** For any value whatever a call returns, or refuses; never an error from inside, and never an input that is half done. */
export function* total(
  mutate: (value: unknown) => unknown,
  value: unknown,
  { isRefusal }: Judge = lenient,
): Steps<Verdict> {
  const before = clone(value)
  let verdict: Verdict = 'held'
  try {
    yield* settled(mutate(value))
  } catch (error) {
    if (error instanceof BrokenLaw) throw error
    if (!isRefusal(error))
      throw new BrokenLaw('total: an error from inside', { before, calls: ['one call'], details: [showThrown(error)] })
    verdict = 'refused'
  }
  if (!sameJson(before, clone(value)))
    throw new BrokenLaw('total: the input was written to', { before, after: value, calls: ['one call'] })
  return verdict
}
