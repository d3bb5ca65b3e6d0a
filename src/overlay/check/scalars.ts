import { own } from '../../json.js'
import type { FieldType } from '../../kubernetes/field-types.js'
import { parseQuantity } from '../../kubernetes/quantity.js'
import { fault, foundIn, type State } from './state.js'
import { checkText } from './texts.js'

/** Checks a value that is no object and no list, or an entry of a list of such. */
export function checkScalar(state: State, value: unknown, known: FieldType, name: string, field: string): void {
  switch (known.type) {
    case 'string':
      if (typeof value === 'string') return checkText(state, value, known, field)
      return wrong(state, value, field, 'a string', isScalar(value) ? '; put it in quotes' : '')
    case 'bool':
      if (typeof value === 'boolean') return
      return wrong(state, value, field, 'true or false', '')
    case 'int':
      if (Number.isInteger(value)) return checkRange(state, Number(value), known.texts || name, field)
      return wrong(state, value, field, 'a whole number', inOctal(value, name) || asNumber(value))
    case 'IntOrString':
      if (typeof value === 'string') return checkText(state, value, known, field)
      if (Number.isInteger(value)) return checkRange(state, Number(value), known.texts || name, field)
      return wrong(state, value, field, 'a whole number or a name', '')
    case 'Quantity':
      return checkQuantity(state, value, field)
    default:
      if (typeof value === 'string' || value instanceof Date) return
      return wrong(state, value, field, 'a time', '')
  }
}

const isScalar = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean'

/** What to do with a text where a number has to be: `"5"`, or `"30s"`. */
function asNumber(value: unknown): string {
  if (typeof value !== 'string' || !/^\d/.test(value)) return ''
  return /\D/.test(value) ? '; write the number alone, without quotes' : '; leave out the quotes'
}

/** What a file's mode is that was written as `chmod` takes it. */
function inOctal(value: unknown, name: string): string {
  const digits = typeof value === 'number' || typeof value === 'string' ? String(value) : ''
  return /mode$/i.test(name) && /^0?[0-7]{3}$/.test(digits) ? `; octal ${digits} is ${parseInt(digits, 8)}` : ''
}

function wrong(state: State, value: unknown, field: string, expected: string, advice: string): void {
  fault(state, 'InvalidType', field, `expected ${expected}, found ${foundIn(value)}${advice}`)
}

function checkQuantity(state: State, value: unknown, field: string): void {
  if (typeof value !== 'string' && typeof value !== 'number') return wrong(state, value, field, 'an amount', '')
  const amount = parseQuantity(value)
  if (amount === undefined)
    fault(
      state,
      'InvalidValue',
      field,
      `expected an amount such as 500m, 2 or 1Gi, found ${foundIn(value)}; its unit is one of m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei`,
    )
  else if (amount < 0n) fault(state, 'InvalidValue', field, `expected an amount of 0 or more, found ${foundIn(value)}`)
}

const most = 2147483647

/** What 64 bits hold, as far as a number of JavaScript tells it. */
const longest = 2 ** 63 - 1024

/** The numbers that the API server takes, of fields that take others than those of 32 bits from 0, in every type. */
const ranges: Readonly<Record<string, readonly [least: number, most: number]>> = {
  activeDeadlineSeconds: [1, most],
  containerPort: [1, 65535],
  defaultMode: [0, 511],
  expirationSeconds: [600, 4294967296],
  hostPort: [0, 65535],
  maxSkew: [1, most],
  minDomains: [1, most],
  mode: [0, 511],
  port: [1, 65535],
  priority: [-2147483648, most],
  seconds: [0, longest],
  terminationGracePeriodSeconds: [-longest, longest],
  tolerationSeconds: [-longest, longest],
  weight: [1, 100],
}

function checkRange(state: State, value: number, name: string, field: string): void {
  const [first, last] = own(ranges, name) ?? [0, most]
  if (value >= first && value <= last) return
  const message = `expected a number from ${first} to ${last}, found ${String(value)}${inOctal(value, name)}`
  fault(state, 'InvalidValue', field, message)
}
