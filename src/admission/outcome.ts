import type { ErrorCode } from '../errors.js'
import type { AdmissionSkipReason } from './skip.js'

/** What was done with a pod. */
export type AdmissionOutcome = 'injected' | 'unchanged' | 'skipped' | 'refused' | 'failed'

/** Why a pod was not injected: skipped, refused with one of the library's errors, or something else that failed. */
export type AdmissionReason = AdmissionSkipReason | ErrorCode | 'BadRequest' | 'InternalError'

/**
 * What was done, for the audit log; the API server puts the webhook's name before each key. It calls a webhook again, and takes no
 * other value for a key that it has: so each outcome has a key of its own, and a call that changes nothing has none.
 */
export interface AuditAnnotations {
  readonly injected?: 'true'
  readonly skipped?: AdmissionSkipReason
  readonly refused?: ErrorCode
  /** The codes of the causes of what was refused. */
  readonly causes?: string
  readonly failed?: 'BadRequest' | 'InternalError'
}

/** What was done, in one form for logs and metrics. */
export interface OutcomeOfAnswer {
  readonly outcome: AdmissionOutcome
  readonly reason?: AdmissionReason
  /** The codes of the causes of what was refused. */
  readonly causes?: string
}

/**
 * Tells what an answer of `admit` did, for a server's logs and metrics.
 *
 * @example
 * const object = { spec: { containers: [{ name: 'kserve-container' }], hostPID: true } }
 * const request = { uid: '1', operation: 'CREATE', object }
 * const review = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request }
 * const answer = admit(review, { image: 'registry.example/team/model:1' })
 * console.log(outcomeOf(answer)) //=> { outcome: 'refused', reason: 'Conflict', causes: 'HostPID' }
 */
export function outcomeOf({
  response: { auditAnnotations = {} },
}: {
  readonly response: { readonly auditAnnotations?: AuditAnnotations }
}): OutcomeOfAnswer {
  const { injected, skipped, refused, causes, failed } = auditAnnotations
  if (injected !== undefined) return { outcome: 'injected' }
  if (skipped !== undefined) return { outcome: 'skipped', reason: skipped }
  if (refused !== undefined) return { outcome: 'refused', reason: refused, ...(causes !== undefined && { causes }) }
  if (failed !== undefined) return { outcome: 'failed', reason: failed }
  return { outcome: 'unchanged' }
}
