import { asOperations, asPod } from './cast.js'
import { type Fields, fieldsOf, isFields, show, stringsOf } from './json.js'
import { applyPatch, type Operation } from './json-patch.js'
import type { Pod } from './pod.js'

/** What an API server sends to a webhook. */
export interface AdmissionReview {
  readonly apiVersion: 'admission.k8s.io/v1'
  readonly kind: 'AdmissionReview'
  readonly request: Readonly<Record<string, unknown>> & { readonly uid: string; readonly object: Pod }
}

/**
 * A webhook as a function: it is given an AdmissionReview, and gives one back, or a promise of one. One that is elsewhere is asked
 * by such a function too, which sends the review there.
 */
export type ReviewHandler = (review: AdmissionReview) => unknown

/** What a webhook's answer comes to. */
export interface Answer {
  readonly pod: Pod
  readonly warnings: readonly string[]
  readonly refusal?: Refusal
}

/** Why a request is refused: an HTTP status, and what the user is told. */
export interface Refusal {
  readonly code: number
  readonly message: string
  /** Whether a webhook said so; otherwise it is the API server that cannot go on. */
  readonly isDenial: boolean
}

/** An answer that is none, such as one without a response. `failurePolicy: Ignore` lets a request through where this happens. */
export class InvalidResponse extends Error {
  override readonly name = 'InvalidResponse'
}

/** Writes the review by which a webhook is asked about a pod that is to be created. */
export function reviewOf(pod: Pod, uid: string): AdmissionReview {
  const { name = '', namespace = 'default' } = pod.metadata
  const kind = { group: '', version: 'v1', kind: 'Pod' }
  const resource = { group: '', version: 'v1', resource: 'pods' }
  return {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid,
      kind,
      resource,
      requestKind: kind,
      requestResource: resource,
      name,
      namespace,
      operation: 'CREATE',
      userInfo: {
        username: 'system:serviceaccount:kube-system:replicaset-controller',
        groups: ['system:authenticated'],
      },
      object: pod,
      oldObject: null,
      dryRun: true,
      options: { apiVersion: 'meta.k8s.io/v1', kind: 'CreateOptions' },
    },
  }
}

/**
 * Reads a webhook's answer as the API server does: what it refuses, warns of and patches.
 *
 * @throws {InvalidResponse} where it is no answer.
 */
export function answerOf(pod: Pod, answered: unknown, webhook: string, uid: string): Answer {
  const response = fieldsOf(answered)['response']
  if (!isFields(response)) throw new InvalidResponse(`webhook returned ${show(answered)}: it has no response`)
  if (response['uid'] !== uid) throw new InvalidResponse(`expected response.uid="${uid}", got ${show(response['uid'])}`)
  const { patch, patchType } = response
  const warnings = stringsOf(response['warnings'])
  if (response['allowed'] !== true) return { pod, warnings, refusal: denial(webhook, fieldsOf(response['status'])) }
  if ((patch ?? '') === '') return { pod, warnings }
  if (patchType === undefined) throw new InvalidResponse('webhook returned response.patch but not response.patchType')
  if (patchType !== 'JSONPatch') throw new InvalidResponse(`invalid patch type ${show(patchType)}`)
  try {
    return { pod: asPod(applyPatch(pod, operationsOf(patch))), warnings }
  } catch (error) {
    // Whatever the failurePolicy is: the webhook has answered, and its answer cannot be carried out.
    return {
      pod,
      warnings,
      refusal: { code: 500, message: `Internal error occurred: ${messageOf(error)}`, isDenial: false },
    }
  }
}

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

function denial(webhook: string, { code, message, reason }: Fields): Refusal {
  const denied = `admission webhook "${webhook}" denied the request`
  const explanation = stringsOf([message, reason]).find((text) => text !== '')
  return {
    code: typeof code === 'number' && code > 0 ? code : 400,
    message: explanation === undefined ? `${denied} without explanation` : `${denied}: ${explanation}`,
    isDenial: true,
  }
}

// The library is compiled for no platform in particular; this is in all that it is made for.
declare const atob: (base64: string) => string

function operationsOf(patch: unknown): readonly Operation[] {
  const bytes = Array.from(atob(String(patch)), (unit) => `%${unit.charCodeAt(0).toString(16).padStart(2, '0')}`)
  const operations: unknown = JSON.parse(decodeURIComponent(bytes.join('')))
  if (!Array.isArray(operations))
    throw new TypeError(`json: cannot unmarshal ${typeof operations} into Go value of type jsonpatch.Patch`)
  return asOperations(operations)
}
