import type { ErrorCode } from '../errors.js'
import type { Operation } from '../inject.js'
import { base64 } from './base64.js'
import type { AdmissionSkipReason } from './skip.js'
import type { Status } from './status.js'
import { fitWarnings } from './warnings.js'

/** What was done, as the audit annotation `outcome` says it. */
export type AdmissionOutcome = 'injected' | 'unchanged' | 'skipped' | 'refused' | 'failed'

/** Why a pod was not injected: skipped, refused with one of the library's errors, or something else that failed. */
export type AdmissionReason = AdmissionSkipReason | ErrorCode | 'BadRequest' | 'InternalError'

/** An `admission.k8s.io` AdmissionReview with a response, ready for `JSON.stringify`. */
export interface AdmissionReviewResponse {
  readonly apiVersion: string
  readonly kind: 'AdmissionReview'
  readonly response: {
    readonly uid: string
    readonly allowed: boolean
    /** Both or neither: the API server refuses one without the other. */
    readonly patchType?: 'JSONPatch'
    /** Base64 of the UTF-8 text of an RFC 6902 patch, relative to the pod. */
    readonly patch?: string
    readonly status?: Status
    readonly warnings?: readonly string[]
    /** What was done; the API server puts the webhook's name before each key. `causes` are the codes of an error's causes. */
    readonly auditAnnotations: {
      readonly outcome: AdmissionOutcome
      readonly reason?: AdmissionReason
      readonly causes?: string
    }
  }
}

/** What an answer says, before it has its form. */
export interface Answer {
  readonly outcome: AdmissionOutcome
  readonly allowed: boolean
  readonly reason?: AdmissionReason
  readonly causes?: string
  readonly patch?: readonly Operation[]
  readonly status?: Status
  readonly warnings?: readonly string[]
}

/** Gives an answer its form; its keys always come in the same order. */
export function respond(apiVersion: string, uid: string, answer: Answer): AdmissionReviewResponse {
  const { outcome, allowed, reason, causes, patch = [], status } = answer
  const warnings = fitWarnings(answer.warnings ?? [])
  return {
    apiVersion,
    kind: 'AdmissionReview',
    response: {
      uid,
      allowed,
      ...(patch.length > 0 && { patchType: 'JSONPatch', patch: base64(JSON.stringify(patch)) }),
      ...(status && { status }),
      ...(warnings.length > 0 && { warnings }),
      auditAnnotations: { outcome, ...(reason !== undefined && { reason }), ...(causes !== undefined && { causes }) },
    },
  }
}
