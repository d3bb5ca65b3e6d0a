import { describe, expect, test } from 'vitest'
import { admit, admitAsync } from '../../src/admission/index.js'
import { isModelcarError } from '../../src/index.js'
import { expectCauses, refusalOf } from '../kit/causes.js'
import { image, pod, reviewOf } from './reviews.js'

// A wrong option is an error of the call, whatever the review: one that counts for nothing goes unseen.

const first = 'invalid arguments: '
const both = `${first.trim()}
- onRefusl: expected a known field, found "onRefusl"; did you mean onRefusal?
- onError: expected a function, found "log"`

describe.each<[string, unknown, string]>([
  [
    'misspelt',
    { onRefusl: 'allow' },
    `${first}onRefusl: expected a known field, found "onRefusl"; did you mean onRefusal?`,
  ],
  [
    'misspelt in its case',
    { onerror: () => 0 },
    `${first}onerror: expected a known field, found "onerror"; did you mean onError?`,
  ],
  [
    'unknown',
    { timeout: 5 },
    `${first}timeout: expected a known field, found "timeout"; the fields are onRefusal, onError`,
  ],
  [
    'a choice that there is not',
    { onRefusal: 'Allow' },
    `${first}onRefusal: expected one of deny, allow, found "Allow"; did you mean allow?`,
  ],
  ['no function', { onError: 'log' }, `${first}onError: expected a function, found "log"`],
  ['several', { onRefusl: 'allow', onError: 'log' }, both],
  ['a text', 'allow', `${first}options: expected an object, found "allow"`],
  ['a list', [], `${first}options: expected an object, found a list`],
])('options: %s', (_, options, message) => {
  const fault = { message, code: 'InvalidConfig', about: 'arguments' }

  test.each<[string, unknown]>([
    ['a review', reviewOf(pod())],
    ['what is none', 'x'],
  ])('with %s', async (_, review) => {
    expect(() => admit(review, { image }, options as object)).toThrow(expect.objectContaining(fault))
    const error: unknown = await admitAsync(review, { image }, options as object).catch((thrown: unknown) => thrown)
    expect(error).toMatchObject(fault)
    expect(isModelcarError(error)).toBe(true)
  })
})

test('the kind of a fault tells a wrong name, a wrong choice and a wrong type', () => {
  const options = { onRefusl: 'deny', onRefusal: 'Allow', onError: 'log' }
  const { causes } = refusalOf(() => admit(reviewOf(pod()), { image }, options as object))
  expectCauses(causes, [
    ['Unknown', 'onRefusl'],
    ['InvalidValue', 'onRefusal'],
    ['InvalidType', 'onError'],
  ])
})

test('an option that is undefined counts as absent', () => {
  const options = { onRefusal: undefined, onError: undefined, onRefusl: undefined }
  expect(admit(reviewOf(pod()), { image }, options).response.allowed).toBe(true)
})
