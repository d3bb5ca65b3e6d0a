import { deepStrictEqual } from 'node:assert/strict'
import type { V1PodSpec } from '@kubernetes/client-node'
import { admit, outcomeOf, type AdmissionReviewResponse, type AdmissionSource } from '../src/admission/index.js'
import { injectModelcar } from '../src/index.js'
import type { Fields } from '../src/testing/json.js'
import { applyPatch } from '../test/oracle/json-patch.js'
import { config } from './by-hand/wanted.js'
import { reviewOf } from './reviews.js'

/*
 * Reviews, and what has to come of them. An answer is timed only after it was seen to be right: its patch, applied by an engine
 * that is not ours, makes of the pod what `injectModelcar` makes of it.
 */

/** A review in the two forms in which a server has it, and what has to come of it. */
interface ReviewCase {
  readonly outcome: 'injected' | 'unchanged' | 'skipped' | 'refused'
  readonly spec: V1PodSpec
  readonly text: string
  readonly bytes: Uint8Array
}

/** One review of a pod for each outcome that there is, but for the malformed. */
export const casesOf = (pod: V1PodSpec): readonly ReviewCase[] => [
  reviewCase('injected', pod),
  reviewCase('unchanged', injectModelcar(pod, config)),
  reviewCase('skipped', pod, { operation: 'UPDATE' }),
  reviewCase('refused', { ...pod, hostPID: true }),
]

function reviewCase(outcome: ReviewCase['outcome'], spec: V1PodSpec, request: Fields = {}): ReviewCase {
  const text = JSON.stringify(reviewOf(spec, request))
  return { outcome, spec, text, bytes: new TextEncoder().encode(text) }
}

/** Throws where the answer to a review is not what it has to be. */
export function checkAnswer({ outcome, spec, text, bytes }: ReviewCase, source: AdmissionSource): void {
  const answer = JSON.parse(JSON.stringify(admit(text, source))) as AdmissionReviewResponse
  deepStrictEqual(admit(bytes, source), answer)
  const { allowed, patch, status } = answer.response
  deepStrictEqual(outcomeOf(answer).outcome, outcome)
  deepStrictEqual([allowed, status?.code], outcome === 'refused' ? [false, 422] : [true, undefined])
  if (outcome !== 'injected') return deepStrictEqual(patch, undefined)
  const operations = JSON.parse(Buffer.from(patch ?? '', 'base64').toString('utf8')) as Parameters<typeof applyPatch>[1]
  deepStrictEqual(applyPatch({ spec }, operations), { spec: injectModelcar(spec, config) })
}
