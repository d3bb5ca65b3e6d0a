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

/** The options, read once. Whatever else JavaScript may hand over stands for the defaults. */
export function readOptions(options: AdmitOptions | null | undefined): AdmitOptions {
  try {
    const { onRefusal, onError } = options ?? {}
    return { onRefusal, onError }
  } catch {
    return {}
  }
}

/** Tells a server what was thrown; whatever becomes of that, the review is answered. */
export function tell({ onError }: AdmitOptions, error: unknown, request: AdmissionRequestLike): void {
  // Stryker disable next-line ConditionalExpression: without this the call throws, which is caught below.
  if (typeof onError !== 'function') return
  try {
    ignore(onError(error, request))
  } catch {
    // There is nobody left to tell.
  }
}

/** Without this a promise that fails, and that nobody waits for, ends a process of Node's. */
export const ignore = (given: unknown): void => void Promise.resolve(given).catch(() => undefined)
