/**
 * Answers an AdmissionReview with an AdmissionReview, for any server. {@link admit} never throws for what a request holds, and
 * {@link admitAsync} does the same with a source that is looked up. {@link outcomeOf} says in a few words what an answer did, for logs and
 * metrics.
 *
 * @module modelcar/admission
 */
export { admit, admitAsync } from './admit.js'
export type { AdmitOptions } from './options.js'
export type { AdmissionRequestLike } from './review.js'
export { outcomeOf } from './outcome.js'
export type { AdmissionOutcome, AdmissionReason, AuditAnnotations, OutcomeOfAnswer } from './outcome.js'
export type { AdmissionReviewResponse } from './response.js'
export { admissionSkipReasons } from './skip.js'
export type { AdmissionSkipReason } from './skip.js'
export type { AdmissionSource, AsyncAdmissionSource, InjectionSource, ResolvedSource } from './source.js'
export type { Status, StatusCause } from './status.js'
