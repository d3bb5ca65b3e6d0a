import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { canonicalQuantity } from '../../src/kserve/quantity.js'
import { parseQuantity } from '../../src/kubernetes/quantity.js'
import { check } from '../kit/runs.js'
import { recordedQuantities } from './recorded.js'

/** What Go takes and we refuse, or writes wrongly. */
const DIFFERENT: Readonly<Record<string, { readonly ours: string | undefined; readonly reason: string }>> = {
  '.': { ours: undefined, reason: 'no digit; Go takes it for 0' },
  '+': { ours: undefined, reason: 'no digit; Go takes it for 0' },
  '-': { ours: undefined, reason: 'no digit; Go takes it for 0' },
  m: { ours: undefined, reason: 'no digit; Go takes it for 0' },
  Gi: { ours: undefined, reason: 'no digit; Go takes it for 0' },
  '.e3': { ours: undefined, reason: 'no digit; Go takes it for 0' },
  '1000000E': { ours: '1e24', reason: 'Go has no suffix for it, and drops the exponent' },
}

test('every recorded quantity is written as Go writes it', () => {
  const different = recordedQuantities.filter(([text, go]) => (canonicalQuantity(text) ?? null) !== go)
  expect(Object.fromEntries(different.map(([text]) => [text, canonicalQuantity(text)]))).toEqual(
    Object.fromEntries(Object.entries(DIFFERENT).map(([text, { ours }]) => [text, ours])),
  )
  expect(recordedQuantities.length).toBeGreaterThan(600)
})

test.each([
  ['1000m', '1'],
  ['0.01', '10m'],
  ['1024Mi', '1Gi'],
  ['1.5Mi', '1536Ki'],
  ['2e9', '2e9'],
  ['+15Mi', '+15Mi'],
  ['0.1n', '1n'],
  ['1.0Ki', '1Ki'],
  ['1023.5Ki', '1048064'],
  ['0.5Ki', '512'],
  ['+12345678901Ki', '+12345678901Ki'],
  ['+123456789013Ki', '123456789013Ki'],
  ['0e-1000000', '0'],
  [`${'9'.repeat(250)}e-236`, '100e12'],
  ['1e-1000000', '1e-9'],
])('%s is written as %s', (text, expected) => {
  expect(canonicalQuantity(text)).toBe(expected)
})

describe('of any quantity', () => {
  const digits = fc.stringMatching(/^\d{0,22}$/)
  const suffix = fc.constantFrom('', 'n', 'u', 'm', 'k', 'M', 'G', 'T', 'P', 'E', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei')
  const exponent = fc.integer({ min: -40, max: 40 }).map((power) => `e${String(power)}`)
  const quantity = fc
    .tuple(fc.constantFrom('', '+'), digits, fc.constantFrom('', '.'), digits, fc.oneof(suffix, exponent))
    .filter(([, whole, point, fraction]) => whole !== '' || (point !== '' && fraction !== ''))
    .map(([sign, whole, point, fraction, rest]) => `${sign}${whole}${point}${point && fraction}${rest}`)

  test('the amount stays', () => {
    check(
      fc.property(quantity, (text) => {
        const written = canonicalQuantity(text)
        expect(written).toBeTypeOf('string')
        expect(parseQuantity(written)).toBe(parseQuantity(text))
      }),
    )
  })

  test('writing it again changes nothing', () => {
    check(
      fc.property(quantity, (text) => {
        const written = canonicalQuantity(text) ?? ''
        expect(canonicalQuantity(written)).toBe(written)
      }),
    )
  })
})

test('what we take is taken by the rest of the library, and the other way round but for blanks', () => {
  const junk = fc.oneof(fc.string(), fc.stringMatching(/^[+-]?[0-9.]{0,5}[eEinumkKMGTP]{0,2}[+-]?[0-9]{0,3}$/))
  check(
    fc.property(junk, (text) => {
      expect(canonicalQuantity(text) !== undefined).toBe(text === text.trim() && parseQuantity(text) !== undefined)
    }),
  )
})
