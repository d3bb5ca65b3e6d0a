import { type Steps, settled } from './steps.js'

/** Tells whether what a mutator throws is a refusal: an answer about the pod, and no accident. */
export type IsRefusal = (error: unknown) => boolean

/** Errors that the JavaScript engine throws where a program is wrong. */
const accidents = [EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError]

/** Takes every error for a refusal but those that the engine throws itself, such as a TypeError. */
export const isAnswer: IsRefusal = (error) =>
  error instanceof Error && !accidents.some((accident) => error instanceof accident)

/** The outcome of a call: a result, or a refusal. Anything else that is thrown goes on being thrown. */
export type Outcome<T> = { readonly result: T } | { readonly refusal: unknown }

/** Calls a mutator, and tells a refusal from a result. */
export function* attempt<T>(call: () => T | PromiseLike<T>, isRefusal: IsRefusal): Steps<Outcome<T>> {
  try {
    return { result: yield* settled(call()) }
  } catch (error) {
    if (isRefusal(error)) return { refusal: error }
    throw error
  }
}
