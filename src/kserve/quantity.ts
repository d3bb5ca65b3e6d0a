import {
  binarySuffixes,
  decimalSuffixes,
  longestQuantity as longest,
  noSuffix,
  readQuantity,
} from '../kubernetes/quantity.js'

/*
 * Quantities as Go writes them (k8s.io/apimachinery, pkg/api/resource). KServe parses those of its ConfigMap and puts them into
 * a pod, so that `1000m` in the ConfigMap is `1` in the pod. Everything is exact: no floats.
 */

/** Go's quantities have nothing smaller. */
const nano = -9
const nanosInOne = 10n ** 9n
/** What an amount with a binary suffix is capped to. */
const largestBinary = (2n ** 63n - 1n) * nanosInOne

interface Amount {
  readonly digits: bigint
  /** The power of ten that the digits are multiplied with. */
  readonly exponent: number
}

/**
 * Writes a quantity as it comes out of Go: in canonical form, or as it is where Go takes it for canonical (`2e9`, `+1`).
 *
 * @returns the text, or undefined for what is no quantity.
 *
 * @example
 * canonicalQuantity('1000m') // '1'
 * canonicalQuantity('1024Mi') // '1Gi'
 */
export function canonicalQuantity(text: string): string | undefined {
  const quantity = readQuantity(text)
  if (quantity === undefined) return undefined
  const { sign, whole, fraction, thousands, exponent, isScientific } = quantity
  const digits = BigInt(whole + fraction)
  const figures = whole.replace(/^0+/, '') || '0'
  if (thousands > 0) {
    if (isKeptBinary(figures, fraction, thousands)) return text
    return signed(sign, writeBinary(divideUp(digits * 1024n ** BigInt(thousands) * nanosInOne, fraction.length)))
  }
  const amount = { digits, exponent: exponent - fraction.length }
  if (isKeptDecimal(figures + fraction, amount.exponent)) return text
  return signed(sign, writeDecimal(amount, isScientific))
}

const signed = (sign: string, amount: string): string => (sign === '-' && amount !== '0' ? `-${amount}` : amount)

/** Go's test for "canonical already", on amounts that fit its fast path of 18 digits. */
const isKeptDecimal = (figures: string, exponent: number): boolean =>
  figures.length <= 18 && exponent >= nano && exponent % 3 === 0 && !figures.endsWith('000') && !figures.startsWith('0')

/** The same for binary suffixes, of which each takes three digits and more off the fast path. */
const isKeptBinary = (figures: string, fraction: string, thousands: number): boolean =>
  fraction === '' && figures.length <= 14 - 3 * thousands && BigInt(figures) % 8n !== 0n

/** An amount in nano. Below 1024, or with a fraction, it is written with decimal suffixes. */
function writeBinary(nanos: bigint): string {
  // Stryker disable next-line EqualityOperator: the same where both are.
  const capped = nanos > largestBinary ? largestBinary : nanos
  if (capped < 1024n * nanosInOne || capped % nanosInOne !== 0n) {
    return writeDecimal({ digits: capped, exponent: nano }, false)
  }
  let amount = capped / nanosInOne
  let thousands = 0
  for (; amount % 1024n === 0n; thousands++) amount /= 1024n
  return [amount, binarySuffixes[thousands]].join('')
}

/** Without a fraction, with the largest exponent that is a multiple of three. */
function writeDecimal(amount: Amount, asExponent: boolean): string {
  let exponent = Math.max(amount.exponent, nano)
  let digits = divideUp(amount.digits, exponent - amount.exponent)
  if (digits === 0n) return '0'
  for (; digits % 10n === 0n; exponent++) digits /= 10n
  for (; exponent % 3 !== 0; exponent--) digits *= 10n
  const suffix = asExponent ? undefined : decimalSuffixes[exponent / 3 + noSuffix]
  return `${String(digits)}${suffix ?? (exponent === 0 ? '' : `e${String(exponent)}`)}`
}

/** Divides by a power of ten and rounds up. By one with more digits than a value may have, no value comes to anything else. */
function divideUp(value: bigint, power: number): bigint {
  const divisor = 10n ** BigInt(Math.min(power, longest + 30))
  return (value + divisor - 1n) / divisor
}
