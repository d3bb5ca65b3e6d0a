import { isFields } from './json.js'

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
