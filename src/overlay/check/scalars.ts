import { own } from '../../json.js'
import { parseQuantity } from '../../kubernetes/quantity.js'
import { fault, foundIn, type State } from './state.js'
import { checkText } from './texts.js'

/**
 * Checks a value that is no object and no list.
 *
 * @param holder - the type of the object that the field is in.
 * @param kind - `string`, `bool`, `int`, `Quantity`, `IntOrString` or `Time`.
 */
export function checkScalar(
  state: State,
  value: unknown,
  kind: string,
  holder: string | undefined,
  name: string,
  field: string,
): void {
  switch (kind) {
    case 'string':
      if (typeof value === 'string') return checkText(state, value, holder, name, field)
      return wrong(state, value, field, 'a string', isScalar(value) ? '; put it in quotes' : '')
    case 'bool':
      if (typeof value === 'boolean') return
      return wrong(state, value, field, 'true or false', '')
    case 'int':
      if (Number.isInteger(value)) return checkRange(state, Number(value), name, field)
      return wrong(state, value, field, 'a whole number', typeof value === 'string' ? '; leave out the quotes' : '')
    case 'IntOrString':
      if (typeof value === 'string' || Number.isInteger(value)) return
      return wrong(state, value, field, 'a whole number or a name', '')
    case 'Quantity':
      return checkQuantity(state, value, field)
    default:
      if (typeof value === 'string' || value instanceof Date) return
      return wrong(state, value, field, 'a time', '')
  }
}

const isScalar = (value: unknown): boolean => typeof value === 'number' || typeof value === 'boolean'

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

/** The numbers that the API server takes, of fields that have a range in every type. */
const ranges: Readonly<Record<string, readonly [least: number, most: number]>> = {
  activeDeadlineSeconds: [1, 2147483647],
  containerPort: [1, 65535],
  failureThreshold: [0, 2147483647],
  fsGroup: [0, 2147483647],
  hostPort: [0, 65535],
  initialDelaySeconds: [0, 2147483647],
  periodSeconds: [0, 2147483647],
  runAsGroup: [0, 2147483647],
  runAsUser: [0, 2147483647],
  successThreshold: [0, 2147483647],
  timeoutSeconds: [0, 2147483647],
}

function checkRange(state: State, value: number, name: string, field: string): void {
  const range = own(ranges, name)
  if (range === undefined || (value >= range[0] && value <= range[1])) return
  fault(state, 'InvalidValue', field, `expected a number from ${range[0]} to ${range[1]}, found ${String(value)}`)
}
