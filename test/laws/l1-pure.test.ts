import fc from 'fast-check'
import { Immer, produce } from 'immer'
import { describe, expect, test } from 'vitest'
import { anyCase } from '../kit/arbitraries/cases.js'
import { config } from '../kit/arbitraries/configs.js'
import { damagedCase } from '../kit/arbitraries/debris.js'
import { decoration, decorations, freeze } from '../../src/testing/arbitraries/decorations.js'
import { assertPure } from '../kit/laws/index.js'
import { sameJson } from '../../src/testing/json.js'
import type { PodSpec } from '../../src/testing/pod.js'
import { check } from '../kit/runs.js'
import { inject } from './subject.js'
import { tally } from './tally.js'

describe('L1 pure', () => {
  test('pods of every make, and configs, are left alone, and results are nobody else’s', () => {
    const runs = tally('L1 pure')
    const cases = fc.oneof(anyCase, damagedCase(anyCase, config, inject))
    check(
      fc.property(cases, decoration, fc.boolean(), ({ podSpec, config }, decorate, frozen) => {
        runs.count(assertPure(inject, decorate(podSpec) as PodSpec, frozen ? freeze(structuredClone(config)) : config))
      }),
    )
    runs.expectHeld(0.6)
  })

  test('the same JSON makes the same pod, whatever objects it is made of', () => {
    check(
      fc.property(anyCase, fc.constantFrom(...Object.keys(decorations)), ({ podSpec, config }, name) => {
        const outcome = (pod: unknown): unknown => {
          try {
            return inject(pod as PodSpec, config)
          } catch (error) {
            return String(error)
          }
        }
        expect(sameJson(outcome(decorations[name]?.(podSpec)), outcome(podSpec))).toBe(true)
      }),
    )
  })

  test('immer’s own settings stay as they are', () => {
    const isFreezing = () =>
      Object.isFrozen(produce({ a: {} }, (draft: { a: object; b?: number }) => void (draft.b = 1)))
    expect(isFreezing()).toBe(true)
    inject({ containers: [{ name: 'kserve-container', image: 'server:1' }] }, { image: 'models/m:1' })
    expect(isFreezing()).toBe(true)
    expect(Object.isFrozen(new Immer().produce({ a: 1 }, (draft) => void (draft.a = 2)))).toBe(true)
  })
})
