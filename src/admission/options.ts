import { ModelcarConfigError } from '../errors.js'
import { addCause, checkKeys, readChoice, readObject, type Causes } from '../input/check.js'
import { found, ignore } from '../json.js'
import type { AdmissionRequestLike } from './review.js'

/** How requests are answered. */
export interface AdmitOptions {
  /**
   * What becomes of a pod that cannot be injected: `deny` it, or `allow` it as it is, with a warning. Default: `deny`, since it
   * would start without its model.
   */
  readonly onRefusal?: 'deny' | 'allow' | undefined
  /**
   * Is told what was thrown, and for which request, before the answer goes out: by a source, or by the injection. The library's own
   * errors are ordinary refusals; `isModelcarError` tells them apart. What it throws itself is dropped. Default: nobody is told.
   */
  readonly onError?: ((error: unknown, request: AdmissionRequestLike) => unknown) | undefined
}

/** The options, read once. Throws a `ModelcarConfigError` with all their faults: an option that counts for nothing goes unseen. */
export function readOptions(options: unknown): AdmitOptions {
  const causes: Causes = []
  const given = readObject(causes, options, 'options') ?? {}
  checkKeys(causes, given, ['onRefusal', 'onError'], '')
  const onRefusal = readChoice(causes, given.onRefusal, ['deny', 'allow'], 'onRefusal')
  const onError = readListener(causes, given.onError)
  if (causes.length > 0) throw new ModelcarConfigError(causes, 0, 'arguments')
  return { onRefusal, onError }
}

type Listener = NonNullable<AdmitOptions['onError']>

function readListener(causes: Causes, value: unknown): Listener | undefined {
  if (value === undefined || value === null || isListener(value)) return value ?? undefined
  return addCause(causes, 'InvalidType', 'onError', `expected a function, found ${found(value)}`)
}

const isListener = (value: unknown): value is Listener => typeof value === 'function'

/** Tells a server what was thrown; whatever becomes of that, the review is answered. */
export function tell({ onError }: AdmitOptions, error: unknown, request: AdmissionRequestLike): void {
  if (onError == null) return
  try {
    ignore(onError(error, request))
  } catch {
    // There is nobody left to tell.
  }
}
