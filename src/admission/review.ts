import { found, isObject, type JsonObject } from '../json.js'
import { longest } from './bounds.js'
import type { PodLike } from '../workload/pod-like.js'

// The library is compiled for no platform in particular; this is in all that it is made for.
declare class TextDecoder {
  constructor(label: string, options: { readonly fatal: boolean })
  decode(bytes: ArrayBuffer | ArrayBufferView): string
}

/** The versions of the admission API: what comes in goes out, and where that is neither the first goes out. */
const versions = ['admission.k8s.io/v1', 'admission.k8s.io/v1beta1'] as const

/** An `admission.k8s.io` AdmissionRequest: what every one has, in a form that was checked. */
export interface Request extends JsonObject {
  readonly uid: string
  readonly operation?: string | null | undefined
  readonly namespace?: string | null | undefined
  readonly name?: string | null | undefined
  readonly subResource?: string | null | undefined
}

/**
 * The AdmissionRequest of a pod that is created, as a source gets it. That the object is an object was checked; what is in it is
 * as the API server sent it. The request has more fields than these: `userInfo`, `options`, `dryRun`, …
 */
export interface AdmissionRequestLike extends JsonObject {
  readonly uid: string
  readonly operation: 'CREATE'
  /** Where the pod is created; its own `metadata.namespace` may be empty. */
  readonly namespace?: string | undefined
  readonly name?: string | undefined
  readonly object: PodLike
}

/** The parts of an AdmissionReview that an answer needs: a request, or how it is malformed. */
export type Review = {
  readonly apiVersion: (typeof versions)[number]
  /** Empty where the review is too malformed to have one. */
  readonly uid: string
} & ({ readonly request: Request } | { readonly fault: string })

/** Reads a review: parsed, as text, or as UTF-8 bytes. Nothing that it may hold makes this throw. */
export function readReview(review: unknown): Review {
  try {
    return read(parse(review))
  } catch (error) {
    const why = error instanceof Error ? error.message : found(error)
    return { apiVersion: versions[0], uid: '', fault: `expected an AdmissionReview as JSON: ${why}` }
  }
}

/** A byte order mark is skipped in both forms. */
function parse(review: unknown): unknown {
  if (typeof review === 'string') return JSON.parse(review.startsWith('\uFEFF') ? review.slice(1) : review)
  if (!(review instanceof ArrayBuffer) && !ArrayBuffer.isView(review)) return review
  return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(review))
}

function read(review: unknown): Review {
  const { apiVersion, kind, request } = isObject(review) ? review : {}
  const version = versions.find((known) => known === apiVersion)
  const given = isObject(request) && typeof request.uid === 'string' ? request.uid : ''
  const uid = given.length <= longest.uid ? given : ''
  const answerAs = { apiVersion: version ?? versions[0], uid }
  const malformed = (what: string, expected: string, value: unknown): Review => ({
    ...answerAs,
    fault: `${what}expected ${expected}, found ${found(value)}`,
  })
  if (!isObject(review)) return malformed('', 'an AdmissionReview', review)
  if (kind !== 'AdmissionReview') return malformed('kind: ', 'AdmissionReview', kind)
  if (version === undefined) return malformed('apiVersion: ', versions.join(' or '), apiVersion)
  if (!isObject(request)) return malformed('request: ', 'an object', request)
  if (given.length > longest.uid) return malformed('request.uid: ', `at most ${longest.uid} characters`, given)
  if (uid === '') return malformed('request.uid: ', 'a string', request.uid)
  if (isRequest(request)) return { apiVersion: version, uid, request }
  // Stryker disable next-line StringLiteral: there is one, or this would be a request.
  const wrong = texts.find((key) => !isText(request[key])) ?? ''
  return malformed(`request.${wrong}: `, 'a string', request[wrong])
}

const texts = ['uid', 'operation', 'namespace', 'name', 'subResource'] as const

const isText = (value: unknown): boolean => value === undefined || value === null || typeof value === 'string'

const isRequest = (request: JsonObject): request is Request => texts.every((key) => isText(request[key]))
