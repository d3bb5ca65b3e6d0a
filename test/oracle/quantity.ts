/** A quantity in thousandths, the finest step that the API server keeps in `resources`. */
export interface Quantity {
  readonly milli: bigint
  readonly text: string
}

export const QUANTITY_FORM =
  "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
export const QUANTITY_SUFFIX = "unable to parse quantity's suffix"

const FORM = /^([+-]?)([0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$/
const DIGITS = /^(?:[0-9]+\.?[0-9]*|\.[0-9]+)$/
const EXPONENT = /^[eE]([+-]?[0-9]+)$/
const DECIMAL: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, '': 0, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }
const BINARY: Readonly<Record<string, bigint>> = { Ki: 10n, Mi: 20n, Gi: 30n, Ti: 40n, Pi: 50n, Ei: 60n }
const LARGEST_BINARY = 2n ** 63n - 1n
// Beyond this the exact value no longer matters, and 10n ** huge would not end.
const LARGEST_EXPONENT = 4096

const ceilingOf = (numerator: bigint, denominator: bigint): bigint =>
  numerator / denominator + (numerator % denominator > 0n ? 1n : 0n)

const clamp = (exponent: number): number => Math.max(-LARGEST_EXPONENT, Math.min(LARGEST_EXPONENT, exponent))

/** The quantity, or the sentence with which the API server refuses it. */
export function parseQuantity(value: unknown): Quantity | string {
  if (typeof value !== 'string' && typeof value !== 'number') return QUANTITY_FORM
  const text = String(value).trim()
  const parts = FORM.exec(text)
  if (parts === null) return QUANTITY_FORM
  const [, sign, number, suffix] = parts as unknown as [string, string, string, string]
  if (!DIGITS.test(number)) return QUANTITY_FORM

  const [whole, fraction = ''] = number.split('.') as [string, string?]
  const digits = BigInt(`${whole}${fraction}` || '0')
  const binary = BINARY[suffix]
  const exponent = DECIMAL[suffix] ?? EXPONENT.exec(suffix)?.[1]
  if (binary === undefined && exponent === undefined) return QUANTITY_SUFFIX

  const scale = 10n ** BigInt(fraction.length)
  const magnitude =
    binary === undefined ? decimalMilli(digits, scale, Number(exponent)) : binaryMilli(digits, scale, binary)
  return { milli: sign === '-' ? -magnitude : magnitude, text }
}

function decimalMilli(digits: bigint, scale: bigint, exponent: number): bigint {
  const power = clamp(exponent + 3)
  return power >= 0 ? ceilingOf(digits * 10n ** BigInt(power), scale) : ceilingOf(digits, scale * 10n ** BigInt(-power))
}

function binaryMilli(digits: bigint, scale: bigint, power: bigint): bigint {
  const milli = ceilingOf(digits * 2n ** power * 1000n, scale)
  const largest = LARGEST_BINARY * 1000n
  return milli > largest ? largest : milli
}

export const milliText = (milli: bigint): string => (milli % 1000n === 0n ? String(milli / 1000n) : `${milli}m`)
