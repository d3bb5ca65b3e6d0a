import { BrokenLaw } from '../../src/testing/laws/law.js'
import { isFields } from '../../src/testing/json.js'

/** One reason why an injector refuses a pod. */
export interface Cause {
  readonly code: string
  readonly field: string
  readonly message: string
}

/** An error by which an injector refuses a pod or a config. */
export interface Refusal {
  readonly name: string
  readonly code: string
  readonly causes: readonly Cause[]
}

const isCause = (value: unknown): value is Cause =>
  isFields(value) &&
  [value['code'], value['field'], value['message']].every((text) => typeof text === 'string' && text !== '')

/** Tells whether a thrown value is a refusal: an error with a name, a code, and at least one cause that says where. */
export function isRefusal(value: unknown): value is Refusal {
  if (!(value instanceof Error)) return false
  const { name, code, causes } = value as Error & Partial<Refusal>
  return (
    /^Modelcar\w*Error$/.test(name) &&
    typeof code === 'string' &&
    Array.isArray(causes) &&
    causes.length > 0 &&
    causes.every(isCause)
  )
}

/** The outcome of a call: a result, or a refusal. Anything else that is thrown goes on being thrown. */
export type Outcome<T> = { readonly result: T } | { readonly refusal: Refusal }

/** Calls an injector, and tells a refusal from a result. */
export function attempt<T>(call: () => T): Outcome<T> {
  try {
    return { result: call() }
  } catch (error) {
    if (isRefusal(error)) return { refusal: error }
    throw error
  }
}

/** Demands that a call does not refuse what it has to take. */
export function demand<T>(law: string, call: () => T): T {
  const outcome = attempt(call)
  if ('result' in outcome) return outcome.result
  throw new BrokenLaw(`${law}: refused`, { details: [refusalText(outcome.refusal)] })
}

/** Writes a refusal on one line. */
export const refusalText = ({ code, causes }: Refusal): string =>
  `${code}: ${causes.map(({ code, field, message }) => `${code} ${field} ${message}`).join('; ')}`
