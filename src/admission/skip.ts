import { skipReasons } from '../kserve/skip.js'
import { isObject } from '../json.js'
import type { AdmissionRequestLike, Request } from './review.js'

/**
 * Why a pod is allowed without a look at its spec. The list is closed: those of a request, and those of `modelcar/kserve`.
 *
 * | reason | holds where |
 * | --- | --- |
 * | `NotCreate` | the request is no CREATE: only then can a pod get containers and volumes |
 * | `NotAPod` | the request is for another kind |
 * | `Subresource` | the request is for a part of a pod: `status`, `binding`, `ephemeralcontainers`, `resize`, … |
 * | `MirrorPod` | the pod mirrors a static one, which the kubelet runs as its file says, whatever the API server has |
 * | `NotAsked` | the source has nothing for the pod |
 */
export const admissionSkipReasons = {
  NotCreate: 'only a pod that is created can get containers and volumes',
  NotAPod: 'the request is not for a pod',
  Subresource: 'the request is for a part of a pod',
  MirrorPod: 'the kubelet runs a static pod as its file says',
  NotAsked: 'nothing asks for a model',
  ...skipReasons,
} as const

/** A reason out of {@link admissionSkipReasons}. */
export type AdmissionSkipReason = keyof typeof admissionSkipReasons

/** A function of the user's may give a reason that is none of ours; the list stays closed. */
export const isSkipReason = (reason: unknown): reason is AdmissionSkipReason =>
  typeof reason === 'string' && Object.hasOwn(admissionSkipReasons, reason)

/** Why a request is not for this webhook; undefined where it is. */
export function skipReason(request: Request): AdmissionSkipReason | undefined {
  const { operation, kind, resource, subResource, object } = request
  if (operation !== 'CREATE') return 'NotCreate'
  if (!isCore(resource, 'resource', 'pods')) return 'NotAPod'
  if (subResource != null && subResource !== '') return 'Subresource'
  if (!isCore(kind ?? kindOf(object), 'kind', 'Pod')) return 'NotAPod'
  const annotations = isObject(object) && isObject(object.metadata) ? object.metadata.annotations : undefined
  return isObject(annotations) && annotations[mirror] !== undefined ? 'MirrorPod' : undefined
}

const mirror = 'kubernetes.io/config.mirror'

/** Whether a kind or resource is this one of the core group, or absent, as a review made by hand may have it. */
function isCore(value: unknown, key: string, name: string): boolean {
  if (value === undefined || value === null) return true
  return isObject(value) && (value.group ?? '') === '' && (value.version ?? 'v1') === 'v1' && value[key] === name
}

/** What an object says that it is: a review made by hand may tell it nowhere else. */
function kindOf(object: unknown): object | undefined {
  if (!isObject(object) || typeof object.kind !== 'string') return undefined
  const { apiVersion = 'v1', kind } = object
  return { version: apiVersion, kind }
}

/** Whether a request that is not skipped has a pod to look at. */
export const hasPod = (request: object): request is AdmissionRequestLike =>
  'object' in request && isObject(request.object)
