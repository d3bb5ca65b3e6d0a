import type { AdmissionReview } from 'modelcar/testing'
import { post, type Target } from './post.js'

/** A webhook's address, with a count of what it was asked, and of what it did not answer. */
export interface Endpoint {
  readonly ask: (review: AdmissionReview) => Promise<unknown>
  readonly counts: { requests: number; failures: number }
  /** Why the last request that failed did; undefined as long as none has. */
  readonly fault: () => string | undefined
}

/** Asks a webhook by its address, and nobody else. What is on its way when the signal comes ends at once. */
export function endpoint(target: Target, signal: AbortSignal): Endpoint {
  const counts = { requests: 0, failures: 0 }
  let fault: string | undefined
  const ask = async (review: AdmissionReview): Promise<unknown> => {
    counts.requests += 1
    try {
      return await post(target, JSON.stringify(review), signal)
    } catch (error) {
      // Who stops it has not been failed by the webhook.
      if (signal.aborted) counts.requests -= 1
      else {
        counts.failures += 1
        fault = error instanceof Error ? error.message : String(error)
      }
      throw error
    }
  }
  return { ask, counts, fault: () => fault }
}
