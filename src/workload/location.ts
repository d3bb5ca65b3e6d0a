import { pointer } from '../patch/pointer.js'
import { isList, isObject } from '../json.js'

/**
 * A value in an object, and where it is. The texts grow step by step, and engines share their beginnings: so the places of a deep
 * object cost no more than the object, until somebody reads them.
 */
export interface Location {
  readonly value: unknown
  /** A JSON pointer from the root (RFC 6901). */
  readonly pointer: string
  /** The same as Kubernetes names fields: `items[0].spec.template.spec`, and `roles[a.b]` for a key that is no plain word. */
  readonly field: string
  readonly key: string | number
  readonly parent: Location | undefined
  /** What stands there in the result: the value itself, as long as nothing below it was replaced. */
  result: unknown
}

export const rootOf = (value: unknown): Location => ({
  value,
  pointer: '',
  field: '',
  // Stryker disable next-line StringLiteral: the root stands under no key.
  key: '',
  parent: undefined,
  result: value,
})

/** An entry or field of the value at a location. */
export const below = (parent: Location, key: string | number, value: unknown): Location => ({
  value,
  pointer: `${parent.pointer}${pointer([key])}`,
  field: fieldBelow(parent.field, String(key)),
  key,
  parent,
  result: value,
})

function fieldBelow(field: string, key: string): string {
  if (!/^[A-Za-z][A-Za-z0-9]*$/.test(key)) return `${field}[${key}]`
  return field === '' ? key : `${field}.${key}`
}

/**
 * Puts a value into the result. What leads to it is copied, each holder once however much is replaced in it; the input is not
 * written to, and is the result where a value is replaced by itself.
 */
export function replace(location: Location, value: unknown): void {
  if (value === location.value) return
  location.result = value
  let at = location
  while (at.parent !== undefined) {
    const holder = at.parent
    const isCopied = holder.result !== holder.value
    if (!isCopied) holder.result = copyOf(holder.value)
    write(holder.result, at.key, at.result)
    if (isCopied) return
    at = holder
  }
}

const copyOf = (value: unknown): unknown => (isList(value) ? [...value] : isObject(value) ? { ...value } : value)

/** The key is always one of the copy's own, `__proto__` too: so this sets a field, and never a prototype. */
function write(copy: unknown, key: string | number, value: unknown): void {
  if (Array.isArray(copy)) copy[Number(key)] = value
  // Stryker disable next-line ConditionalExpression: what holds something is a list or an object.
  else if (isObject(copy)) Object.assign(copy, { [key]: value })
}
