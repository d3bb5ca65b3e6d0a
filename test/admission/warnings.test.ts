import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { admit } from '../../src/admission/index.js'
import type { Injector } from '../../src/index.js'
import { check, runs } from '../kit/runs.js'
import { faultsOf } from './api-server.js'
import { pod, reviewOf, uid } from './reviews.js'

// The API server drops warnings that are empty or have a line break, and cuts the others where there are too many.

/** An injector of a user's own that only warns. */
const warning = (messages: readonly string[]): Injector => ({
  inject: (podSpec) => podSpec,
  plan: () => ({
    changed: false,
    patch: [],
    warnings: messages.map((message) => ({ code: 'UserMismatch', field: '', message })),
  }),
})
const warningsOf = (...messages: string[]) => admit(reviewOf(pod()), warning(messages)).response.warnings

describe('a warning', () => {
  test.each([
    ['plain', 'plain', 'plain'],
    ['of two lines', 'two\nlines', 'two lines'],
    ['with control characters', 'a\r\n\tb\u0000c\u2028d\u2029e\u0085f', 'a b c d e f'],
    ['with space around', '  around\n', 'around'],
    ['with half a surrogate pair', 'half \ud83d a pair', 'half \ufffd a pair'],
    ['as long as may be', 'x'.repeat(256), 'x'.repeat(256)],
    ['too long', 'x'.repeat(257), `${'x'.repeat(255)}…`],
    ['as many surrogate pairs as may be', '😀'.repeat(256), '😀'.repeat(256)],
    ['too many surrogate pairs', '😀'.repeat(257), `${'😀'.repeat(255)}…`],
  ])('%s', (_, message, expected) => {
    expect(warningsOf(message)).toEqual([expected])
  })

  test.each(['', ' ', '\n'])('%j is left out', (message) => {
    expect(warningsOf(message)).toBeUndefined()
    expect(warningsOf(message, 'other')).toEqual(['other'])
  })
})

test('sixteen of the greatest length are passed on, of seventeen the last ones are counted', () => {
  const longest = 'x'.repeat(256)
  const many = (count: number) => Array.from({ length: count }, () => longest)
  expect(warningsOf(...many(16))).toEqual(many(16))
  expect(warningsOf(...many(17))).toEqual([...many(15), 'and 2 more warnings'])
  expect(warningsOf(...many(40))).toEqual([...many(15), 'and 25 more warnings'])
})

test('any warnings are passed on', () => {
  const codeUnit = fc.nat(0xffff).map((code) => String.fromCharCode(code))
  const text = fc.oneof(fc.string({ unit: codeUnit }), fc.string({ minLength: 200, maxLength: 300, size: 'max' }))
  check(
    fc.property(fc.array(text, { maxLength: 40, size: 'max' }), (messages) => {
      const answer = admit(reviewOf(pod()), warning(messages))
      expect(faultsOf({ apiVersion: 'admission.k8s.io/v1', uid }, answer)).toEqual([])
    }),
    { numRuns: Math.ceil(runs / 10) },
  )
})
