import { answer } from './answer.js'
import { readOptions, type AdmitOptions } from './options.js'
import { failed, malformed } from './refuse.js'
import { respond, type AdmissionReviewResponse } from './response.js'
import { readReview } from './review.js'
import type { AdmissionSource, AsyncAdmissionSource, Given } from './source.js'

/**
 * Answers an AdmissionReview: a pure function, for any server. Whatever JSON or bytes come in, an answer goes out; it never throws
 * for a review or a source, and never writes to the review. The patch is minimal, in a fixed order, and has only paths that the request shows, because the
 * API server turns one that does not apply into a 500, also under `failurePolicy: Ignore`. Whatever comes in, all but the patch is
 * bounded: a refusal is some kilobytes long.
 *
 * @param review - an `admission.k8s.io/v1` or `v1beta1` AdmissionReview: parsed, or its raw text or bytes.
 * @param source - an injector, a config, an overlay, or a function of the request that gives one of them, a reason to skip, or nothing;
 * or a list of such, each of which gets the pod as those before it leave it, all in one patch. Configs and overlays are compiled anew in
 * each call; an injector was compiled once.
 * @param options - see {@link AdmitOptions}.
 * @returns the review with a response, in the version that came in.
 * @throws `ModelcarConfigError` for wrong options, such as one that is misspelt.
 *
 * @example
 * const object = { spec: { containers: [{ name: 'kserve-container' }] } }
 * const request = { uid: '1', operation: 'CREATE', object }
 * const body = JSON.stringify({ apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request })
 * const { response } = admit(body, createInjector({ image: 'registry.example/team/model:1' }))
 * console.log(response.uid, response.allowed, response.patchType) //=> 1 true JSONPatch
 *
 * @example
 * // Several sources make one patch, and the server's log is told what was thrown.
 * const modelcar = createInjector({ image: 'registry.example/team/model:1' })
 * const shipper = compileOverlay({ spec: { containers: [{ name: 'log-shipper', image: 'registry.example/shipper:3' }] } })
 * const onError = (error: unknown) => console.error(error)
 * console.log(admit('no review', [modelcar, shipper], { onError }).response.allowed) //=> false
 */
export function admit(
  review: unknown,
  source: AdmissionSource | readonly AdmissionSource[],
  options?: AdmitOptions | null,
): AdmissionReviewResponse {
  const steps = reply(review, source, options)
  let step = steps.next()
  while (step.done !== true) step = steps.next(step.value)
  return step.value
}

/**
 * The same as {@link admit} where a source has to look something up, such as a ConfigMap: its function may give a promise. Sources
 * are asked one after the other. The promise that comes out fails only for wrong options.
 *
 * @example
 * const images = new Map([['team-a', 'registry.example/team-a/model:1']])
 * const lookUp = async (namespace: string) => images.get(namespace)
 * const source = async ({ namespace = '' }: AdmissionRequestLike) => {
 *   const image = await lookUp(namespace)
 *   return image === undefined ? undefined : { image }
 * }
 * const object = { spec: { containers: [{ name: 'kserve-container' }] } }
 * const request = { uid: '1', operation: 'CREATE', namespace: 'team-a', object }
 * const review = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request }
 * console.log((await admitAsync(review, source)).response.auditAnnotations) //=> { injected: 'true' }
 */
export async function admitAsync(
  review: unknown,
  source: AsyncAdmissionSource | readonly AsyncAdmissionSource[],
  options?: AdmitOptions | null,
): Promise<AdmissionReviewResponse> {
  const steps = reply(review, source, options)
  let step = steps.next()
  while (step.done !== true) {
    step = await Promise.resolve(step.value).then(
      (given) => steps.next(given),
      (error: unknown) => steps.throw(error),
    )
  }
  return step.value
}

/** The answer of both. It hands out what a function of the request gave, and is handed back that, or what it came to. */
function* reply(
  review: unknown,
  source: AsyncAdmissionSource | readonly AsyncAdmissionSource[],
  options: unknown,
): Generator<Given, AdmissionReviewResponse, Given> {
  const given = readOptions(options)
  const read = readReview(review)
  const { apiVersion, uid } = read
  if ('fault' in read) return respond(apiVersion, uid, malformed(read.fault, given))
  try {
    return respond(apiVersion, uid, yield* answer(read.request, source, given))
  } catch (error) {
    return respond(apiVersion, uid, failed(error, read.request, given))
  }
}
