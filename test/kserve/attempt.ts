import { isModelcarError, type Cause, type ModelcarError } from '../../src/index.js'
import { resolveInjection, type Resolution } from '../../src/kserve/index.js'

export type Attempt = { readonly resolution: Resolution } | { readonly refusal: ModelcarError }

/** Resolves whatever JSON; anything but an error of the library's own is a fault of the library. */
export function attempt(pod: unknown, configMap: unknown, options?: unknown): Attempt {
  try {
    return { resolution: (resolveInjection as (...args: unknown[]) => Resolution)(pod, configMap, options) }
  } catch (error) {
    if (isModelcarError(error)) return { refusal: error }
    throw error
  }
}

export function causesOf(result: Attempt): readonly Cause[] {
  if ('refusal' in result) return result.refusal.causes
  throw new Error(`expected a refusal, found ${JSON.stringify(result.resolution)}`)
}

export function fieldsOf(result: Attempt): readonly string[] {
  return causesOf(result).map(({ code, field }) => `${code} ${field}`)
}

export function resolutionOf(result: Attempt): Resolution {
  if ('resolution' in result) return result.resolution
  throw result.refusal
}
