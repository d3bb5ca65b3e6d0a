import type { Operation } from '../inject.js'
import { base64 } from './base64.js'
import type { AuditAnnotations } from './outcome.js'
import type { Status } from './status.js'
import { fitWarnings } from './warnings.js'

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
    readonly auditAnnotations?: AuditAnnotations
  }
}

/** What an answer says, before it has its form. */
export interface Answer {
  readonly allowed: boolean
  readonly audit?: AuditAnnotations
  readonly patch?: readonly Operation[]
  readonly status?: Status
  readonly warnings?: readonly string[]
}

/** Gives an answer its form; its keys always come in the same order. */
export function respond(apiVersion: string, uid: string, answer: Answer): AdmissionReviewResponse {
  const { allowed, audit, patch = [], status } = answer
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
      ...(audit && { auditAnnotations: audit }),
    },
  }
}
