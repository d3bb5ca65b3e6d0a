import { answerOf, InvalidResponse, messageOf, type ReviewHandler, reviewOf } from './admission-review.js'
import { decodeError } from './api-server/decode-error.js'
import { roundTrip } from './api-server/round-trip.js'
import { asMetadata } from './cast.js'
import { clone, fieldsOf, sameJson } from './json.js'
import { runAsync, settled, type Steps } from './laws/steps.js'
import { madeOf, metadataOf, withMetadata } from './metadata.js'
import type { Mutate, Pod, PodSpec } from './pod.js'
import { aFunction, anObject, faultsOf, faultsOfOptions, refuse } from './rules.js'

/** Thrown where a webhook denies a request; that is an answer, and no fault. */
export class Denied extends Error {
  override readonly name = 'Denied'
}

/** How a handler of reviews is taken for a mutation. */
export interface FromReviewOptions {
  /** What the pods are called, and the labels and annotations that the webhook looks for; by default a pod called `pod`. */
  readonly metadata?: Pod['metadata']
}

const rules = new Map([['metadata', anObject]])

/**
 * Makes a mutation of pod specs of a handler of reviews: for each call it writes a review of a pod that is to be created, decoded and
 * defaulted as the API server has it, and carries out the patch of the answer as strictly as the API server does. What comes out is
 * decoded and defaulted too; where nothing changed it is the very pod spec that was handed in. Labels and annotations that the webhook
 * writes are on the pod when it is asked again. Hold it to the laws with
 * `decoded: true`.
 *
 * The mutation is async, and throws `Denied` where the webhook denies the request, and `InvalidResponse` or `PatchError` where its
 * answer is none, or cannot be carried out. Wrong arguments are a `TypeError` at once.
 *
 * @example
 * const injector = createInjector({ image: 'registry.example/team/model:1', targets: ['app'] })
 * const mutate = fromReview((review) => admit(review, injector))
 * const spec = await mutate({ containers: [{ name: 'app', image: 'example/server:1' }] })
 * console.log(spec.containers.map(({ name }) => name)) //=> [ 'app', 'modelcar' ]
 */
export function fromReview(handler: ReviewHandler, options: FromReviewOptions = {}): Mutate {
  refuse([...faultsOf('handler', handler, aFunction), ...faultsOfOptions(options, rules)])
  const metadata = { name: 'pod', namespace: 'default', ...options.metadata }
  return (spec) => runAsync(answered(handler, metadata, spec))
}

function* answered(handler: ReviewHandler, first: Pod['metadata'], spec: PodSpec): Steps<PodSpec> {
  const uid = '1'
  const unreadable = decodeError(spec)
  // The API server asks no webhook about it.
  if (unreadable !== undefined)
    throw new Denied(`Pod in version "v1" cannot be handled as a Pod: ${unreadable.message}`)
  const metadata = metadataOf(spec) ?? first
  const sent: Pod = { apiVersion: 'v1', kind: 'Pod', metadata, spec: roundTrip(spec) }
  let given: unknown
  try {
    given = yield* settled(handler(reviewOf(clone(sent), uid)))
  } catch (error) {
    throw new InvalidResponse(`failed calling the webhook: ${messageOf(error)}`)
  }
  const { pod: made, refusal } = answerOf(sent, given, 'webhook', uid)
  if (refusal !== undefined) throw refusal.isDenial ? new Denied(refusal.message) : new InvalidResponse(refusal.message)
  const fault = decodeError(made.spec)
  if (fault !== undefined) throw new InvalidResponse(`Internal error occurred: ${fault.message}`)
  const result = roundTrip(made.spec)
  const isSame = sameJson(result, sent.spec)
  if (sameJson(made.metadata, metadata)) return isSame ? spec : madeOf(spec, result)
  return withMetadata(isSame ? { ...spec } : result, asMetadata(fieldsOf(made.metadata)))
}
