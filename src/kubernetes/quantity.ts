/*
 * Kubernetes quantities, exactly: `1500m`, `1.5`, `15Mi`, `1e3`. No floats.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */

/** A quantity taken apart: its digits, times 1024 so many times, times a power of ten. */
export interface Quantity {
  readonly sign: string
  readonly whole: string
  readonly fraction: string
  readonly thousands: number
  readonly exponent: number
  /** Whether the power of ten is written as one: `1e3`, not `1k`. */
  readonly isScientific: boolean
}

const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/

/** By thousands, from nano up. */
export const decimalSuffixes = ['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E']
export const noSuffix = decimalSuffixes.indexOf('')
/** By powers of 1024. */
export const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']

/** A longer text is no amount of anything, and would cost time and memory to count with. */
export const longestQuantity = 256
/** Go keeps an exponent in 32 bits. */
const largestExponent = 2 ** 31 - 1

/** Takes a quantity apart; undefined for what is none. Go also takes texts without a single digit (`m`, `.`) for 0. */
export function readQuantity(text: string): Quantity | undefined {
  if (text.length > longestQuantity) return undefined
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [, sign = '', whole = '', fraction = '', power, suffix = ''] = match
  if (whole === '' && fraction === '') return undefined
  const thousands = Math.max(0, binarySuffixes.indexOf(suffix))
  const exponent =
    power === undefined ? (thousands > 0 ? 0 : 3 * (decimalSuffixes.indexOf(suffix) - noSuffix)) : Number(power)
  if (Math.abs(exponent) > largestExponent) return undefined
  return { sign, whole, fraction, thousands, exponent, isScientific: power !== undefined }
}

/** The API server caps a larger value with a binary suffix to this (2^63 - 1), and keeps plain ones. */
const largestBinary = (1n << 63n) - 1n

/**
 * An amount with a larger exponent is none of anything. The API server takes some of them, and is busy with one of more than six digits for
 * minutes.
 */
const largestPower = 1000

/**
 * Parses a quantity to a whole number of milli units. In `resources` the API server rounds up to these, so values are compared after that;
 * otherwise a second call would rewrite what the server rounded, for ever.
 *
 * Blanks around it do not count. The API server cuts white space from the JSON text itself, so that what is written as an escape there
 * (a tab, a line break) is refused, and whether another space is depends on the client.
 *
 * @returns the number of milli units, or undefined for what is no quantity.
 *
 * @example
 * parseQuantity('1500m') === parseQuantity(1.5) // true
 */
export function parseQuantity(value: unknown): bigint | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? parseQuantity(String(value)) : undefined
  if (typeof value !== 'string' || value.length > longestQuantity) return undefined
  const quantity = readQuantity(value.replace(/^ +/, '').replace(/ +$/, ''))
  if (quantity === undefined || Math.abs(quantity.exponent) > largestPower) return undefined
  const { sign, whole, fraction, thousands } = quantity
  const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`)
  const power = quantity.exponent + 3 - fraction.length
  const scaled = digits * 1024n ** BigInt(thousands)
  const milli = power >= 0 ? scaled * 10n ** BigInt(power) : roundUp(scaled, -power)
  return thousands > 0 && milli > largestBinary * 1000n ? largestBinary * 1000n : milli
}

/** Divides by a power of ten and rounds away from zero, as the API server does. */
function roundUp(value: bigint, power: number): bigint {
  const divisor = 10n ** BigInt(power)
  const quotient = value / divisor
  if (value % divisor === 0n) return quotient
  return value < 0n ? quotient - 1n : quotient + 1n
}

/** Tells whether two quantities are the same amount; what is no quantity is equal to nothing but itself. */
export function sameQuantity(left: unknown, right: unknown): boolean {
  if (left === right) return true
  const amount = parseQuantity(left)
  return amount !== undefined && amount === parseQuantity(right)
}

/** Tells whether one quantity is more than another; false where either is no quantity, as NaN is neither more nor less than anything. */
export function exceeds(left: unknown, right: unknown): boolean {
  return (parseQuantity(left) ?? NaN) > (parseQuantity(right) ?? NaN)
}

/**
 * Tells whether containers may share a resource, so that a request may be below its limit: Kubernetes overcommits its own resources
 * only, and of these no huge pages.
 */
export const canBeShared = (name: string): boolean =>
  !name.startsWith('hugepages-') && (!name.includes('/') || name.includes('kubernetes.io/'))
