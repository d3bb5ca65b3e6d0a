import type { AdmissionReviewResponse } from '../../src/admission/index.js'
import { isFields } from '../../src/testing/json.js'
import { applyPatch } from '../oracle/json-patch.js'

/*
 * What an API server does with an answer, step by step, independent of the library: it decodes it into Go's types, verifies it,
 * applies its patch, and passes its warnings on as headers.
 */

type Check = (value: unknown) => string[]

const is =
  (type: 'string' | 'boolean' | 'number'): Check =>
  (value) =>
    typeof value === type ? [] : [`a ${type}, not ${JSON.stringify(value)}`]
const listOf =
  (entry: Check): Check =>
  (value) =>
    Array.isArray(value) ? value.flatMap(entry) : ['a list']
const textMap: Check = (value) => (isFields(value) ? Object.values(value).flatMap(is('string')) : ['a map'])
const struct =
  (fields: Readonly<Record<string, Check>>): Check =>
  (value) => {
    if (!isFields(value)) return ['an object']
    return Object.entries(value).flatMap(([key, field]) =>
      (fields[key] ?? (() => ['no such field']))(field).map((fault) => `${key}: ${fault}`),
    )
  }

const decode = struct({
  apiVersion: is('string'),
  kind: is('string'),
  response: struct({
    uid: is('string'),
    allowed: is('boolean'),
    patchType: is('string'),
    patch: is('string'),
    status: struct({
      status: is('string'),
      message: is('string'),
      reason: is('string'),
      code: is('number'),
      details: struct({
        name: is('string'),
        kind: is('string'),
        causes: listOf(struct({ reason: is('string'), message: is('string'), field: is('string') })),
      }),
    }),
    warnings: listOf(is('string')),
    auditAnnotations: textMap,
  }),
})

/** An answer that was decoded, but not verified yet. */
interface Loose {
  readonly apiVersion: string
  readonly kind: string
  readonly response: Omit<AdmissionReviewResponse['response'], 'patchType'> & { readonly patchType?: string }
}

/** What an API server would hold against the answer to a review; empty where it takes it. */
export function faultsOf(review: { readonly apiVersion: string; readonly uid: string }, answer: unknown): string[] {
  const sent: unknown = JSON.parse(JSON.stringify(answer))
  const faults = decode(sent)
  if (faults.length > 0) return faults
  const { apiVersion, kind, response } = sent as Loose
  const { uid, allowed, patch, patchType, status, warnings = [], auditAnnotations = {} } = response
  const fault = (holds: boolean, what: string): string[] => (holds ? [what] : [])
  return [
    ...fault(apiVersion !== review.apiVersion, `another version: ${apiVersion}`),
    ...fault(kind !== 'AdmissionReview', `kind ${kind}`),
    ...fault(uid !== review.uid, `another uid: ${uid}`),
    ...fault((patch === undefined) !== (patchType === undefined), 'one of patch and patchType'),
    ...fault(patchType !== undefined && patchType !== 'JSONPatch', `patchType ${patchType ?? ''}`),
    ...fault(patch !== undefined && !allowed, 'a patch for what is denied'),
    ...fault(patch !== undefined && Buffer.from(patch, 'base64').toString('base64') !== patch, 'no base64'),
    ...fault(!allowed && (status?.message ?? '') === '', 'denied without explanation'),
    ...fault(!allowed && (status?.code ?? 0) < 400, 'denied by a code below 400'),
    ...Object.keys(auditAnnotations).flatMap((key) => fault(!/^[a-z]+$/.test(key), `audit annotation ${key}`)),
    ...warnings.flatMap((warning) => [
      ...fault(warning === '', 'an empty warning'),
      ...fault(/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(warning), `a warning with a control character: ${warning}`),
      ...fault([...warning].length > 256, 'a warning that is cut'),
    ]),
    ...fault(warnings.reduce((sum, warning) => sum + [...warning].length, 0) > 4096, 'too many warnings'),
  ]
}

/** The object as the API server has it after an answer. Throws where the patch does not apply, which is a 500. */
export function admitted(object: unknown, { response: { patch } }: AdmissionReviewResponse): unknown {
  if (patch === undefined) return object
  return applyPatch(
    object,
    JSON.parse(Buffer.from(patch, 'base64').toString('utf8')) as Parameters<typeof applyPatch>[1],
  )
}
