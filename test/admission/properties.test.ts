import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { admissionSkipReasons, admit, outcomeOf, type AdmissionSource } from '../../src/admission/index.js'
import { createInjector, type ModelcarConfig } from '../../src/index.js'
import { admissibleCase } from '../kit/arbitraries/cases.js'
import { config } from '../kit/arbitraries/configs.js'
import { damagedCase } from '../kit/arbitraries/debris.js'
import { anyJson, mutated } from '../../src/testing/arbitraries/junk.js'
import type { Fields } from '../../src/testing/json.js'
import { check, runs } from '../kit/runs.js'
import { inject } from '../laws/subject.js'
import { Tally } from '../reference/tally.js'
import { admitted, faultsOf } from './api-server.js'
import { image, patchOf, pod, requestOf, reviewOf, uid } from './reviews.js'

const v1 = 'admission.k8s.io/v1'
const numRuns = Math.ceil(runs / 2)
const few = { numRuns }
const injector = createInjector({ image })

/** Halves of surrogate pairs among them. */
const codeUnit = fc.nat(0xffff).map((code) => String.fromCharCode(code))

describe('any input has an answer that the API server takes', () => {
  const onRefusal = fc.constantFrom('allow' as const, 'deny' as const)
  const echoed = (review: unknown): { apiVersion: string; uid: string } => {
    const { apiVersion, request } = Object(review) as Fields
    const { uid } = Object(request) as Fields
    return {
      apiVersion: apiVersion === `${v1}beta1` ? apiVersion : v1,
      uid: typeof uid === 'string' && !Array.isArray(request) && !Array.isArray(review) ? uid : '',
    }
  }

  test('JSON of any kind', () => {
    check(
      fc.property(anyJson, onRefusal, (review, onRefusal) => {
        expect(faultsOf(echoed(review), admit(review, injector, { onRefusal }))).toEqual([])
      }),
      few,
    )
  })

  test('any text and any bytes', () => {
    const text = fc.oneof(fc.string(), fc.json(), fc.string({ unit: codeUnit }))
    check(
      fc.property(
        fc.oneof(
          text,
          fc.uint8Array(),
          text.map((each) => new TextEncoder().encode(each)),
        ),
        (body) => {
          const { response } = admit(body, injector)
          expect(faultsOf({ apiVersion: v1, uid: '' }, { apiVersion: v1, kind: 'AdmissionReview', response })).toEqual(
            [],
          )
          expect(response.allowed).toBe(false)
        },
      ),
      few,
    )
  })

  test('reviews with wrong values at a few places', () => {
    const outcomes = new Tally()
    const version = fc.constantFrom(v1, `${v1}beta1`)
    const of = fc.constantFrom<Fields>({}, { operation: 'UPDATE' }, { subResource: 'status' })
    const reviews = fc.oneof(
      mutated(fc.tuple(admissibleCase, version).map(([{ podSpec }, version]) => reviewOf(pod(podSpec), {}, version))),
      // Where there is little else, the request itself is hit.
      mutated(fc.tuple(of, version).map(([fields, version]) => reviewOf(pod(), fields, version))),
    )
    check(
      fc.property(reviews, onRefusal, (review, onRefusal) => {
        const text = JSON.stringify(review)
        const answer = admit(text, injector, { onRefusal })
        const sent = JSON.parse(text) as { request?: { object?: unknown } }
        expect(faultsOf(echoed(sent), answer)).toEqual([])
        expect(() => admitted(sent.request?.object, answer)).not.toThrow()
        const { outcome, reason } = outcomeOf(answer)
        if (outcome === 'skipped') expect(Object.keys(admissionSkipReasons)).toContain(reason)
        outcomes.add(outcome)
      }),
      few,
    )
    for (const outcome of ['injected', 'skipped', 'refused', 'failed']) {
      expect(outcomes.counts[outcome] ?? 0, outcome).toBeGreaterThan(numRuns / 100)
    }
  })

  test('any JSON as source, or as what a function gives', () => {
    check(
      fc.property(anyJson, fc.boolean(), onRefusal, (chosen, isFunction, onRefusal) => {
        const source = (isFunction ? () => chosen : chosen) as AdmissionSource
        expect(faultsOf({ apiVersion: v1, uid }, admit(reviewOf(pod()), source, { onRefusal }))).toEqual([])
      }),
      few,
    )
  })
})

test('the patch makes of the pod what the injection makes of it, and nothing of the result', () => {
  const outcomes = new Tally()
  const cases = fc.oneof(admissibleCase, damagedCase(admissibleCase, config, inject))
  check(
    fc.property(cases, ({ podSpec, config }) => {
      const object = JSON.parse(JSON.stringify({ ...pod(podSpec), status: { phase: 'Pending' } })) as Fields
      const source = createInjector(config as object as ModelcarConfig)
      const answer = admit(JSON.stringify(reviewOf(object)), source)
      expect(faultsOf({ apiVersion: v1, uid }, answer)).toEqual([])
      outcomes.add(outcomeOf(answer).outcome)
      if (!answer.response.allowed) return
      const after = admitted(object, answer) as Fields
      expect(after).toEqual({ ...object, spec: source.inject(object['spec'] as never) })
      expect(patchOf(answer) ?? []).not.toContainEqual(expect.objectContaining({ path: '/spec' }))

      const again = admit({ kind: 'AdmissionReview', apiVersion: v1, request: requestOf(after) }, source).response
      expect(again.auditAnnotations).toBeUndefined()
      expect(again.patch).toBeUndefined()
      expect(again.patchType).toBeUndefined()
    }),
    few,
  )
  expect(outcomes.counts['injected'] ?? 0).toBeGreaterThan(numRuns / 2)
  expect(outcomes.counts['refused'] ?? 0).toBeGreaterThan(numRuns / 100)
})
