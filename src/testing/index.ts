/**
 * Plays the API server for tests of a mutating webhook, in any language and of any kind. {@link expectLaws} asks about all laws on
 * generated pods, and {@link expectIdempotent} about one; {@link fromReview} makes a mutator of a handler of reviews. {@link admitPod} takes a
 * pod through a chain of webhooks, and {@link validatePodSpec} says why an API server would refuse it.
 *
 * @module modelcar/testing
 */
export { admitPod, admitPodSync, type Admission, type Call, type Webhook } from './admission-chain.js'
export type { AdmissionReview, Refusal, ReviewHandler } from './admission-review.js'
export { InvalidResponse } from './admission-review.js'
export {
  builtInAdmission,
  type BuiltInOptions,
  defaultAdmission,
  defaultTolerations,
  priority,
} from './api-server/admission.js'
export { alwaysPullImages } from './api-server/always-pull-images.js'
export { limitRanger } from './api-server/limit-ranger.js'
export { compareQuantities } from './api-server/quantity.js'
export { roundTrip } from './api-server/round-trip.js'
export { serviceAccount } from './api-server/service-account.js'
export { stored } from './api-server/stored.js'
export type { FieldError } from './api-server/validation/field-error.js'
export { restrictedViolations } from './api-server/validation/pod-security.js'
export { validatePodSpec } from './api-server/validation/pod-spec.js'
export { betweenCalls } from './arbitraries/between-calls.js'
export { podSpecs, type PodSpecsOptions } from './arbitraries/pod-specs.js'
export { type Change, changes, runChanges, type Step } from './changes.js'
export type { Counterexample, LawReport } from './expect/check.js'
export {
  type AllLawsOptions,
  expectFramed,
  expectIdempotent,
  expectLaws,
  expectPatch,
  expectPure,
  expectSettles,
  expectStable,
  expectTotal,
  expectUnique,
  expectValid,
  lawNames,
  reportLaws,
} from './expect/expectations.js'
export type { LawName } from './expect/laws.js'
export type { LawOptions } from './expect/options.js'
export { LawError, reportText } from './expect/report.js'
export { Denied, fromReview, type FromReviewOptions } from './from-review.js'
export { applyPatch, type Operation, PatchError } from './json-patch.js'
export type { PlanPatch } from './laws/patch.js'
export type { IsRefusal } from './laws/refusal.js'
export { goodNeighbours, type Neighbour } from './neighbours.js'
export type { Container, Inject, Mutate, Pod, PodSpec } from './pod.js'
