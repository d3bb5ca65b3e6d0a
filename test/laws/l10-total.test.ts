import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isModelcarError } from '../../src/index.js'
import { anyCase, ordinaryCase } from '../kit/arbitraries/cases.js'
import { config } from '../kit/arbitraries/configs.js'
import { damagedCase } from '../kit/arbitraries/debris.js'
import { decoration } from '../../src/testing/arbitraries/decorations.js'
import { anyJson, mutated } from '../../src/testing/arbitraries/junk.js'
import type { Config } from '../kit/config.js'
import type { Fields } from '../../src/testing/json.js'
import { assertTotal } from '../kit/laws/index.js'
import { check } from '../kit/runs.js'
import { inject, injectAnything } from './subject.js'
import { tally } from './tally.js'

const damaged = damagedCase(ordinaryCase, config, inject)

describe('L10 total', () => {
  test('any JSON as pod', () => {
    check(
      fc.property(anyJson, config, (podSpec, config) => {
        assertTotal(injectAnything, podSpec, config)
      }),
    )
  })

  test('any JSON as config', () => {
    check(
      fc.property(ordinaryCase, anyJson, ({ podSpec }, config) => {
        assertTotal(injectAnything, podSpec, config)
      }),
    )
  })

  test('pods with wrong values at a few places', () => {
    const runs = tally('L10 total, mutated pods')
    const cases = fc.oneof(anyCase, damaged)
    check(
      fc.property(
        cases.chain(({ podSpec, config }) => fc.tuple(mutated(fc.constant<Fields>(podSpec)), fc.constant(config))),
        decoration,
        ([podSpec, config], decorate) => {
          runs.count(assertTotal(injectAnything, decorate(podSpec), config))
        },
      ),
    )
    runs.expectHeld(0.1)
  })

  test('configs with wrong values at a few places', () => {
    const runs = tally('L10 total, mutated configs')
    check(
      fc.property(ordinaryCase, mutated(config as fc.Arbitrary<Config & Fields>), ({ podSpec }, config) => {
        runs.count(assertTotal(injectAnything, podSpec, config))
      }),
    )
    runs.expectHeld(0.005)
  })

  test('what is thrown is recognised', () => {
    check(
      fc.property(mutated(ordinaryCase as unknown as fc.Arbitrary<Fields>), (each) => {
        try {
          injectAnything(each['podSpec'], each['config'])
        } catch (error) {
          expect(isModelcarError(error)).toBe(true)
        }
      }),
    )
  })
})
