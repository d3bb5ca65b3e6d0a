import { InvalidResponse } from '../admission-review.js'
import { showThrown } from '../json.js'
import { PatchError } from '../json-patch.js'
import { BrokenLaw } from './broken-law.js'
import { settled, type Steps } from './steps.js'

/** Tells whether what a mutator throws is a refusal: an answer about the pod, and no accident. */
export type IsRefusal = (error: unknown) => boolean

/** Errors that the JavaScript engine throws where a program is wrong, and those of an answer that is none. */
const accidents = [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, PatchError, InvalidResponse]
const accidentNames = new Set(accidents.map(({ name }) => name))

/** Takes every error for a refusal but those that the engine throws itself, such as a TypeError, and those of an answer that is none. */
export const isAnswer: IsRefusal = (error) => isError(error) && !isAccident(error)

const isAccident = (error: Error): boolean =>
  accidents.some((accident) => error instanceof accident) || accidentNames.has(error.name)

/** Jest runs tests in a realm of their own, to which errors of Node are strangers. */
const isError = (value: unknown): value is Error =>
  value instanceof Error || Object.prototype.toString.call(value) === '[object Error]'

/** Tells refusals, and keeps the first of them as a text. */
export function noting(isRefusal: IsRefusal = isAnswer) {
  const first: { refusal?: string } = {}
  const note: IsRefusal = (error) => {
    const isOne = isRefusal(error)
    if (isOne) first.refusal ??= showThrown(error)
    return isOne
  }
  return { isRefusal: note, first }
}

/** The outcome of a call: a result, or a refusal. Anything else that is thrown goes on being thrown. */
export type Outcome<T> = { readonly result: T } | { readonly refusal: unknown }

/** Calls a mutator, and tells a refusal from a result. */
export const attempt = <T>(call: () => T | PromiseLike<T>, isRefusal: IsRefusal): Steps<Outcome<T>> =>
  attemptSteps(function* () {
    return yield* settled(call())
  }, isRefusal)

/** The same for a call that is a course itself. */
export function* attemptSteps<T>(call: () => Steps<T>, isRefusal: IsRefusal): Steps<Outcome<T>> {
  try {
    return { result: yield* call() }
  } catch (error) {
    if (!(error instanceof BrokenLaw) && isRefusal(error)) return { refusal: error }
    throw error
  }
}
