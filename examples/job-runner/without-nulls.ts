/** Deeper than any overlay may be, so that what is left as it is below is refused anyway. */
const deepest = 100

/**
 * A copy without the fields that are null: in a manifest null says nothing, in an overlay that the field must not be there. In a list it stays,
 * as a fault. Each object is copied once, so that values that hold each other, or themselves, come to an end.
 */
export function withoutNulls(value: unknown, depth = 0, copies = new Map<unknown, unknown>()): unknown {
  if (typeof value !== 'object' || value === null || depth > deepest) return value
  const done = copies.get(value)
  if (done !== undefined) return done
  if (Array.isArray(value)) {
    const list: unknown[] = []
    copies.set(value, list)
    for (const entry of value) list.push(withoutNulls(entry, depth + 1, copies))
    return list
  }
  // Without a prototype, so that no key means anything.
  const object: Record<string, unknown> = { __proto__: null }
  copies.set(value, object)
  for (const [key, each] of Object.entries(value))
    if (each !== null) object[key] = withoutNulls(each, depth + 1, copies)
  return object
}
