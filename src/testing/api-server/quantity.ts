/*
 * Quantities as the API server reads and writes them (apimachinery's resource.Quantity), in exact decimal arithmetic.
 */

/** A quantity's exact value: `unscaled * 10^-scale`. */
export interface Quantity {
  readonly unscaled: bigint
  readonly scale: number
  readonly format: 'BinarySI' | 'DecimalSI' | 'DecimalExponent'
  /** The text as it was written, where that is already a canonical form. */
  readonly written?: string
}

const pattern = /^([+-]?)(\d*)(\.?)(\d*)(Ki|Mi|Gi|Ti|Pi|Ei|[numkMGTPE]?|[eE][-+]?\d+)$/
const decimalSuffixes = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
])
const binarySuffixes = ['', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei']
const largest = 2n ** 63n - 1n
const nano = 9
const power = (exponent: number): bigint => 10n ** BigInt(exponent)

/** Parses a quantity; `undefined` where the API server would refuse it. */
export function parseQuantity(value: unknown): Quantity | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined
  const text = trimmed(value)
  const match = pattern.exec(text)
  if (match === null || text === '') return undefined
  // Stryker disable next-line StringLiteral: every group of the pattern takes part in a match, so no default is ever used.
  const [, sign = '', whole = '', , fraction = '', suffix = ''] = match
  const digits = whole.replace(/^0+/, '') || '0'
  return binarySuffixes.indexOf(suffix) > 0
    ? parseBinary(text, sign, digits, fraction, binarySuffixes.indexOf(suffix) * 10)
    : parseDecimal(text, sign, digits, fraction, suffix)
}

/** Cuts off what Go calls space; a tab or a line break is two characters to it, as JSON writes them. */
const trimmed = (value: string | number): string =>
  String(value).replace(/^[\p{Zs}\u0085\u2028\u2029]+|[\p{Zs}\u0085\u2028\u2029]+$/gu, '')

/** The API server's sentence for what is no quantity; `undefined` for one that is. */
export function quantityError(value: unknown): string | undefined {
  if (parseQuantity(value) !== undefined) return undefined
  return typeof value === 'string' && /^(?=.)[+-]?\d*(\.\d*)?[eEinumkKMGTP]*[-+]?\d*$/.test(trimmed(value))
    ? "unable to parse quantity's suffix"
    : "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'"
}

function parseDecimal(text: string, sign: string, digits: string, fraction: string, suffix: string): Quantity {
  const known = decimalSuffixes.get(suffix)
  const format = known === undefined ? 'DecimalExponent' : 'DecimalSI'
  // Go keeps 32 bits of an exponent.
  const exponent = known ?? Number(BigInt.asIntN(32, BigInt(suffix.slice(1))))
  const shifted = digits + fraction
  const scale = fraction.length - exponent
  const unscaled = signed(sign, BigInt(shifted))
  const fast = shifted.length <= 18 && scale <= nano
  // A number that is in canonical form keeps the spelling it came in, such as `+1`, `1.` or `1E3`.
  if (fast && scale % 3 === 0 && !shifted.endsWith('000') && !shifted.startsWith('0')) {
    return { unscaled, scale, format, written: text }
  }
  return fast ? { unscaled, scale, format } : { ...roundUp({ unscaled, scale }, nano), format }
}

function parseBinary(text: string, sign: string, digits: string, fraction: string, exponent: number): Quantity {
  const factor = 2n ** BigInt(exponent)
  const fast = fraction === '' && 15 - digits.length - Math.trunc((exponent * 3) / 10) - 1 >= 0
  if (fast) {
    const value = BigInt(digits)
    const quantity = { unscaled: signed(sign, value * factor), scale: 0, format: 'BinarySI' } as const
    return (value & 7n) === 0n ? quantity : { ...quantity, written: text }
  }
  const exact = roundUp({ unscaled: BigInt(digits + fraction) * factor, scale: fraction.length }, nano)
  const capped = exact.unscaled > largest * power(exact.scale) ? { unscaled: largest, scale: 0 } : exact
  const format = capped.unscaled < power(Math.max(capped.scale, 0)) ? 'DecimalSI' : 'BinarySI'
  return { unscaled: signed(sign, capped.unscaled), scale: capped.scale, format }
}

const signed = (sign: string, value: bigint): bigint => (sign === '-' ? -value : value)

/** Rounds away from zero to so many decimal places. */
function roundUp(value: { unscaled: bigint; scale: number }, places: number): { unscaled: bigint; scale: number } {
  if (value.scale <= places) return value
  // Of what is below the last place only its sign is left; the power of ten that says so could be of any size.
  if (value.scale - places > String(value.unscaled).length) {
    return { unscaled: value.unscaled === 0n ? 0n : value.unscaled < 0n ? -1n : 1n, scale: places }
  }
  const divisor = power(value.scale - places)
  const rest = value.unscaled % divisor
  const away = rest === 0n ? 0n : value.unscaled < 0n ? -1n : 1n
  return { unscaled: value.unscaled / divisor + away, scale: places }
}

/** Rounds a quantity up to a whole milli, as the API server does in every list of resources. */
export function roundToMilli(quantity: Quantity): Quantity {
  // What didn't fit an int64 loses its spelling even where nothing is rounded.
  if (quantity.scale <= 3) return quantity
  return { ...roundUp(quantity, 3), format: quantity.format }
}

/** Writes a quantity in its canonical form. */
export function formatQuantity(quantity: Quantity): string {
  if (quantity.written !== undefined) return quantity.written
  if (quantity.unscaled === 0n) return '0'
  if (quantity.format === 'BinarySI') {
    const whole = wholeValue(quantity) ?? 0n
    if (whole >= 1024n || whole <= -1024n) return formatBinary(whole)
  }
  return formatDecimal(quantity)
}

function wholeValue({ unscaled, scale }: Quantity): bigint | undefined {
  if (scale <= 0) return unscaled * power(Math.min(-scale, farthest))
  return unscaled % power(scale) === 0n ? unscaled / power(scale) : undefined
}

/** Nothing is so large that it would need more than `Ei`. */
function formatBinary(whole: bigint): string {
  let value = whole
  let step = 0
  while (value % 1024n === 0n) {
    value /= 1024n
    step += 1
  }
  return `${value}${binarySuffixes[step] ?? ''}`
}

function formatDecimal({ unscaled, scale, format }: Quantity): string {
  let value = unscaled
  let exponent = -scale
  while (value % 10n === 0n) {
    value /= 10n
    exponent += 1
  }
  while (exponent % 3 !== 0) {
    value *= 10n
    exponent -= 1
  }
  if (format === 'DecimalExponent') return exponent === 0 ? `${value}` : `${value}e${exponent}`
  const suffix = [...decimalSuffixes].find(([, known]) => known === exponent)?.[0] ?? ''
  return `${value}${suffix}`
}

/**
 * Compares two quantities by value, after the rounding of resource lists: below zero, zero or above, as for `sort`.
 *
 * @example
 * console.log(compareQuantities('1500m', 1.5), compareQuantities('1Gi', '1G'), compareQuantities('1', 'much')) //=> 0 1 NaN
 */
export function compareQuantities(one: unknown, other: unknown): number {
  const [left, right] = [one, other].map((value) => parseQuantity(value))
  if (left === undefined || right === undefined) return Number.NaN
  const a = toNano(roundToMilli(left))
  const b = toNano(roundToMilli(right))
  return a < b ? -1 : a > b ? 1 : 0
}

/** A power of ten beyond which no two quantities that anybody writes differ. */
const farthest = 4096

const toNano = ({ unscaled, scale }: Quantity): bigint => unscaled * power(Math.min(nano - scale, farthest))

/** Tells whether a quantity of a resource list is a whole number. */
export function isWhole(value: unknown): boolean {
  const quantity = parseQuantity(value)
  return quantity !== undefined && wholeValue(roundToMilli(quantity)) !== undefined
}

/** Tells whether a quantity is a whole number of times another one, and more than none. */
export function isMultiple(value: unknown, unit: unknown): boolean {
  const [amount, one] = [value, unit].map((each) => parseQuantity(each))
  if (amount === undefined || one === undefined || one.unscaled <= 0n || amount.unscaled <= 0n) return false
  return toNano(amount) % toNano(one) === 0n
}

/** Adds two quantities of a resource list, and writes the sum in canonical form, of the first one's format. */
export function addQuantities(one: unknown, other: unknown): string {
  const [left, right] = [one, other].map((value) => parseQuantity(value))
  if (left === undefined || right === undefined) return String(one ?? other)
  const unscaled = toNano(roundToMilli(left)) + toNano(roundToMilli(right))
  // Zero has no format of its own.
  return formatQuantity({ unscaled, scale: nano, format: left.unscaled === 0n ? right.format : left.format })
}
