import { asSame } from '../cast.js'

/**
 * The course of a law over a mutator that may be sync or async: it yields what a call gave, which may be a promise, and is handed
 * what that holds. So each law is written once; `runSync` and `runAsync` walk it.
 */
export type Steps<T> = Generator<unknown, T, unknown>

/** Waits for a value that may be a promise. */
export function* settled<T>(value: T | PromiseLike<T>): Steps<T> {
  return asSame<T>(yield value)
}

/** Walks a law of a sync mutator. */
export function runSync<T>(steps: Steps<T>): T {
  let step = steps.next()
  while (step.done !== true) step = steps.next(step.value)
  return step.value
}

/** Walks a law of a mutator that may be async. */
export async function runAsync<T>(steps: Steps<T>): Promise<T> {
  let step = steps.next()
  while (step.done !== true) {
    let value: unknown
    try {
      value = await step.value
    } catch (error) {
      step = steps.throw(error)
      continue
    }
    step = steps.next(value)
  }
  return step.value
}
