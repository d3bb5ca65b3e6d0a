import { isFields, sameJson, show } from '../json.js'

/** Lists where two JSON values differ, for a message. */
export const jsonDifferences = (one: unknown, other: unknown): string[] => walk(one, other, '').slice(0, 12)

/** The same, and a value is named that is equal to the first one but not that very object, or not the one that is given for it. */
export function differences(one: unknown, other: unknown, handed: unknown = one): string[] {
  const found = jsonDifferences(one, other)
  if (found.length > 0) return found
  return handed === other ? [] : ['the same JSON, but not the same object']
}

function walk(one: unknown, other: unknown, path: string): string[] {
  if (sameJson(one, other)) return []
  if (Array.isArray(one) && Array.isArray(other))
    return walkFields(Object.fromEntries(one.entries()), Object.fromEntries(other.entries()), path)
  if (isFields(one) && isFields(other)) return walkFields(one, other, path)
  return [`${path || '/'}: ${show(one)} became ${show(other)}`]
}

function walkFields(
  one: Readonly<Record<string, unknown>>,
  other: Readonly<Record<string, unknown>>,
  path: string,
): string[] {
  const keys = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...keys].flatMap((key) => walk(one[key], other[key], `${path}/${key}`))
}
