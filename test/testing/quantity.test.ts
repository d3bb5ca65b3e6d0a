import { describe, expect, test } from 'vitest'
import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  isMultiple,
  isWhole,
  parseQuantity,
  quantityError,
  roundToMilli,
} from '../../src/testing/api-server/quantity.js'

// Quantities as the API server reads, rounds and writes them.

const canonical = (value: unknown): string | undefined => {
  const quantity = parseQuantity(value)
  return quantity && formatQuantity(quantity)
}
const inResources = (value: unknown): string | undefined => {
  const quantity = parseQuantity(value)
  return quantity && formatQuantity(roundToMilli(quantity))
}

describe('the canonical form', () => {
  test.each<[given: string | number, written: string]>([
    // Zero has neither sign, nor suffix.
    ['0', '0'],
    ['0Mi', '0'],
    ['-0', '0'],
    ['0.000', '0'],
    ['0e3', '0'],
    ['.', '0'],
    ['k', '0'],
    // Of decimals the exponent becomes one of three, and so does its suffix.
    ['1000', '1k'],
    ['1000000', '1M'],
    ['12000k', '12M'],
    ['1000m', '1'],
    ['1500m', '1500m'],
    ['0.5', '500m'],
    ['.5', '500m'],
    ['1.5k', '1500'],
    ['100', '100'],
    ['-1000', '-1k'],
    ['1000n', '1u'],
    ['1000u', '1m'],
    ['1000G', '1T'],
    ['1000T', '1P'],
    ['1000P', '1E'],
    // Beyond that Go knows no suffix, and writes none.
    ['1000E', '1'],
    [1500, '1500'],
    [0.25, '250m'],
    // So do exponents, which stay exponents, but for none.
    ['108e-9', '108e-9'],
    ['108e-8', '1080e-9'],
    ['108e-7', '10800e-9'],
    ['108e4', '1080e3'],
    ['108e+4', '1080e3'],
    ['108E4', '1080e3'],
    ['1000e3', '1e6'],
    ['10e-1', '1'],
    ['1000e-3', '1'],
    ['1000e0', '1e3'],
    // What was canonical already keeps how it was written.
    ['+1', '+1'],
    ['1.', '1.'],
    ['1E3', '1E3'],
    ['1e+3', '1e+3'],
    [' 1 ', '1'],
    ['\u00a0\u20281\u0085\u2029', '1'],
    ['1.500', '1.500'],
    ['1.5000', '1500m'],
    ['1Ki', '1Ki'],
    ['+1Ki', '+1Ki'],
    // Of powers of two the largest that divides it is taken, from 1024 on.
    ['1024Ki', '1Mi'],
    ['1536Ki', '1536Ki'],
    ['1.5Mi', '1536Ki'],
    ['0.5Mi', '512Ki'],
    ['0.5Ki', '512'],
    ['0.9765625Ki', '1k'],
    ['-0.9765625Ki', '-1k'],
    ['1.0Ki', '1Ki'],
    ['-1.0Ki', '-1Ki'],
    ['-2.0Ki', '-2Ki'],
    ['-0.5Ki', '-512'],
    ['0.0001Ki', '102400u'],
    ['-0.0001Ki', '-102400u'],
    ['8Ki', '8Ki'],
    ['1024Mi', '1Gi'],
    ['1024Gi', '1Ti'],
    ['1024Ti', '1Pi'],
    ['1024Pi', '1Ei'],
    // What has no place in 64 bits is the largest that has.
    ['7Ei', '7Ei'],
    ['8Ei', '9223372036854775807'],
    ['-8Ei', '-9223372036854775807'],
    ['99999999999Ei', '9223372036854775807'],
    ['9223372036854775808', '9223372036854775808'],
    // Billionths are the least, and what is less is one; away from zero.
    ['1n', '1n'],
    ['+1n', '+1n'],
    ['0.1n', '1n'],
    ['-0.1n', '-1n'],
    ['0.0n', '0'],
    ['1.1n', '2n'],
    ['-1.1n', '-2n'],
    ['1.0000000001', '1000000001n'],
    ['1.0000000000', '1'],
    ['1e-400', '1e-9'],
    ['-1e-400', '-1e-9'],
    ['0e-400', '0'],
    // So small an exponent would take years to work with.
    ['1e-2147483647', '1e-9'],
    ['-1e-2147483647', '-1e-9'],
    ['0e-2147483647', '0'],
    // More than eighteen digits are no longer as they were written.
    ['123456789012345678', '123456789012345678'],
    ['123456789012345.678', '123456789012345.678'],
    ['1234567890123456.789', '1234567890123456789m'],
  ])('of %j is %s', (given, written) => {
    expect(canonical(given)).toBe(written)
  })
})

describe('in resources', () => {
  test.each([
    ['0.0001', '1m'],
    ['-0.0001', '-1m'],
    ['1001u', '2m'],
    ['1000u', '1m'],
    ['1000000n', '1m'],
    ['1m', '1m'],
    ['1.0001', '1001m'],
    ['1.500', '1.500'],
    ['0.0001Ki', '103m'],
    ['1e-4', '1e-3'],
    ['1.123456789123Gi', '1206302541939m'],
  ])('%s is a whole number of thousandths, rounded up: %s', (given, written) => {
    expect(inResources(given)).toBe(written)
  })
})

describe('what is no quantity', () => {
  const format = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
  const suffix = "unable to parse quantity's suffix"

  test.each<[unknown, string]>([
    ['', format],
    [' ', format],
    ['x', format],
    ['1x', format],
    ['x1', format],
    ['1.1.1', format],
    ['1 000', format],
    [NaN, format],
    [Infinity, format],
    ['1MB', format],
    [undefined, format],
    [null, format],
    [true, format],
    [['1'], format],
    [{}, format],
    ['1K', suffix],
    ['+-1', suffix],
    ['--1', suffix],
    ['1.25KK', suffix],
    ['1.i', suffix],
    ['1e', suffix],
    ['1ee+12', suffix],
    ['1m12', suffix],
    ['12KiMi', suffix],
  ])('%j', (given, message) => {
    expect(quantityError(given)).toBe(message)
    expect(parseQuantity(given)).toBeUndefined()
  })

  test('is told of what is one not at all', () => {
    expect(['1', 1, '1Ki', ' 1'].map(quantityError)).toEqual([undefined, undefined, undefined, undefined])
  })
})

describe('two quantities', () => {
  test.each<[unknown, unknown, number]>([
    ['1', '1000m', 0],
    ['1Ki', '1024', 0],
    ['1', '2', -1],
    ['2', '1', 1],
    ['-1', '1', -1],
    ['1E', '1Ei', -1],
    ['0.0001', '1m', 0],
    ['0.0011', '1m', 1],
    ['1e5000', '1e4999', 0],
    ['1e4000', '1e3999', 1],
    // Go keeps 32 bits of an exponent.
    ['1e4294967299', '1e3', 0],
    ['1e+4294967299', '1e3', 0],
    ['x', '1', NaN],
    ['1', 'x', NaN],
  ])('%j and %j are compared by value, as in resources: %d', (one, other, order) => {
    expect(compareQuantities(one, other)).toBe(order)
  })

  test.each<[unknown, unknown, string]>([
    ['1', '500m', '1500m'],
    ['1Ki', '1Ki', '2Ki'],
    ['1Ki', '1', '1025'],
    ['1024', '1Ki', '2048'],
    ['0', '1Ki', '1Ki'],
    ['0', '1000', '1k'],
    ['1e3', '1', '1001'],
    ['1e3', '1e3', '2e3'],
    ['0.0001', '0.0001', '2m'],
    ['-1', '1', '0'],
    // What is below one is a decimal.
    ['0.0005Ki', '1023488m', '1024'],
    ['0.5Ki', '512', '1Ki'],
    ['x', '1', 'x'],
    ['1', 'x', '1'],
    [undefined, 'x', 'x'],
  ])('%j and %j are %s together, in the form of the first one', (one, other, sum) => {
    expect(addQuantities(one, other)).toBe(sum)
  })
})

test.each<[unknown, boolean]>([
  ['1', true],
  ['1000m', true],
  ['1k', true],
  ['0', true],
  ['-1', true],
  ['0.9999', true],
  ['1500m', false],
  ['1.5Ki', true],
  ['1e-3', false],
  ['1e6000', true],
  ['x', false],
])('%j is whole: %s', (value, whole) => {
  expect(isWhole(value)).toBe(whole)
})

test.each<[unknown, unknown, boolean]>([
  ['4Mi', '2Mi', true],
  ['2Mi', '2Mi', true],
  ['3Mi', '2Mi', false],
  ['1Mi', '2Mi', false],
  ['0', '2Mi', false],
  ['-2Mi', '2Mi', false],
  ['2Mi', '0', false],
  ['2Mi', '-2Mi', false],
  ['x', '1', false],
  ['1', 'x', false],
])('%j is a multiple of %j: %s', (value, unit, multiple) => {
  expect(isMultiple(value, unit)).toBe(multiple)
})
