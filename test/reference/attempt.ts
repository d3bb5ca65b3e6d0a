import { injectModelcar, isModelcarError, type ModelcarConfig, type ModelcarError } from '../../src/index.js'

/** The pod that came out, or the refusal; anything else that is thrown is a fault of the library. */
export type Attempt = { readonly podSpec: unknown } | { readonly refusal: ModelcarError }

export function attempt(podSpec: unknown, config: ModelcarConfig): Attempt {
  try {
    return { podSpec: injectModelcar(podSpec as Parameters<typeof injectModelcar>[0], config) }
  } catch (error) {
    if (isModelcarError(error)) return { refusal: error }
    throw error
  }
}

export const codesOf = (refusal: ModelcarError): readonly string[] =>
  [...new Set(refusal.causes.map(({ code }) => code))].sort()
