/*
 * Kubernetes quantities, exactly: `1500m`, `1.5`, `15Mi`, `1e3`. No floats. In `resources` the API server rounds up to a whole
 * milli, so values are compared after that rounding; otherwise a second call would rewrite what the server rounded, for ever.
 */

const pattern = /^([+-]?)(\d*)(?:\.(\d*))?(?:([eE])([+-]?\d+)|([numkMGTPE]|[KMGTPE]i)?)$/

const decimal: Readonly<Record<string, number>> = { n: -9, u: -6, m: -3, k: 3, M: 6, G: 9, T: 12, P: 15, E: 18 }
const binary: Readonly<Record<string, bigint>> = {
  Ki: 1n << 10n,
  Mi: 1n << 20n,
  Gi: 1n << 30n,
  Ti: 1n << 40n,
  Pi: 1n << 50n,
  Ei: 1n << 60n,
}

/** The API server caps a larger value with a binary suffix to this (2^63 - 1), and keeps plain ones. */
const largest = (1n << 63n) - 1n

/** Longer texts and larger exponents are no amount of anything, and would cost time and memory to write out. */
const longest = 256
const largestExponent = 1000

/**
 * Parses a quantity to a whole number of milli units, rounded up as the API server rounds `resources`.
 *
 * @returns the number of milli units, or undefined for what the API server refuses as a quantity.
 * @see https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 *
 * @example
 * parseQuantity('1500m') === parseQuantity(1.5) // true
 */
export function parseQuantity(value: unknown): bigint | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? parseQuantity(String(value)) : undefined
  if (typeof value !== 'string' || value.length > longest) return undefined
  const match = pattern.exec(value.trim())
  if (match === null) return undefined
  const [, sign, whole = '', fraction = '', e, exponent, suffix = ''] = match
  if (whole === '' && fraction === '') return undefined
  const digits = BigInt(`${sign === '-' ? '-' : ''}${whole}${fraction}`)
  const multiplier = binary[suffix]
  if (multiplier !== undefined) {
    const milli = roundUp(digits * multiplier * 1000n, fraction.length)
    return milli > largest * 1000n ? largest * 1000n : milli
  }
  const power = (e === undefined ? (decimal[suffix] ?? 0) : Number(exponent)) + 3 - fraction.length
  if (digits === 0n) return 0n
  if (Math.abs(power) > largestExponent)
    return power < 0 ? (digits < 0n ? -1n : 1n) : digits * 10n ** BigInt(largestExponent)
  return power >= 0 ? digits * 10n ** BigInt(power) : roundUp(digits, -power)
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

/** Tells whether one quantity is more than another; false where either is no quantity. */
export function exceeds(left: unknown, right: unknown): boolean {
  const [more, less] = [parseQuantity(left), parseQuantity(right)]
  return more !== undefined && less !== undefined && more > less
}

/**
 * Tells whether containers may share a resource, so that a request may be below its limit: Kubernetes overcommits its own resources
 * only, and of these no huge pages.
 */
export const canBeShared = (name: string): boolean =>
  !name.startsWith('hugepages-') && (!name.includes('/') || name.includes('kubernetes.io/'))
