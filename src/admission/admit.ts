import { asPodSpec } from '../cast.js'
import type { Operation } from '../inject.js'
import { found } from '../json.js'
import { malformed, refuse, type AdmitOptions } from './refuse.js'
import { respond, type AdmissionReviewResponse, type Answer } from './response.js'
import { readReview, type Request } from './review.js'
import { hasPod, skipReason } from './skip.js'
import { chooseInjector, type AdmissionSource } from './source.js'

/**
 * Answers an AdmissionReview: a pure function, for any server. Whatever JSON or bytes come in, an answer goes out; it never throws
 * and never writes to the review. The patch is minimal, in a fixed order, and has only paths that the request shows, because the
 * API server turns one that does not apply into a 500, also under `failurePolicy: Ignore`.
 *
 * @param review - an `admission.k8s.io/v1` or `v1beta1` AdmissionReview: parsed, or its raw text or bytes.
 * @param source - an injector, a config, an overlay, or a function of the request that gives one of them or a reason to skip.
 * Configs and overlays are compiled anew in each call; an injector was compiled once.
 * @returns the review with a response, in the version that came in.
 *
 * @example
 * const injector = createInjector({ image: 'registry.example/team/model:1' })
 * const answer = JSON.stringify(admit(body, injector))
 */
export function admit(review: unknown, source: AdmissionSource, options: AdmitOptions = {}): AdmissionReviewResponse {
  const read = readReview(review)
  const { apiVersion, uid } = read
  if ('fault' in read) return respond(apiVersion, uid, malformed(read.fault, options))
  try {
    return respond(apiVersion, uid, answer(read.request, source, options))
  } catch (error) {
    return respond(apiVersion, uid, refuse(error, read.request, options))
  }
}

function answer(request: Request, source: AdmissionSource, options: AdmitOptions): Answer {
  const reason = skipReason(request)
  if (reason !== undefined) return { allowed: true, audit: { skipped: reason } }
  if (!hasPod(request)) return malformed(`request.object: expected a pod, found ${found(request.object)}`, options)
  const chosen = chooseInjector(source, request)
  if ('skip' in chosen) return { allowed: true, audit: { skipped: chosen.skip } }
  // The plan checks the pod spec itself, and says what is wrong with one that is none.
  const { changed, patch, warnings } = chosen.injector.plan(asPodSpec(request.object.spec))
  return {
    allowed: true,
    ...(changed && { audit: { injected: 'true' } }),
    patch: patch.map(inPod),
    warnings: warnings.map(({ field, message }) => `${field} ${message}`),
  }
}

/** The plan's patch is relative to the pod spec. */
const inPod = (operation: Operation): Operation => ({ ...operation, path: `/spec${operation.path}` })
